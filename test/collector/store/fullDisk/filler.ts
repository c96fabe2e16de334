// Fills the disk that it is given with records until commits are refused, makes room, and goes on. Prints what
// happened as one JSON line. Arguments: folder on a small file system, writer.js.

import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../../../../src/collector/store/errors";
import { openStore } from "../../../../src/collector/store/store";
import { aLog } from "../records";

const [folder = "", writerPath = ""] = process.argv.slice(2);
const ballast = join(folder, "ballast");
writeFileSync(ballast, randomBytes(24 * 1024 * 1024));
const path = join(folder, "store.duckdb");
const store = await openStore({ path, writerPath });
let seq = 0;
let acknowledged = 0;
let firstSeqAfter = 0;

async function commit(): Promise<unknown> {
  const logs = Array.from({ length: 500 }, () =>
    aLog({ seq: ++seq, body: randomBytes(300).toString("base64") }),
  );
  try {
    await store.commit({ logs, spans: [], points: [] });
    acknowledged += logs.length;
    return undefined;
  } catch (error) {
    return error;
  }
}

let failure: unknown;
while (failure === undefined && seq < 1_000_000) failure = await commit();
const problem = store.status().problem;
// Upkeep and commits go on while the disk is full; none may take the store down.
const checkpointed = await store.checkpoint().then(
  () => "done",
  (error: unknown) => (error instanceof StoreError ? error.kind : String(error)),
);
await commit();
await store.upkeep().catch(() => undefined);
await commit();
const stillReads = await store.all<{ n: number }>("select count(*)::double as n from logs").then(
  ([row]) => row?.n,
  (error: unknown) => String(error),
);
rmSync(ballast);
let refusedAfterwards = 0;
firstSeqAfter = seq + 1;
while ((await commit()) !== undefined && refusedAfterwards < 20) refusedAfterwards++;
const [row] = await store.all<{ n: number }>("select count(*)::double as n from logs");
await store.dispose();
const reopened = await openStore({ path, writerPath });
const [after] = await reopened.all<{ n: number }>("select count(*)::double as n from logs");
await reopened.dispose();
console.log(
  JSON.stringify({
    kind: failure instanceof StoreError ? failure.kind : String(failure),
    problem,
    problemAfter: store.status().problem,
    stillReads,
    checkpointed,
    refusedAfterwards,
    firstSeqAfter,
    acknowledged,
    stored: row?.n,
    storedAfterReopening: after?.n,
  }),
);
