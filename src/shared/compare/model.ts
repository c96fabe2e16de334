// What a comparison takes and gives: two groups of requests in, what sets the failed ones apart out.

import type { SourceJson } from "../contract/json";
import type { ParsedAttributes } from "../query/attributeText";
import type { Signal } from "../record";

/** What the records of one statement of the app share. */
export interface ComparedStatement {
  readonly signal: Signal;
  readonly service: string;
  /** A log's message, a span's name, a metric's name; undefined where each record has its own. */
  readonly text: string | undefined;
  /** What the store holds its messages to be cases of; undefined for all but stored logs. */
  readonly pattern: { readonly id: string; readonly text: string } | undefined;
  /** An event of a span: no query finds it by itself. */
  readonly isEvent: boolean;
  /** OpenTelemetry severity number of a log, else 0. */
  readonly severityNumber: number;
  /** A span whose status is error. */
  readonly isErrorSpan: boolean;
  readonly statusMessage: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly eventName: string;
  readonly run: string;
  /** The same object for the same resource. */
  readonly resource: ParsedAttributes;
}

/** A record as far as it is compared. */
export interface ComparedRecord {
  /** The same object for records that share it. */
  readonly statement: ComparedStatement;
  /** Nanoseconds since any one whole second, the same for all records; exact below 2^53. */
  readonly timeNanos: number;
  readonly seq: number;
  /** Its own, where the statement has none; "" where nothing of it may differ. */
  readonly text: string;
  /** 0 for all but spans. */
  readonly durationNanos: number;
  readonly attributes: ParsedAttributes;
}

/** How a query names a request: `request_id:r17`. */
export interface RequestName {
  /** "trace_id", "request_id", "seq" or the field that records are grouped by. */
  readonly field: string;
  readonly id: string;
  /** What some of its records carry instead. */
  readonly also?: readonly { readonly field: string; readonly id: string }[];
}

/** Records that belong together: of a request, a trace, a value of a field; or one alone. */
export interface ComparedRequest extends RequestName {
  readonly isBad: boolean;
  /** `seq` of the first record that makes it a bad one: what happens from there on is no cause. */
  readonly matchedSeq: number | undefined;
  /** Ascending by time, then seq. */
  readonly records: readonly ComparedRecord[];
}

export const differenceKinds = [
  "field",
  "range",
  "template",
  "missing-template",
  "order",
  "count",
  "duration",
  "service",
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Requests whose spans were recorded, or that a metric had a sample before, or of: of others it is not known. */
export interface Among {
  readonly of: Signal;
  readonly bad: number;
  readonly good: number;
}

/** A metric's samples before requests began, whosever they are; or those that carry the request's own id. */
export type OfMetric = "moment" | "request";

export interface RowsQuery {
  readonly query: string;
  /** How many of the bad requests it names by their ids; undefined where it names none. */
  readonly named: number | undefined;
}

/** Something that bad requests have and good ones have not, or less. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The field's name, or the template, span or service it is about. */
  readonly field: string;
  /** "w7", "> 16000", ">= 2", "before “paid”": what of it the bad requests have. */
  readonly value: string;
  /** 0..1 of the requests of each group, or of those that it is judged among. */
  readonly badShare: number;
  readonly goodShare: number;
  readonly badCount: number;
  readonly goodCount: number;
  /** Undefined where it could be seen in all requests. */
  readonly among: Among | undefined;
  /** Bits of the one bit "failed or passed" that it tells, by the cautious ends of both shares: 0..1. */
  readonly score: number;
  /** In the query language: the records that have it, or those of bad requests that have it where no record alone shows it. */
  readonly query: string;
  /** How many of its bad requests `query` names by their ids, the first; undefined where it names none. */
  readonly named: number | undefined;
  /** The logs to look at: by `query`; of spans and own samples those of the bad requests that have it. */
  readonly rows: RowsQuery;
  /** What `query` is asked of. */
  readonly signal: Signal;
  readonly source: SourceJson | undefined;
  readonly service: string;
  /** Id of the pattern that it is about; "" where it is about none. */
  readonly pattern: string;
  /** Known only when a request had failed already: a symptom. */
  readonly isOutcome: boolean;
  /** Undefined where records tell it. */
  readonly ofMetric: OfMetric | undefined;
  /** Middle values of numbers in both groups, in the number's unit; durations in nanoseconds. */
  readonly medians: { readonly bad: number; readonly good: number } | undefined;
}

export interface RankedDifference extends Difference {
  /** 1 is the best explanation. */
  readonly rank: number;
  /** What goes with it or follows from it, strongest first. */
  readonly related: readonly Difference[];
}

export interface Ranking {
  readonly badRequests: number;
  readonly goodRequests: number;
  readonly records: number;
  /** Best first. Empty when nothing differs beyond chance. */
  readonly differences: readonly RankedDifference[];
  /** Fields, templates and orders that were compared. */
  readonly compared: number;
  /** Fields whose values name single requests, and so explain nothing. */
  readonly identifying: readonly string[];
  /** A bad request with the first difference and what follows from it, and a good one without: to look at. */
  readonly typical: { readonly bad: string; readonly good: string } | undefined;
  /** Why no (certain) answer can be given; undefined when there is enough. */
  readonly tooLittle: string | undefined;
}
