// The timeline of one request as panels and the command line show it: one flat list of nodes in
// reading order (a pre-order walk of the tree), all times relative to the earliest record.

import type { LogJson, SpanEventJson, SpanJson } from "../contract/json";

export interface TimelineModel {
  readonly id: string;
  readonly summary: Summary;
  /** In pre-order: a node's subtree is `nodes.slice(node.index, node.next)`. */
  readonly nodes: readonly TimelineNode[];
  readonly services: readonly ServiceTime[];
  readonly skews: readonly ClockSkew[];
  readonly notices: Notices;
  readonly metrics: readonly MetricDuring[];
}

export interface Summary {
  /** Name of the root span, else the first message; "" when there is nothing. */
  readonly name: string;
  /** RFC 3339 time of offset 0; "" when there is nothing. */
  readonly startTime: string;
  /** Of what is laid out: strays lie outside of it. */
  readonly durationNanos: number;
  readonly isFailed: boolean;
  readonly spanCount: number;
  readonly logCount: number;
  readonly errorCount: number;
  readonly traceIds: readonly string[];
  readonly requestIds: readonly string[];
}

/** What a reader should know before trusting the picture. */
export interface Notices {
  /** The collector sent only a part: there are more records than its bound. */
  readonly isCut: boolean;
  readonly orphanCount: number;
  readonly cycleCount: number;
  readonly duplicateCount: number;
  readonly negativeDurationCount: number;
  /** Records that start or end a month or more from nearly all others: outside the time laid out. */
  readonly strayCount: number;
  /** Spans that ended long after all else: they reach out of the time laid out. */
  readonly lateCount: number;
}

export type TimelineNode = SpanNode | LogNode | EventNode | FoldNode | MissingNode | ServiceNode;

interface NodeBase {
  /** Stable while the request still grows, so that a selection survives a refresh. */
  readonly key: string;
  readonly index: number;
  /** Index behind the last node of its subtree. */
  readonly next: number;
  /** Index of the parent; -1 at the top. */
  readonly parent: number;
  readonly depth: number;
  readonly service: string;
  /** Relative to the start of the timeline, clock skew corrected. */
  readonly startNanos: number;
  readonly endNanos: number;
  readonly isError: boolean;
  readonly hasErrorInside: boolean;
}

export interface SpanNode extends NodeBase {
  readonly kind: "span";
  readonly span: SpanJson;
  /** Duration less the time its children cover. */
  readonly selfNanos: number;
  /** Where the request waited for this span itself, ascending. */
  readonly criticalPath: readonly Interval[];
  readonly marks: readonly SpanMark[];
  readonly dots: readonly Dot[];
  /** Set on the first of few like siblings, which are shown one by one. */
  readonly repeat?: Repeat;
}

/**
 * - `orphan`: names a parent that is not here
 * - `cycle`: was an ancestor of itself; the way up is cut here
 * - `duplicate`: another span came earlier with the same id
 * - `linked`: a trace of its own, shown under the span that it links to
 * - `negative`: ended before it started; shown with no length
 * - `late`: ended an hour or more after all else, and its caller did not wait for it: never ended, or by another clock
 */
export type SpanMark = "orphan" | "cycle" | "duplicate" | "linked" | "negative" | "late";

export interface Repeat {
  readonly count: number;
  readonly isEachSlower: boolean;
}

export interface Interval {
  readonly startNanos: number;
  readonly endNanos: number;
}

/** A log or an event drawn on its span's bar. */
export interface Dot {
  readonly offsetNanos: number;
  /** OpenTelemetry severity number; 0 for events, 17 for exceptions. */
  readonly severityNumber: number;
}

export interface LogNode extends NodeBase {
  readonly kind: "log";
  readonly log: LogJson;
  /** It carries no id of a known span: it stands where its time and service put it. */
  readonly isPlacedByTime: boolean;
}

export interface EventNode extends NodeBase {
  readonly kind: "event";
  readonly event: SpanEventJson;
  readonly span: SpanJson;
  readonly isException: boolean;
}

/** Many like siblings in one row; they are its children. */
export interface FoldNode extends NodeBase {
  readonly kind: "fold";
  readonly name: string;
  readonly count: number;
  readonly failedCount: number;
  readonly totalNanos: number;
  readonly minNanos: number;
  readonly maxNanos: number;
  readonly isEachSlower: boolean;
  readonly bars: readonly Interval[];
}

/** Stands for a span that others name as their parent, but that never came. */
export interface MissingNode extends NodeBase {
  readonly kind: "missing";
  readonly traceId: string;
  readonly spanId: string;
}

/** The logs of a service that sends no spans. */
export interface ServiceNode extends NodeBase {
  readonly kind: "service";
  readonly logCount: number;
  readonly dots: readonly Dot[];
}

export interface ServiceTime {
  readonly service: string;
  /** Sum of its spans' own time; what runs side by side counts side by side. */
  readonly selfNanos: number;
  /** Of all services' own time, 0..1. */
  readonly share: number;
  readonly spanCount: number;
  readonly logCount: number;
  readonly errorCount: number;
}

export interface ClockSkew {
  readonly service: string;
  readonly host: string;
  /** Added to the times of this clock. */
  readonly correctionNanos: number;
}

/** One measurement of the request: an exemplar that carries an id of it. */
export interface MetricSample {
  readonly time: string;
  readonly value: number;
  /** Relative to the start of the timeline; absent where nothing is laid out. */
  readonly offsetNanos?: number;
  /** Index of the span's node during which it was measured. */
  readonly spanIndex?: number;
}

/** What a metric did in points that carry an id of the request. */
export interface MetricDuring {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly type: string;
  /** "+2", "14 → 15", "3 samples, mean 41" (numbers only; the unit stands beside). */
  readonly change: string;
  /** By time. None where the id is a label: then all that the points tell is of the request. */
  readonly samples: readonly MetricSample[];
}
