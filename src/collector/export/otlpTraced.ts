// Logs and spans as OTLP JSON. What the record model keeps beside the attributes (request id, source) goes
// back under the names of the semantic conventions, unless an attribute says it already.

import type { Attributes, LogJson, SpanJson } from "../../shared/contract/json";
import { parseRfc3339 } from "../../shared/time";
import { keyValues } from "./otlpValues";

const traceIdBytes = 16;
const spanIdBytes = 8;
export const kinds = ["", "internal", "server", "client", "producer", "consumer"];
export const statuses = ["", "ok", "error"];

export const nanosOf = (time: string): string => String(parseRfc3339(time) ?? 0n);

export function otlpLog(log: LogJson) {
  const severityText = log.severityText ?? log.severity;
  return {
    timeUnixNano: nanosOf(log.time),
    observedTimeUnixNano: nanosOf(log.observedTime ?? log.time),
    ...(log.severityNumber === undefined ? {} : { severityNumber: log.severityNumber }),
    ...(severityText === undefined ? {} : { severityText }),
    body: { stringValue: log.display ?? log.body },
    attributes: keyValues(attributesOf(log)),
    ...idsOf(log),
    ...(log.eventName === undefined ? {} : { eventName: log.eventName }),
  };
}

export function otlpSpan(span: SpanJson) {
  const start = BigInt(nanosOf(span.time));
  return {
    ...idsOf(span),
    ...(span.parentSpanId === undefined
      ? {}
      : { parentSpanId: wide(span.parentSpanId, spanIdBytes) }),
    name: span.name,
    kind: kinds.indexOf(span.kind ?? ""),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(span.durationNanos)),
    attributes: keyValues(attributesOf(span)),
    events: span.events.map((event) => ({
      timeUnixNano: nanosOf(event.time),
      name: event.name,
      attributes: keyValues(event.attributes),
    })),
    links: span.links.map((link) => ({
      traceId: wide(link.traceId, traceIdBytes),
      spanId: wide(link.spanId, spanIdBytes),
      attributes: keyValues(link.attributes),
    })),
    status: {
      code: statuses.indexOf(span.status ?? ""),
      ...(span.statusMessage === undefined ? {} : { message: span.statusMessage }),
    },
  };
}

function idsOf({ traceId, spanId }: LogJson | SpanJson) {
  return {
    ...(traceId === undefined ? {} : { traceId: wide(traceId, traceIdBytes) }),
    ...(spanId === undefined ? {} : { spanId: wide(spanId, spanIdBytes) }),
  };
}

/** Ids of 64 bits, as some tracers have them, filled up with zeros. */
const wide = (id: string, sizeBytes: number) => id.padStart(sizeBytes * 2, "0");

function attributesOf({ attributes, requestId, source }: LogJson | SpanJson): Attributes {
  const added: Record<string, string | number> = {};
  const has = (...names: string[]) => names.some((name) => Object.hasOwn(attributes, name));
  if (requestId !== undefined && !Object.values(attributes).includes(requestId)) {
    added["request_id"] = requestId;
  }
  if (source !== undefined && !has("code.file.path", "code.filepath")) {
    added["code.file.path"] = source.file;
    if (source.line !== undefined && !has("code.line.number", "code.lineno")) {
      added["code.line.number"] = source.line;
    }
    if (source.function !== undefined && !has("code.function.name", "code.function")) {
      added["code.function.name"] = source.function;
    }
  }
  return { ...attributes, ...added };
}
