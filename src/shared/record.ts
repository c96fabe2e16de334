// The record model inside the collector: OpenTelemetry's data model, whatever the wire was.
// Absent text is "" and absent numbers are 0, so that every record has one hidden class and costs no
// `undefined` checks on the hot path; the JSON forms (contract/json.ts) leave absent fields out.

export type Signal = "logs" | "spans" | "metrics";

/** Who emitted a record (OpenTelemetry Resource). Interned: one object per distinct content. */
export interface Resource {
  /** Key in the store's `resources` table; assigned when interned. */
  readonly id: number;
  /** `service.name`, or what the receiver knows of the sender, or "". */
  readonly service: string;
  /** JSON text of a flat object of resource attributes; "{}" when there are none. */
  readonly attributes: string;
  /** `sidelight.run` of an app that was launched by us, or "". */
  readonly run: string;
}

export interface LogRecord {
  /** Monotonic over all signals of a store; 0 until the intake numbers it. */
  seq: number;
  /** When it happened, nanoseconds since the epoch: what the sender says, else the arrival. */
  timeUnixNano: bigint;
  /** When it arrived here. */
  observedTimeUnixNano: bigint;
  /** OpenTelemetry severity number 1..24; 0 when unset. */
  severityNumber: number;
  /** The level as the sender wrote it, when it is not the name of the number. */
  severityText: string;
  /** Usually `resource.service`; a record may say otherwise. */
  service: string;
  logger: string;
  /** The message without escape sequences. */
  body: string;
  /** The message with its ANSI colours, when it has any; else "". */
  display: string;
  /** Non-empty for events (OTLP `event_name`, DogStatsD events and service checks, …). */
  eventName: string;
  /** 32 lower-case hex digits (16 where only a 64-bit id is known), or "". */
  traceId: string;
  /** 16 lower-case hex digits, or "". */
  spanId: string;
  /** The app's own request id, normalised by ids.ts, or "". */
  requestId: string;
  file: string;
  line: number;
  function: string;
  /**
   * JSON text of a flat object: nested objects are dotted keys, arrays stay arrays; "{}" when none. Written as
   * JSON.stringify writes it (no blanks, no needless escapes): queries look for `"key":` in the text first.
   */
  attributes: string;
  resource: Resource;
  /** Id of the receiver it came by. */
  receiver: string;
  /** The launched run it belongs to, or "". */
  run: string;
}

export interface SpanRecord {
  seq: number;
  /** Start, nanoseconds since the epoch. */
  timeUnixNano: bigint;
  observedTimeUnixNano: bigint;
  durationNanos: bigint;
  name: string;
  kind: SpanKind;
  status: SpanStatus;
  statusMessage: string;
  service: string;
  /** Instrumentation scope name. */
  logger: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  requestId: string;
  file: string;
  line: number;
  function: string;
  /** JSON text of `SpanEventJson[]`; "[]" when none. */
  events: string;
  /** JSON text of `SpanLinkJson[]`; "[]" when none. */
  links: string;
  attributes: string;
  resource: Resource;
  receiver: string;
  run: string;
}

export type SpanKind = "" | "internal" | "server" | "client" | "producer" | "consumer";
export type SpanStatus = "" | "ok" | "error";
export type MetricType = "counter" | "gauge" | "histogram" | "set" | "summary";

/** One stream of points. Interned: identity is every field but `id`, `description`. */
export interface Series {
  /** Key in the store's `series` table. */
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  /** UCUM as OpenTelemetry uses it ("ms", "By", "{request}"), or "". */
  readonly unit: string;
  readonly description: string;
  readonly service: string;
  /** JSON text of a flat object. */
  readonly attributes: string;
  readonly resource: Resource;
  readonly receiver: string;
  readonly run: string;
}

/** What a series did in (start, time]. Counters and histograms are increases, never cumulative. */
export interface MetricPoint {
  seq: number;
  timeUnixNano: bigint;
  /** 0n when unknown: then the point says nothing about a rate. */
  startTimeUnixNano: bigint;
  series: Series;
  /** counter: increase; gauge: last value; set: distinct members; histogram, summary: mean. */
  value: number;
  /** counter: running total as far as it is known; otherwise 0. */
  total: number;
  /** Samples (weighted by sample rate) for histogram and summary; 0 otherwise. */
  count: number;
  sum: number;
  /** NaN when unknown. */
  min: number;
  max: number;
  /** Buckets of a histogram; undefined for other types. */
  distribution: Distribution | undefined;
  /** Quantiles the sender computed (summary), or those computed from `distribution`. */
  quantiles: readonly Quantile[];
  /** JSON text of `ExemplarJson[]`; "[]" when none. */
  exemplars: string;
}

export interface Quantile {
  /** 0..1 */
  readonly q: number;
  readonly value: number;
}

/** Ascending, disjoint buckets (lower, upper] with their counts; merge = add counts of equal bounds. */
export interface Distribution {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly counts: readonly number[];
}
