// How many records over time: what is asked and answered.

import type { ZoneOffset } from "../zoneOffsets";
import type { Selection } from "./selection";

export interface HistogramQuery extends Selection {
  /** Width of a bar; or `bars` for a width chosen from round ones that gives at most so many. */
  readonly intervalNanos?: string;
  readonly bars?: number;
  /**
   * The asker's clocks, ascending; UTC by default. Bars of a day or more begin with its days. Shorter ones are of
   * one length, and begin with its hours as they are at the last match.
   */
  readonly zone?: readonly ZoneOffset[];
  /** Split by this field ("level" by default for logs). */
  readonly by?: string;
}

export interface HistogramResult {
  readonly intervalNanos: string;
  readonly total: number;
  readonly bars: readonly HistogramBar[];
}

export interface HistogramBar {
  readonly time: string;
  readonly count: number;
  readonly by: Readonly<Record<string, number>>;
}
