// Work that must come to an end. A test's own limit cannot stop a loop that gives nobody a turn: what is exponential
// again would hang the run. With inputs for which the square of their length is hours, what is quadratic fails too.

import { runInNewContext } from "node:vm";
import { patienceMs } from "./patience";

/** The result; throws when there is none by then, in the middle of whatever runs. */
export function ends<Result>(work: () => Result): Result {
  return runInNewContext("work()", { work }, { timeout: patienceMs }) as Result;
}

/** Characters of a text that is read once in a moment, and from each of its places in hours. */
export const hostileLength = 4 * 1024 * 1024;
