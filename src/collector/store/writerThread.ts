// The store's thread (dist/writer.js). All of DuckDB lives here: two instances on one file in one process
// do not see each other's rows, and an instance cannot be shared between threads (node-api 1.5.5).
// Reads run on libuv's pool beside the commits; this thread only builds chunks and unpacks results.

import { parentPort } from "node:worker_threads";
import { serveCalls } from "./threadCalls";
import { StoreThread } from "./storeThread";
import type { StoreCalls } from "./writerProtocol";

if (parentPort === null) throw new Error("writer.js is a worker thread of the collector.");
const thread = new StoreThread();
serveCalls<StoreCalls>(parentPort, thread.handlers, "close");

// Torn down while DuckDB works for it, the thread would take the process along: what is under way ends first.
process.once("uncaughtException", (error) => {
  void thread.end().finally(() => {
    setImmediate(() => {
      throw error;
    });
  });
});
