// How full the heap of the store's thread is. Past its limit V8 ends the thread at once, and the whole process with
// it while DuckDB works for the thread: so a large answer asks first, and a thread that is nearly full ends by itself.

import { getHeapStatistics } from "node:v8";

/** Rows of an answer are held twice until they are sent, as rows and as columns. */
const answerShare = 0.6;
/** The rest is for the commits that still end. */
const endShare = 0.85;

/** May an answer still grow? */
export const hasHeapRoom = (): boolean => heapShare() < answerShare;

export const isHeapFull = (): boolean => heapShare() > endShare;

function heapShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}
