// DogStatsD events: `_e{<title bytes>,<text bytes>}:TITLE|TEXT|d:…|h:…|k:…|p:…|s:…|t:…|#tags`.
// They are read in latin1, where a character is a byte, because their lengths count bytes.

import { lastTimeNanos } from "../../../shared/time";
import { parseNumber } from "./number";
import { utf8 } from "./series";
import {
  readContainerField,
  readDogStatsdTags,
  readExternalField,
  TagSet,
  type Tags,
} from "./tags";

export interface DogStatsdEvent {
  readonly title: string;
  readonly text: string;
  /** Seconds since the epoch; 0 when absent. */
  readonly timeSeconds: number;
  readonly alertType: "error" | "warning" | "info" | "success";
  readonly tags: Tags;
}

interface Header {
  /** Index of the title. */
  readonly start: number;
  readonly titleBytes: number;
  readonly textBytes: number;
}

const maxSeconds = Number(lastTimeNanos / 1_000_000_000n);
const alertTypes = ["error", "warning", "info", "success"] as const;

/** Where the event that starts at `from` says its text ends; `from` when it does not say or is wrong. */
export function eventEnd(latin1: string, from: number): number {
  const header = readHeader(latin1, from);
  if (header === undefined) return from;
  const end = textEnd(latin1, header);
  return end ?? from;
}

/** Undefined when the line is no event. Optional fields that are wrong are skipped. */
export function readEvent(latin1: string): DogStatsdEvent | undefined {
  const header = readHeader(latin1, 0);
  if (header === undefined) return undefined;
  const parts = byLength(latin1, header) ?? byBars(latin1, header);
  if (parts.title === "") return undefined;
  const { tags, values } = readFields(parts.fields);
  const alertType = alertTypes.find((type) => type === values.get("t")) ?? "info";
  const priority = values.get("p") === "low" ? "low" : "normal";
  tags.add("event.priority", priority);
  tags.add("event.alert_type", alertType);
  const key = values.get("k");
  if (key !== undefined) tags.add("event.aggregation_key", key);
  const source = values.get("s");
  if (source !== undefined) tags.add("event.source", source);
  return {
    title: unescape(parts.title),
    text: unescape(parts.text),
    timeSeconds: timeOf(values.get("d")),
    alertType,
    tags: tags.toTags(),
  };
}

/** Optional fields of events and service checks alike: `#`, `c:`, `e:`, `h:` as tags, the rest by letter. */
export function readFields(fields: readonly string[]): {
  readonly tags: TagSet;
  readonly values: ReadonlyMap<string, string>;
} {
  let tags = new TagSet();
  const values = new Map<string, string>();
  for (const field of fields.map(utf8)) {
    if (field.startsWith("#")) tags = readDogStatsdTags(field.slice(1));
    else if (/^[a-z]:./s.test(field)) values.set(field.charAt(0), field.slice(2));
  }
  const host = values.get("h");
  if (host !== undefined) tags.override(new TagSet().with("host", host));
  readContainerField(values.get("c") ?? "", tags);
  readExternalField(values.get("e") ?? "", tags);
  return { tags, values };
}

/** Whole seconds, as OpenTelemetry's clock can hold them; 0 for anything else. */
export function timeOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const seconds = parseNumber(text, 0, text.length);
  return Number.isInteger(seconds) && seconds > 0 && seconds < maxSeconds ? seconds : 0;
}

/** Two characters `\n` stand for a line feed. */
export function unescape(text: string): string {
  return text.replaceAll("\\n", "\n");
}

function readHeader(latin1: string, from: number): Header | undefined {
  const pattern = /_e\{(\d{1,6}),(\d{1,6})\}:/y;
  pattern.lastIndex = from;
  const match = pattern.exec(latin1);
  if (match === null) return undefined;
  return { start: pattern.lastIndex, titleBytes: Number(match[1]), textBytes: Number(match[2]) };
}

/** Undefined unless a bar or the end follows where the lengths say. */
function textEnd(latin1: string, { start, titleBytes, textBytes }: Header): number | undefined {
  const end = start + titleBytes + 1 + textBytes;
  if (latin1[start + titleBytes] !== "|" || end > latin1.length) return undefined;
  const next = latin1[end] ?? "\n";
  return next === "|" || next === "\n" || next === "\r" || next === "\0" ? end : undefined;
}

interface Parts {
  readonly title: string;
  readonly text: string;
  readonly fields: readonly string[];
}

function byLength(latin1: string, header: Header): Parts | undefined {
  const end = textEnd(latin1, header);
  if (end === undefined) return undefined;
  const { start, titleBytes } = header;
  return {
    title: utf8(latin1.slice(start, start + titleBytes)),
    text: utf8(latin1.slice(start + titleBytes + 1, end)),
    fields: latin1.slice(end + 1).split("|"),
  };
}

/** For clients that count UTF-16 units instead of bytes. */
function byBars(latin1: string, { start }: Header): Parts {
  const [title = "", text = "", ...fields] = latin1.slice(start).split("|");
  return { title: utf8(title), text: utf8(text), fields };
}
