// Body of /services/collector/raw → texts: an entry each, as lines of a log are put together (a stack trace is
// one), and JSON that stands over several lines an object each.

import { isPlainObject, parseJson, splitObjects } from "../../pipeline/parseJson";
import { EntryGrouper, maxEntryLength } from "../../pipeline/text/entryGrouper";
import { maxEvents, maxObjectLength } from "./hecEvent";

/** Gives one text after the other to `take`; false when there are too many for one request. */
export function readRaw(text: string, take: (entry: string) => void): boolean {
  const trimmed = text.trim();
  const objects = trimmed.length > maxObjectLength ? undefined : jsonOf(trimmed);
  if (objects !== undefined) {
    if (objects.length > maxEvents) return false;
    objects.forEach(take);
    return true;
  }
  let count = 0;
  const grouper = new EntryGrouper(
    () => undefined,
    (entry) => {
      count++;
      take(entry);
    },
    () => undefined,
  );
  for (let start = 0; start < text.length && count <= maxEvents;) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? undefined : end);
    grouper.push(line.endsWith("\r") ? line.slice(0, -1) : line);
    start = end < 0 ? text.length : end + 1;
  }
  grouper.flush();
  return count <= maxEvents;
}

/** Texts of JSON that would be torn apart by lines; undefined for what is no such JSON. */
function jsonOf(text: string): readonly string[] | undefined {
  if (/^\[\s*\{/.test(text)) return parseJson(text) === undefined ? undefined : [text];
  if (!text.startsWith("{") || !text.includes("\n")) return undefined;
  const { values, rest } = splitObjects(text);
  const isJson = rest === "" && values.every(isPlainObject);
  return isJson ? values.map((value) => JSON.stringify(value)) : undefined;
}

/** A text beyond what an entry of any log may have is cut there. */
export const maxTextLength = maxEntryLength;
