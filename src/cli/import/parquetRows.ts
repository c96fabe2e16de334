// Rows of a Parquet file. They are decoded in a thread of their own, which is ended when it gets nowhere.

import { Worker } from "node:worker_threads";
import { ThreadClient } from "../../collector/store/threadCalls";
import type { ParquetCalls, ParquetStart } from "./parquetCalls";

/** A page takes a second at most, a column of nested values with all of its pages some. */
const stuckAfterMs = 30_000;
/** Looks at whether it gets on, until it counts as stuck: a machine that slept in between is one look older. */
const looks = 10;

export interface ParquetRow {
  /** An object that JSON can hold. */
  readonly row: Readonly<Record<string, unknown>>;
  /** Of the file that is read by then. */
  readonly share: number;
}

/** `threadPath`: dist/parquet.js. @throws Error with the file's name and why it cannot be read. */
export async function* parquetRows(
  path: string,
  threadPath: string,
  patienceMs = stuckAfterMs,
): AsyncGenerator<ParquetRow> {
  const signs = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(threadPath, { workerData: { path, signs } satisfies ParquetStart });
  const client = new ThreadClient<ParquetCalls>(thread);
  thread.on("error", (error) => client.fail(error));
  thread.on("exit", () => client.fail(new Error("its decoder ended by itself")));
  try {
    for (;;) {
      const batch = await unlessStuck(client.call("rows", undefined), signs, patienceMs);
      if (batch === undefined) return;
      for (const row of batch.rows) yield { row, share: batch.share };
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} cannot be read: ${reason}`, { cause });
  } finally {
    await thread.terminate();
  }
}

/** The answer, unless the thread gives no sign for so long. */
async function unlessStuck<Answer>(
  answer: Promise<Answer>,
  signs: Int32Array,
  patienceMs: number,
): Promise<Answer> {
  let seen = Atomics.load(signs, 0);
  let looksInVain = 0;
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const now = Atomics.load(signs, 0);
      looksInVain = now === seen ? looksInVain + 1 : 0;
      seen = now;
      if (looksInVain < looks) return;
      reject(new Error(`its decoder got no further in ${patienceMs / 1000} s: it is broken`));
    }, patienceMs / looks);
  });
  try {
    return await Promise.race([answer, stuck]);
  } finally {
    clearInterval(timer);
  }
}
