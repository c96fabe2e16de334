// The JSON forms of records: what `--json` prints and what travels to panels. Absent fields are left out.
// Times are RFC 3339 with nanoseconds in UTC; durations are decimal strings of nanoseconds.

import type { SeverityName } from "../severity";
import type { MetricType, SpanKind } from "../record";

export type AttributeValue = string | number | boolean | null | readonly AttributeValue[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface SourceJson {
  readonly file: string;
  readonly line?: number;
  readonly function?: string;
}

interface RecordJson {
  readonly time: string;
  readonly service?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly requestId?: string;
  readonly source?: SourceJson;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly receiver: string;
  readonly run?: string;
  readonly seq: number;
  /** Set on rows of a list when texts or attributes were cut for transport; `record()` has all. */
  readonly isCut?: boolean;
}

export interface LogJson extends RecordJson {
  /** Arrival; only when it differs from `time`. */
  readonly observedTime?: string;
  readonly severity?: SeverityName;
  readonly severityNumber?: number;
  /** The level as it was written, where that says more than `severity`. */
  readonly severityText?: string;
  readonly logger?: string;
  readonly body: string;
  /** The body with ANSI colours, where it had any. */
  readonly display?: string;
  readonly eventName?: string;
  /** Id of the pattern that its message is a case of; on rows of a list. */
  readonly pattern?: string;
}

export interface SpanEventJson {
  readonly time: string;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface SpanLinkJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

export interface SpanJson extends RecordJson {
  readonly durationNanos: string;
  readonly name: string;
  readonly kind?: Exclude<SpanKind, "">;
  readonly status?: "ok" | "error";
  readonly statusMessage?: string;
  readonly logger?: string;
  readonly parentSpanId?: string;
  readonly events: readonly SpanEventJson[];
  readonly links: readonly SpanLinkJson[];
}

export interface ExemplarJson {
  readonly time: string;
  readonly value: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: Attributes;
}

export interface MetricPointJson {
  readonly time: string;
  /** Start of the interval that a counter's or a histogram's increase covers, where known. */
  readonly startTime?: string;
  readonly name: string;
  readonly type: MetricType;
  readonly unit?: string;
  /** counter: increase in the interval; gauge: last value; set: distinct members; others: mean. */
  readonly value?: number;
  /** counter: running total. */
  readonly total?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  /** {"0.5": 41, …} */
  readonly quantiles?: Readonly<Record<string, number>>;
  readonly exemplars?: readonly ExemplarJson[];
  readonly service?: string;
  readonly attributes: Attributes;
  readonly resource?: Attributes;
  readonly receiver: string;
  readonly run?: string;
  readonly seq: number;
}

export type AnyRecordJson = LogJson | SpanJson | MetricPointJson;
