// How many records over time: what is asked and answered.

import type { Selection } from "./selection";

export interface HistogramQuery extends Selection {
  /** Width of a bar; or `bars` for a width chosen from round ones that gives at most so many. */
  readonly intervalNanos?: string;
  readonly bars?: number;
  /** Minutes that the asker's clock is ahead of UTC: its hours and days are where bars begin. UTC by default. */
  readonly zoneMinutes?: number;
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
