// The fields that every record of a kind has, by the names of the query language; any other name is an
// attribute. `key` is what a record calls it: readers of records and of tables both go by it.

/** What a query is asked of. Metrics are asked as series (lists, charts) or as single points (live tail). */
export type Target = "logs" | "spans" | "series" | "points";

export type FieldType =
  /** Compared as a whole, ignoring case; "" is absent. */
  | "text"
  /** Searched for a part. */
  | "message"
  /** Lower-case hex, given in any usual form. */
  | "trace-id"
  | "span-id"
  | "level"
  /** A whole number; 0 is absent. */
  | "integer"
  | "number"
  | "time"
  | "duration";

export interface Field {
  readonly key: FieldKey;
  readonly type: FieldType;
  /** One line for completion and help. */
  readonly help: string;
}

export type TextKey =
  | "service"
  | "logger"
  | "body"
  | "traceId"
  | "spanId"
  | "parentSpanId"
  | "requestId"
  | "file"
  | "function"
  | "receiver"
  | "run"
  | "eventName"
  | "pattern"
  | "severityText"
  | "name"
  | "kind"
  | "status"
  | "statusMessage"
  | "type"
  | "unit";
export type IntegerKey = "seq" | "severityNumber" | "line" | "timeUnixNano" | "durationNanos";
export type NumberKey = "value";
export type FieldKey = TextKey | IntegerKey | NumberKey;

const common: readonly [string, Field][] = [
  ["time", { key: "timeUnixNano", type: "time", help: "when it happened: time:[now-5m TO now]" }],
  ["service", { key: "service", type: "text", help: "who emitted it" }],
  ["receiver", { key: "receiver", type: "text", help: "the protocol it came by" }],
  ["run", { key: "run", type: "text", help: "the run that was launched here" }],
];
const numbered: readonly [string, Field] = [
  "seq",
  { key: "seq", type: "integer", help: "the record's own number: seq:(7 OR 9)" },
];
const traced: readonly [string, Field][] = [
  ["logger", { key: "logger", type: "text", help: "logger or instrumentation scope" }],
  ["trace_id", { key: "traceId", type: "trace-id", help: "the trace it belongs to" }],
  ["span_id", { key: "spanId", type: "span-id", help: "the span it belongs to" }],
  ["request_id", { key: "requestId", type: "text", help: "the app's own request id" }],
  ["file", { key: "file", type: "text", help: "source file that wrote it" }],
  ["line", { key: "line", type: "integer", help: "source line that wrote it" }],
  ["function", { key: "function", type: "text", help: "function that wrote it" }],
];
const metric: readonly [string, Field][] = [
  ["name", { key: "name", type: "text", help: "the metric's name" }],
  ["message", { key: "name", type: "message", help: "part of the metric's name" }],
  ["type", { key: "type", type: "text", help: "counter, gauge, histogram, set or summary" }],
  ["unit", { key: "unit", type: "text", help: "the metric's unit" }],
];

const byTarget: Readonly<Record<Target, ReadonlyMap<string, Field>>> = {
  logs: new Map([
    ["level", { key: "severityNumber", type: "level", help: "level:>=warn" }],
    ["message", { key: "body", type: "message", help: "part of the message" }],
    ...common,
    ...traced,
    ["event", { key: "eventName", type: "text", help: "name of an event" }],
    ["pattern", { key: "pattern", type: "text", help: "id of what its message is a case of" }],
    numbered,
  ]),
  spans: new Map([
    ["name", { key: "name", type: "text", help: "the span's name" }],
    ["message", { key: "name", type: "message", help: "part of the span's name" }],
    ["kind", { key: "kind", type: "text", help: "server, client, internal, producer, consumer" }],
    ["status", { key: "status", type: "text", help: "ok or error" }],
    [
      "status_message",
      { key: "statusMessage", type: "message", help: "part of the status message" },
    ],
    ["duration", { key: "durationNanos", type: "duration", help: "duration:>300ms" }],
    ["parent_span_id", { key: "parentSpanId", type: "span-id", help: "the span around it" }],
    ...common,
    ...traced,
    numbered,
  ]),
  series: new Map([...metric, ...common.slice(1)]),
  points: new Map([
    ...metric,
    ...common,
    ["value", { key: "value", type: "number", help: "the point's value" }],
    numbered,
  ]),
};

/** Undefined when the name is that of an attribute. */
export function fieldOf(target: Target, name: string): Field | undefined {
  return byTarget[target].get(name);
}

export function fieldsOf(target: Target): ReadonlyMap<string, Field> {
  return byTarget[target];
}

/** What a bare word is looked for in, beside the values of attributes. */
export const searchedKeys = {
  logs: ["body"],
  spans: ["name", "statusMessage"],
  series: ["name"],
  points: ["name"],
} as const satisfies Record<Target, readonly TextKey[]>;
