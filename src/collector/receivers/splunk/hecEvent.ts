// Body of /services/collector/event → events: JSON objects one behind the other, with or without blanks
// between them, or an array of them.

import { isPlainObject, parseJson, splitObjects } from "../../pipeline/parseJson";

export type HecEvent = Readonly<Record<string, unknown>>;

export interface HecEvents {
  readonly events: readonly HecEvent[];
  /** What follows the last object and is none; "" when all was read. */
  readonly rest: string;
}

export function readEvents(text: string): HecEvents {
  const trimmed = text.trim();
  const whole = parseJson(trimmed);
  if (isPlainObject(whole)) return { events: [whole], rest: "" };
  if (Array.isArray(whole)) {
    const bad = whole.findIndex((event) => !isPlainObject(event));
    const good = (bad < 0 ? whole : whole.slice(0, bad)).filter(isPlainObject);
    return { events: good, rest: bad < 0 ? "" : JSON.stringify(whole[bad]) };
  }
  const { values, rest } = splitObjects(trimmed);
  return { events: values.filter(isPlainObject), rest };
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
