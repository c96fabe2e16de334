// The thread that decodes a Parquet file (dist/parquet.js): of some broken files the decoder never comes to an
// end, and a thread can be ended from outside.

import { parentPort, workerData } from "node:worker_threads";
import { serveCalls } from "../../collector/store/threadCalls";
import { parquetBatches } from "./parquetBatches";
import type { ParquetCalls, ParquetStart } from "./parquetCalls";

if (parentPort === null) throw new Error("parquet.js is a worker thread of the command line.");

const { path, signs } = workerData as ParquetStart; // parquetRows.ts starts it
const batches = parquetBatches(path, () => Atomics.add(signs, 0, 1));
serveCalls<ParquetCalls>(parentPort, {
  rows: async () => {
    const next = await batches.next();
    return next.done === true ? undefined : next.value;
  },
});

// Of a broken file hyparquet leaves columns behind that fail on their own, after the failure that is told.
process.on("unhandledRejection", () => undefined);
