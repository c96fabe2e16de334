// Trace and span ids: 16 and 8 bytes → lower-case hex. Zero means "none"; any other length is kept apart.

import type { Losses } from "./losses";
import type { WireReader } from "../../pipeline/wireReader";

export const traceIdBytes = 16;
export const spanIdBytes = 8;

/** Moves past a bytes field; "" for no id, all zeros, and (counted) for a wrong length. */
export function readId(reader: WireReader, end: number, size: number, losses: Losses): string {
  const idEnd = reader.frame(end);
  const start = reader.pos;
  reader.pos = idEnd;
  if (idEnd - start !== size) {
    if (idEnd !== start) losses.add("bad-id");
    return "";
  }
  const { bytes } = reader;
  for (let i = start; i < idEnd; i++) {
    if (bytes[i] !== 0) return bytes.toString("hex", start, idEnd);
  }
  return "";
}
