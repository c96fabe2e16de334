// Where to go for a record: its source, and the column where its stack trace tells one.

import type { SourceLocation } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import { readFrames } from "../../src/shared/frames";
import { stackOf } from "./detail";

/** Built JavaScript may be one long line, of which only the column says what it was built from. */
export function placeOf(record: LogJson): SourceLocation | undefined {
  const { source } = record;
  if (source?.line === undefined) return source;
  const frame = readFrames(stackOf(record)).find(
    ({ file, line, column }) => column > 0 && file === source.file && line === source.line,
  );
  return frame === undefined ? source : { ...source, column: frame.column };
}
