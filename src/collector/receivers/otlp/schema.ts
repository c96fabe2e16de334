// OTLP's messages as a table, by their JSON names: what `jsonToWire` needs to write them as protobuf.
// Fields that nothing here reads are left out, and so ignored like any unknown key.

import type { OtlpSignal } from "./signals";

export type ScalarType =
  | "string"
  | "bytes"
  | "traceId"
  | "spanId"
  | "bool"
  | "int" // int64, int32, uint32, enum: a varint
  | "anyInt" // int64 of AnyValue, which becomes a double where it does not fit
  | "sint"
  | "fixed64"
  | "sfixed64"
  | "double";

export interface Field {
  readonly number: number;
  /** A message is named by a function, as messages contain each other. */
  readonly type: ScalarType | (() => Message);
  readonly isRepeated: boolean;
}
export type Message = Readonly<Record<string, Field>>;

const one = (number: number, type: Field["type"]): Field => ({ number, type, isRepeated: false });
const many = (number: number, type: Field["type"]): Field => ({ number, type, isRepeated: true });

const anyValue: Message = {
  stringValue: one(1, "string"),
  boolValue: one(2, "bool"),
  intValue: one(3, "anyInt"),
  doubleValue: one(4, "double"),
  arrayValue: one(5, () => arrayValue),
  kvlistValue: one(6, () => keyValueList),
  bytesValue: one(7, "bytes"),
};
const arrayValue: Message = { values: many(1, () => anyValue) };
const keyValueList: Message = { values: many(1, () => keyValue) };
const keyValue: Message = { key: one(1, "string"), value: one(2, () => anyValue) };
const resource: Message = { attributes: many(1, () => keyValue) };
const scope: Message = {
  name: one(1, "string"),
  version: one(2, "string"),
  attributes: many(3, () => keyValue),
};

const logRecord: Message = {
  timeUnixNano: one(1, "fixed64"),
  severityNumber: one(2, "int"),
  severityText: one(3, "string"),
  body: one(5, () => anyValue),
  attributes: many(6, () => keyValue),
  traceId: one(9, "traceId"),
  spanId: one(10, "spanId"),
  observedTimeUnixNano: one(11, "fixed64"),
  eventName: one(12, "string"),
};

const spanEvent: Message = {
  timeUnixNano: one(1, "fixed64"),
  name: one(2, "string"),
  attributes: many(3, () => keyValue),
};
const spanLink: Message = {
  traceId: one(1, "traceId"),
  spanId: one(2, "spanId"),
  attributes: many(4, () => keyValue),
};
const spanStatus: Message = { message: one(2, "string"), code: one(3, "int") };
const span: Message = {
  traceId: one(1, "traceId"),
  spanId: one(2, "spanId"),
  parentSpanId: one(4, "spanId"),
  name: one(5, "string"),
  kind: one(6, "int"),
  startTimeUnixNano: one(7, "fixed64"),
  endTimeUnixNano: one(8, "fixed64"),
  attributes: many(9, () => keyValue),
  events: many(11, () => spanEvent),
  links: many(13, () => spanLink),
  status: one(15, () => spanStatus),
};

const exemplar: Message = {
  timeUnixNano: one(2, "fixed64"),
  asDouble: one(3, "double"),
  spanId: one(4, "spanId"),
  traceId: one(5, "traceId"),
  asInt: one(6, "sfixed64"),
  filteredAttributes: many(7, () => keyValue),
};
const times = { startTimeUnixNano: one(2, "fixed64"), timeUnixNano: one(3, "fixed64") } as const;
const numberPoint: Message = {
  ...times,
  asDouble: one(4, "double"),
  exemplars: many(5, () => exemplar),
  asInt: one(6, "sfixed64"),
  attributes: many(7, () => keyValue),
  flags: one(8, "int"),
};
const histogramPoint: Message = {
  ...times,
  count: one(4, "fixed64"),
  sum: one(5, "double"),
  bucketCounts: many(6, "fixed64"),
  explicitBounds: many(7, "double"),
  exemplars: many(8, () => exemplar),
  attributes: many(9, () => keyValue),
  flags: one(10, "int"),
  min: one(11, "double"),
  max: one(12, "double"),
};
const buckets: Message = { offset: one(1, "sint"), bucketCounts: many(2, "int") };
const exponentialPoint: Message = {
  ...times,
  attributes: many(1, () => keyValue),
  count: one(4, "fixed64"),
  sum: one(5, "double"),
  scale: one(6, "sint"),
  zeroCount: one(7, "fixed64"),
  positive: one(8, () => buckets),
  negative: one(9, () => buckets),
  flags: one(10, "int"),
  exemplars: many(11, () => exemplar),
  min: one(12, "double"),
  max: one(13, "double"),
  zeroThreshold: one(14, "double"),
};
const quantileValue: Message = { quantile: one(1, "double"), value: one(2, "double") };
const summaryPoint: Message = {
  ...times,
  count: one(4, "fixed64"),
  sum: one(5, "double"),
  quantileValues: many(6, () => quantileValue),
  attributes: many(7, () => keyValue),
  flags: one(8, "int"),
};
const temporality = one(2, "int");
const gauge: Message = { dataPoints: many(1, () => numberPoint) };
const sum: Message = {
  dataPoints: many(1, () => numberPoint),
  aggregationTemporality: temporality,
  isMonotonic: one(3, "bool"),
};
const histogram: Message = {
  dataPoints: many(1, () => histogramPoint),
  aggregationTemporality: temporality,
};
const exponentialHistogram: Message = {
  dataPoints: many(1, () => exponentialPoint),
  aggregationTemporality: temporality,
};
const summary: Message = { dataPoints: many(1, () => summaryPoint) };
const metric: Message = {
  name: one(1, "string"),
  description: one(2, "string"),
  unit: one(3, "string"),
  gauge: one(5, () => gauge),
  sum: one(7, () => sum),
  histogram: one(9, () => histogram),
  exponentialHistogram: one(10, () => exponentialHistogram),
  summary: one(11, () => summary),
};

/** Request → block of a resource → block of a scope → items. */
function envelope(
  resourceBlocks: string,
  scopeBlocks: string,
  items: string,
  item: Message,
): Message {
  const scopeBlock: Message = { scope: one(1, () => scope), [items]: many(2, () => item) };
  const resourceBlock: Message = {
    resource: one(1, () => resource),
    [scopeBlocks]: many(2, () => scopeBlock),
  };
  return { [resourceBlocks]: many(1, () => resourceBlock) };
}

/** What each signal's request is. */
export const requests = {
  logs: envelope("resourceLogs", "scopeLogs", "logRecords", logRecord),
  traces: envelope("resourceSpans", "scopeSpans", "spans", span),
  metrics: envelope("resourceMetrics", "scopeMetrics", "metrics", metric),
  profiles: envelope("resourceProfiles", "scopeProfiles", "profiles", {}),
} as const satisfies Record<OtlpSignal, Message>;
