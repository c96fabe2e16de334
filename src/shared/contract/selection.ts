// Which records a question is about.

import type { Signal } from "../record";

/** What to look at. An empty query is everything. */
export interface Selection {
  readonly signal: Signal;
  readonly query: string;
  /** Inclusive lower and exclusive upper bound of the record's time: RFC 3339 or decimal nanoseconds. */
  readonly from?: string;
  readonly to?: string;
  /** Only records after this `seq` ("clear": from now on). */
  readonly sinceSeq?: number;
  /** Only records up to this `seq`, so that pages of a moving table agree with each other. */
  readonly untilSeq?: number;
  /** Only these records, at most `mostSeqs`. */
  readonly seqs?: readonly number[];
}

/** As many as can be selected together in a list. */
export const mostSeqs = 10_000;
