// Why requests fail: what is asked and answered.

import type { Ranking } from "../compare/model";
import type { ClockSkew } from "../timeline/model";

/** Queries are asked of logs and of spans; a request is in a group when one of its records matches. */
export interface CompareQuery {
  readonly bad: string;
  /** Only these records are bad, of those that match; as in a Selection. */
  readonly badSeqs?: readonly number[];
  /** Requests that match both are bad ones. */
  readonly good: string;
  /** Only requests with a record that matches this. */
  readonly within?: string;
  /**
   * Only good requests that set out like one of the bad ones: with the same first span or message. Of no
   * meaning unless records are grouped by request or by trace.
   */
  readonly isOfSameRoute?: boolean;
  /**
   * Which records belong together: those of a "request" (by request ids and trace ids; the default), of a
   * "trace", with the same value of a field ("session.id"), or each "record" alone.
   */
  readonly by?: string;
  /** Bounds of the matching records' time, as in a Selection. */
  readonly from?: string;
  readonly to?: string;
}

export interface CompareResult extends Ranking {
  readonly by: string;
  /** What the bad requests set out to do, the most frequent first; at most ten. */
  readonly routes: readonly string[];
  /** Whose times were moved, because the calls between services tell that their clocks differ; the furthest off first. */
  readonly clocks: readonly ClockSkew[];
  /** True when a group had more requests than are compared, or these more records; the newest are. */
  readonly isCut: boolean;
  readonly tookMs: number;
}
