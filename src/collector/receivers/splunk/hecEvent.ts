// Body of /services/collector/event → events: JSON objects one behind the other, with or without blanks
// between them, or an array of them.

import { isPlainObject, objectEnd, parseJson } from "../../pipeline/parseJson";

export type HecEvent = Readonly<Record<string, unknown>>;

/** Events of one request: each takes some hundred bytes in memory, whatever it has on the wire. */
export const maxEvents = 100_000;
/** An object, or an array of events, is parsed as a whole. */
export const maxObjectLength = 16 * 1024 * 1024;

export type ReadEvents =
  /** How many there were, and what follows the last and is none; "" when all was read. */
  { readonly count: number; readonly rest: string } | "too-large";

/** Gives one event after the other to `take`, with its number in the body. */
export function readEvents(
  text: string,
  take: (event: HecEvent, number: number) => void,
): ReadEvents {
  let start = skipBlanks(text, 0);
  if (text.charAt(start) === "[") return readArray(text.slice(start), take);
  let count = 0;
  while (text.charCodeAt(start) === 123) {
    const end = objectEnd(text, start);
    if (end - start > maxObjectLength || count === maxEvents) return "too-large";
    const event = end < 0 ? undefined : parseJson(text.slice(start, end));
    if (!isPlainObject(event)) break;
    take(event, count++);
    start = skipBlanks(text, end);
  }
  return { count, rest: text.slice(start) };
}

function readArray(text: string, take: (event: HecEvent, number: number) => void): ReadEvents {
  if (text.length > maxObjectLength) return "too-large";
  const list = parseJson(text);
  if (!Array.isArray(list)) return { count: 0, rest: text };
  if (list.length > maxEvents) return "too-large";
  for (const [number, event] of (list as readonly unknown[]).entries()) {
    if (!isPlainObject(event)) return { count: number, rest: text };
    take(event, number);
  }
  return { count: list.length, rest: "" };
}

/** Also over commas, which some put between objects. */
function skipBlanks(text: string, from: number): number {
  const blanks = /[\s,\ufeff]*/y;
  blanks.lastIndex = from;
  blanks.test(text);
  return blanks.lastIndex;
}

/** Why Splunk refuses an event, by its code; undefined when it does not. */
export function faultOf(event: HecEvent): 12 | 13 | undefined {
  const content = event.event;
  if (content === undefined || content === null) return isMetric(event) ? undefined : 12;
  return typeof content === "string" && content.trim() === "" ? 13 : undefined;
}

/** Its `fields` are measurements. */
export function isMetric(event: HecEvent): boolean {
  const { fields } = event;
  if (!isPlainObject(fields)) return false;
  if (event.event !== "metric" && event.event !== undefined && event.event !== null) return false;
  return Object.keys(fields).some((name) => name === "metric_name" || isMeasurement(name));
}

export const measurementPrefix = "metric_name:";
const isMeasurement = (name: string) => name.startsWith(measurementPrefix);
