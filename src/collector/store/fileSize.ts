// The size of a file that may not be there.

import { statSync } from "node:fs";

/** Bytes; 0 when it does not exist. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
