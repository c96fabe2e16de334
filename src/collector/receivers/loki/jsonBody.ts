// JSON of a push: `{streams:[{stream:{…},values:[[ts,line,metadata]]}]}`, or the older
// `{streams:[{labels:"{…}",entries:[{ts,line}]}]}`. Which it is shows in the keys, not in the path.

import { parseTime } from "../../../shared/parseTime";
import { jsonOfValue } from "../../pipeline/fieldValues";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import {
  maxEntries,
  TooManyEntriesError,
  type Labels,
  type Push,
  type PushEntry,
  type PushFault,
  type PushStream,
} from "./pushRequest";

/** Undefined when the text is no push at all. */
export function readJson(text: string): Push | undefined {
  const body = parseJson(text);
  if (!isPlainObject(body) || !Array.isArray(body.streams)) return undefined;
  const streams: PushStream[] = [];
  const faults: PushFault[] = [];
  let count = 0;
  for (const stream of body.streams as readonly unknown[]) {
    if (isPlainObject(stream)) count += lengthOf(stream.values ?? stream.entries);
    if (++count > maxEntries) throw new TooManyEntriesError();
    const read = isPlainObject(stream) ? readStream(stream, faults) : undefined;
    if (read === undefined) {
      faults.push({ reason: "bad-stream", message: "a stream has no labels", entries: 1 });
    } else streams.push(read);
  }
  return { streams, faults };
}

function readStream(
  stream: Readonly<Record<string, unknown>>,
  faults: PushFault[],
): PushStream | undefined {
  const labels = isPlainObject(stream.stream)
    ? textsOf(stream.stream)
    : typeof stream.labels === "string"
      ? stream.labels
      : undefined;
  const list = stream.values ?? stream.entries;
  if (labels === undefined || !Array.isArray(list)) return undefined;
  const entries: PushEntry[] = [];
  for (const value of list as readonly unknown[]) {
    const entry = readEntry(value);
    if (typeof entry === "string") faults.push({ reason: "bad-entry", message: entry, entries: 1 });
    else entries.push(entry);
  }
  return { labels, entries };
}

/** The entry, or what it lacks. */
function readEntry(value: unknown): PushEntry | string {
  const [time, line, metadata]: readonly unknown[] = Array.isArray(value)
    ? (value as readonly unknown[])
    : isPlainObject(value)
      ? [value.ts ?? value.timestamp, value.line, value.structuredMetadata]
      : [];
  if (typeof line !== "string") return "the value is no string like line";
  const timeUnixNano = timeOf(time);
  if (timeUnixNano === undefined) return `${jsonOfValue(time)} is no timestamp`;
  return {
    timeUnixNano,
    line,
    metadata: isPlainObject(metadata) ? textsOf(metadata) : undefined,
  };
}

/** Nanoseconds as text; also ms, µs, seconds and ISO 8601. 0n for a number that is no date: the arrival. */
function timeOf(value: unknown): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  return parseTime(text) ?? (/^-?\d{1,30}$/.test(text) ? 0n : undefined);
}

/** Clients may send numbers and booleans as labels. */
function textsOf(object: Readonly<Record<string, unknown>>): Labels {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(object)) {
    if (value === null || value === undefined) continue;
    texts[name] = typeof value === "string" ? value : jsonOfValue(value);
  }
  return texts;
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
