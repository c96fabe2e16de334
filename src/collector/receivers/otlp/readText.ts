// String fields of a message.

import { maxValueBytes } from "./limits";
import type { Losses } from "./losses";
import { cutEnd, textOf } from "./text";
import type { WireReader } from "../../pipeline/wireReader";

/** Reads a string field; what is longer than `maxBytes` is cut and counted. */
export function readText(
  reader: WireReader,
  end: number,
  losses: Losses,
  maxBytes = maxValueBytes,
): string {
  const textEnd = reader.frame(end);
  const start = reader.pos;
  reader.pos = textEnd;
  const cut = cutEnd(reader.bytes, start, textEnd, maxBytes);
  if (cut !== textEnd) losses.add("text-cut");
  return textOf(reader.bytes, start, cut);
}
