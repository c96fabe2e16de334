// Requests: the list of recent ones, and everything of one.

import type { LogJson, MetricPointJson, SpanJson } from "./json";

export interface TimelineData {
  readonly id: string;
  readonly traceIds: readonly string[];
  readonly requestIds: readonly string[];
  /** Ascending by time. */
  readonly spans: readonly SpanJson[];
  readonly logs: readonly LogJson[];
  /** Metric points whose exemplars or attributes carry one of the ids. */
  readonly points: readonly MetricPointJson[];
  /** True when a bound cut the result. */
  readonly isCut: boolean;
}

export interface RequestsQuery {
  readonly limit: number;
  readonly isFailedOnly?: boolean;
}

export interface RequestInfo {
  /** What `timeline` takes. */
  readonly id: string;
  readonly kind: "trace" | "request";
  /** Name of the root span, else the first message. */
  readonly name: string;
  readonly service: string;
  readonly services: readonly string[];
  readonly time: string;
  readonly durationNanos: string;
  readonly isFailed: boolean;
  readonly spanCount: number;
  readonly logCount: number;
  readonly errorCount: number;
}
