// The store's thread (dist/writer.js). All of DuckDB lives here: two instances on one file in one process
// do not see each other's rows, and an instance cannot be shared between threads (node-api 1.5.6).
// Reads run on libuv's pool beside the commits; this thread only builds chunks and unpacks results.

import { parentPort } from "node:worker_threads";
import { isHeapFull } from "./heapRoom";
import { serveCalls } from "./threadCalls";
import { StoreThread } from "./storeThread";
import type { StoreCalls } from "./writerProtocol";

/** A heap that fills up does it with what messages and statements bring, of which some come in that time. */
const watchEveryMs = 100;

if (parentPort === null) throw new Error("writer.js is a worker thread of the collector.");
const thread = new StoreThread();
serveCalls<StoreCalls>(parentPort, thread.handlers, "close");

const watch = setInterval(() => {
  if (isHeapFull()) throw new Error("its memory was full");
}, watchEveryMs);
watch.unref();

// Torn down while DuckDB works for it, the thread would take the process along: what is under way ends first.
process.once("uncaughtException", (error) => {
  clearInterval(watch);
  void thread.endEarly(error.message).finally(() => {
    setImmediate(() => {
      throw error;
    });
  });
});
