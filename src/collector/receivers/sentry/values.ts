// Shapes of values that recur all over Sentry's payloads.

import { normaliseSpanId, normaliseTraceId } from "../../../shared/ids";
import { parseTime } from "../../../shared/parseTime";
import { severityFromText } from "../../../shared/severity";
import { parseRfc3339 } from "../../../shared/time";
import { type Json, objectOf, textOf } from "../../pipeline/jsonShapes";
import { isPlainObject } from "../../pipeline/parseJson";

/** `{key: {value, type}}` of logs, spans and metrics. */
export function attributesOf(value: unknown): Record<string, unknown> {
  const attributes = Object.create(null) as Record<string, unknown>;
  for (const [key, typed] of Object.entries(objectOf(value))) {
    attributes[key] = isPlainObject(typed) && "value" in typed ? typed.value : typed;
  }
  return attributes;
}

/** RFC 3339 (UTC when it names no zone) or seconds since the epoch, as number or text. */
export function timeOf(value: unknown): bigint | undefined {
  if (typeof value === "string") return parseRfc3339(value) ?? parseTime(value);
  return typeof value === "number" ? parseTime(value) : undefined;
}

/** The ids of a trace context, or of anything that has them as `trace_id` and `span_id`. */
export function idsOf(value: Json): { readonly traceId: string; readonly spanId: string } {
  return {
    traceId: normaliseTraceId(textOf(value.trace_id)),
    spanId: normaliseSpanId(textOf(value.span_id)),
  };
}

/** The `contexts.trace` of an event. */
export const traceOf = (event: Json): Json => objectOf(objectOf(event.contexts).trace);

/** A level's number, and its text where that is no level that we know. */
export function severityOf(
  level: unknown,
  otherwise: number,
): { readonly severityNumber: number; readonly severityText: string } {
  const number = severityFromText(textOf(level));
  return { severityNumber: number || otherwise, severityText: number === 0 ? textOf(level) : "" };
}
