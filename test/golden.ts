// Golden files: what is expected, as it came out once and was read by a person.

import { readFileSync, writeFileSync } from "node:fs";

/** What the file says; with UPDATE_GOLDEN=1 it says `actual` from now on. */
export function golden(file: string | URL, actual: unknown): unknown {
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(file, `${JSON.stringify(actual, undefined, 2)}\n`);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}
