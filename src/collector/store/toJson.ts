// Records → the JSON that panels and `--json` get. One way for live records and for rows of the store
// (fromRow.ts), so that a row looks the same when it streams by and when it is searched.

import type {
  AnyRecordJson,
  Attributes,
  ExemplarJson,
  LogJson,
  MetricPointJson,
  SourceJson,
  SpanEventJson,
  SpanJson,
  SpanLinkJson,
} from "../../shared/contract/json";
import { parseAttributes } from "../../shared/query/attributeText";
import type { LogRecord, MetricPoint, Resource, Signal, SpanRecord } from "../../shared/record";
import { severityName } from "../../shared/severity";
import { formatTime } from "../../shared/time";
import { cutAttributes, cutText, maxBodyLength, maxJsonLength } from "./cut";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** For lists and the live tail: long texts are cut, and the row says so (`isCut`). */
export function toJson(
  signal: Signal,
  record: LogRecord | SpanRecord | MetricPoint,
): AnyRecordJson {
  if (signal === "metrics") return "series" in record ? pointToJson(record) : neverOf(signal);
  if ("body" in record) return cutLog(logToJson(record), record);
  return "durationNanos" in record ? cutSpan(spanToJson(record), record) : neverOf(signal);
}

function neverOf(signal: Signal): never {
  throw new Error(`The record is none of ${signal}.`);
}

export function logToJson(record: LogRecord): LogJson {
  const json: Mutable<LogJson> = {
    time: formatTime(record.timeUnixNano),
    ...severityOf(record),
    ...textsOf(record),
    body: record.body,
    attributes: attributesOf(record.attributes),
    resource: resourceOf(record.resource),
    receiver: record.receiver,
    seq: record.seq,
  };
  if (record.observedTimeUnixNano !== record.timeUnixNano) {
    json.observedTime = formatTime(record.observedTimeUnixNano);
  }
  if (record.display !== "") json.display = record.display;
  if (record.eventName !== "") json.eventName = record.eventName;
  return json;
}

export function spanToJson(record: SpanRecord): SpanJson {
  const json: Mutable<SpanJson> = {
    time: formatTime(record.timeUnixNano),
    durationNanos: String(record.durationNanos),
    name: record.name,
    ...textsOf(record),
    events: listOf<SpanEventJson>(record.events),
    links: listOf<SpanLinkJson>(record.links),
    attributes: attributesOf(record.attributes),
    resource: resourceOf(record.resource),
    receiver: record.receiver,
    seq: record.seq,
  };
  if (record.kind !== "") json.kind = record.kind;
  if (record.status !== "") json.status = record.status;
  if (record.statusMessage !== "") json.statusMessage = record.statusMessage;
  if (record.parentSpanId !== "") json.parentSpanId = record.parentSpanId;
  return json;
}

export function pointToJson(record: MetricPoint): MetricPointJson {
  const { series } = record;
  const json: Mutable<MetricPointJson> = {
    time: formatTime(record.timeUnixNano),
    name: series.name,
    type: series.type,
    attributes: attributesOf(series.attributes),
    receiver: series.receiver,
    seq: record.seq,
  };
  if (record.startTimeUnixNano !== 0n) json.startTime = formatTime(record.startTimeUnixNano);
  if (series.unit !== "") json.unit = series.unit;
  // JSON has no NaN and no infinity: what is unknown is left out.
  if (Number.isFinite(record.value)) json.value = record.value;
  if (series.type === "counter" && Number.isFinite(record.total)) json.total = record.total;
  if (series.type === "histogram" || series.type === "summary") {
    if (Number.isFinite(record.count)) json.count = record.count;
    if (Number.isFinite(record.sum)) json.sum = record.sum;
  }
  if (Number.isFinite(record.min)) json.min = record.min;
  if (Number.isFinite(record.max)) json.max = record.max;
  const quantiles = record.quantiles.filter(({ value }) => Number.isFinite(value));
  if (quantiles.length > 0) {
    json.quantiles = Object.fromEntries(quantiles.map(({ q, value }) => [String(q), value]));
  }
  if (record.exemplars !== "[]") json.exemplars = listOf<ExemplarJson>(record.exemplars);
  if (series.service !== "") json.service = series.service;
  if (series.resource.attributes !== "{}") json.resource = resourceOf(series.resource);
  if (series.run !== "") json.run = series.run;
  return json;
}

function severityOf(record: LogRecord): Partial<LogJson> {
  const json: Partial<Mutable<LogJson>> = {};
  const name = severityName(record.severityNumber);
  if (name !== undefined) {
    json.severity = name;
    json.severityNumber = record.severityNumber;
  }
  if (record.severityText !== "") json.severityText = record.severityText;
  return json;
}

/** What logs and spans have in common; absent texts are left out. */
function textsOf(record: LogRecord | SpanRecord) {
  const json: Partial<
    Pick<
      Mutable<LogJson>,
      "service" | "logger" | "traceId" | "spanId" | "requestId" | "source" | "run"
    >
  > = {};
  if (record.service !== "") json.service = record.service;
  if (record.logger !== "") json.logger = record.logger;
  if (record.traceId !== "") json.traceId = record.traceId;
  if (record.spanId !== "") json.spanId = record.spanId;
  if (record.requestId !== "") json.requestId = record.requestId;
  if (record.file !== "") json.source = sourceOf(record);
  if (record.run !== "") json.run = record.run;
  return json;
}

function sourceOf(record: LogRecord | SpanRecord): SourceJson {
  const source: Mutable<SourceJson> = { file: record.file };
  if (record.line > 0) source.line = record.line;
  if (record.function !== "") source.function = record.function;
  return source;
}

const noAttributes: Attributes = {};

function attributesOf(text: string): Attributes {
  // The record model says a flat object; nested values of lists travel as they are.
  return text === "{}" ? noAttributes : (parseAttributes(text) as Attributes);
}

function listOf<Item>(text: string): readonly Item[] {
  return text === "[]" || text === "" ? [] : (JSON.parse(text) as Item[]); // written by our own decoders
}

/** Few resources emit many records. */
const parsedResources = new WeakMap<Resource, Attributes>();

function resourceOf(resource: Resource): Attributes {
  let parsed = parsedResources.get(resource);
  if (parsed === undefined) {
    parsed = attributesOf(resource.attributes);
    parsedResources.set(resource, parsed);
  }
  return parsed;
}

function cutLog(json: LogJson, record: LogRecord): LogJson {
  const isLong = record.body.length > maxBodyLength || record.display.length > maxBodyLength;
  if (!isLong && record.attributes.length <= maxJsonLength) return json;
  const cut: Mutable<LogJson> = { ...json, body: cutText(json.body), isCut: true };
  if (json.display !== undefined) cut.display = cutText(json.display);
  if (record.attributes.length > maxJsonLength) cut.attributes = cutAttributes(json.attributes);
  return cut;
}

function cutSpan(json: SpanJson, record: SpanRecord): SpanJson {
  const longest = Math.max(record.attributes.length, record.events.length, record.links.length);
  if (longest <= maxJsonLength) return json;
  const cut: Mutable<SpanJson> = { ...json, isCut: true };
  if (record.attributes.length > maxJsonLength) cut.attributes = cutAttributes(json.attributes);
  // An event is whole or not there: half a stack trace misleads.
  if (record.events.length > maxJsonLength) cut.events = [];
  if (record.links.length > maxJsonLength) cut.links = [];
  return cut;
}
