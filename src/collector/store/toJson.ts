// Records → their JSON forms (contract/json.ts): what travels to panels and what `--json` prints. Absent
// fields are left out.

import type {
  AnyRecordJson,
  AttributeValue,
  Attributes,
  ExemplarJson,
  LogJson,
  MetricPointJson,
  SourceJson,
  SpanEventJson,
  SpanJson,
  SpanLinkJson,
} from "../../shared/contract/json";
import type { LogRecord, MetricPoint, Signal, SpanRecord } from "../../shared/record";
import { severityName } from "../../shared/severity";
import { formatTime } from "../../shared/time";

type AnyRecord = LogRecord | SpanRecord | MetricPoint;

/** The form of a record whose signal is known only at run time. */
export function toJson(signal: Signal, record: AnyRecord): AnyRecordJson {
  if ("series" in record) return pointToJson(record);
  if ("durationNanos" in record) return spanToJson(record);
  if (signal !== "logs") throw new Error(`A log came as one of ${signal}.`);
  return logToJson(record);
}

export function logToJson(log: LogRecord): LogJson {
  const severity = severityName(log.severityNumber);
  const isDelayed = log.observedTimeUnixNano !== log.timeUnixNano;
  return {
    time: formatTime(log.timeUnixNano),
    ...(isDelayed ? { observedTime: formatTime(log.observedTimeUnixNano) } : {}),
    ...(severity === undefined ? {} : { severity }),
    ...(log.severityNumber === 0 ? {} : { severityNumber: log.severityNumber }),
    ...optional("severityText", log.severityText),
    ...optional("logger", log.logger),
    body: log.body,
    ...optional("display", log.display),
    ...optional("eventName", log.eventName),
    ...common(log),
  };
}

export function spanToJson(span: SpanRecord): SpanJson {
  return {
    time: formatTime(span.timeUnixNano),
    durationNanos: String(span.durationNanos),
    name: span.name,
    ...(span.kind === "" ? {} : { kind: span.kind }),
    ...(span.status === "" ? {} : { status: span.status }),
    ...optional("statusMessage", span.statusMessage),
    ...optional("logger", span.logger),
    ...optional("parentSpanId", span.parentSpanId),
    events: list<SpanEventJson>(span.events),
    links: list<SpanLinkJson>(span.links),
    ...common(span),
  };
}

export function pointToJson(point: MetricPoint): MetricPointJson {
  const { series } = point;
  const isSampled = series.type === "histogram" || series.type === "summary";
  const exemplars = list<ExemplarJson>(point.exemplars);
  return {
    time: formatTime(point.timeUnixNano),
    ...(point.startTimeUnixNano === 0n ? {} : { startTime: formatTime(point.startTimeUnixNano) }),
    name: series.name,
    type: series.type,
    ...optional("unit", series.unit),
    ...number("value", point.value),
    ...(series.type === "counter" ? number("total", point.total) : {}),
    ...(isSampled ? { ...number("count", point.count), ...number("sum", point.sum) } : {}),
    ...number("min", point.min),
    ...number("max", point.max),
    ...(point.quantiles.length === 0
      ? {}
      : { quantiles: Object.fromEntries(point.quantiles.map(({ q, value }) => [q, value])) }),
    ...(exemplars.length === 0 ? {} : { exemplars }),
    ...optional("service", series.service),
    attributes: attributesOf(series.attributes),
    resource: attributesOf(series.resource.attributes),
    receiver: series.receiver,
    ...optional("run", series.run),
    seq: point.seq,
  };
}

function common(record: LogRecord | SpanRecord) {
  const source = sourceOf(record);
  return {
    ...optional("service", record.service),
    ...optional("traceId", record.traceId),
    ...optional("spanId", record.spanId),
    ...optional("requestId", record.requestId),
    ...(source === undefined ? {} : { source }),
    attributes: attributesOf(record.attributes),
    resource: attributesOf(record.resource.attributes),
    receiver: record.receiver,
    ...optional("run", record.run),
    seq: record.seq,
  };
}

function sourceOf(record: LogRecord | SpanRecord): SourceJson | undefined {
  if (record.file === "") return undefined;
  return {
    file: record.file,
    ...(record.line === 0 ? {} : { line: record.line }),
    ...optional("function", record.function),
  };
}

function optional<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  const field: Partial<Record<string, string>> = value === "" ? {} : { [name]: value };
  return field;
}

function number<Name extends string>(name: Name, value: number): Partial<Record<Name, number>> {
  const field: Partial<Record<string, number>> = Number.isFinite(value) ? { [name]: value } : {};
  return field;
}

/** The receivers wrote flat JSON objects; what is none is shown as it is. */
function attributesOf(text: string): Attributes {
  if (text === "{}") return {};
  const value = parsed(text);
  return isObject(value) ? value : { "": text };
}

function list<Item>(text: string): Item[] {
  if (text === "[]" || text === "") return [];
  const value = parsed(text);
  return Array.isArray(value) ? (value as Item[]) : []; // written by a receiver in this form
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a receiver's mistake must not hide the record
  }
}

const isObject = (value: unknown): value is Record<string, AttributeValue> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
