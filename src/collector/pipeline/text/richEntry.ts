// Rich's handler of Python: a table without lines. The time is printed once for all records of a second, a long
// message goes on below itself, and the place stands at the right edge.

import { readTime } from "../../../shared/parseTime";
import { withAttributes, withLevel, type Header } from "./header";

/** A level takes eight columns and a blank. */
const level = "(?:NOTSET {3}|DEBUG {4}|INFO {5}|WARNING {2}|ERROR {4}|CRITICAL )";
/** A record whose time is that of the one above. */
export const richHead = new RegExp(`^ {6,40}${level}(?=\\S)`);
const entry = new RegExp(`^(?:\\[([^\\]]{5,40})\\]| {5,40}) (${level})(?=\\S)`);
const place = /^([\w.-]{1,200}\.\w{1,6}):(\d{1,7})$/;

export function readRich(text: string, nowMs: number): Header | undefined {
  const mark = text.charCodeAt(0);
  const match = mark === 91 /* [ */ || mark === 32 ? entry.exec(text) : null;
  if (match === null) return undefined;
  const [head, timeText, word = ""] = match;
  const lines = text.slice(head.length).split("\n");
  const first = lines[0] ?? "";
  const edge = first.lastIndexOf(" ");
  const at = edge < 0 ? null : place.exec(first.slice(edge + 1));
  const time = timeText === undefined ? undefined : readTime(timeText, 0, nowMs);
  // A time, a level padded like that and a place at the edge, or nothing but blanks for a time, and all below the
  // message: else it is another table, of which nothing may be cut off.
  if (timeText !== undefined && (at === null || time === undefined)) return undefined;
  if (lines.some((line, n) => n > 0 && line.slice(0, head.length).trim() !== "")) return undefined;
  const header: Header = { rest: "" };
  if (at?.[1] !== undefined) Object.assign(header, { file: at[1], line: Number(at[2]) });
  const line = at === null ? first : first.slice(0, edge);
  const below = lines.slice(1).map((line) => line.slice(head.length).trimEnd());
  const box = below.findIndex((line) => line.startsWith("╭"));
  const message = [line.trimEnd(), ...(box < 0 ? below : below.slice(0, box))].join(" ");
  const trace = box < 0 ? [] : below.slice(box);
  header.rest = [message, ...trace].join("\n");
  const thrown = /^([A-Z][\w.]{0,200}): (.*)$/.exec(trace.at(-1) ?? "");
  if (thrown !== null) {
    withAttributes(header, { "exception.type": thrown[1], "exception.message": thrown[2] });
  }
  if (time !== undefined) Object.assign(header, { time: time.nanos, timeText });
  return withLevel(header, word.trim());
}
