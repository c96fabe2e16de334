// Groups of records over time: what is asked and answered.

import type { ZoneOffset } from "../zoneOffsets";
import type { Selection } from "./selection";

export interface GroupChartQuery extends Selection {
  readonly by: readonly string[];
  /** As for `groups`; a rate is that of each interval. */
  readonly aggregate?: string;
  /** Intervals at most. */
  readonly bars?: number;
  /** The asker's clocks, as for a histogram: intervals begin with their hours and days. */
  readonly zone?: readonly ZoneOffset[];
  /** Groups at most, those with the largest values over all. */
  readonly lines?: number;
}

export interface GroupChart {
  readonly intervalNanos: string;
  /** Starts of the intervals, epoch milliseconds, ascending, without gaps. */
  readonly timesMs: readonly number[];
  /** End of the last one: a day may have an hour more or less. */
  readonly endMs: number;
  readonly lines: readonly GroupChartLine[];
}

export interface GroupChartLine {
  readonly group: Readonly<Record<string, string | number | null>>;
  /** Over the whole time. */
  readonly value: number | null;
  /** One each interval; null where there is nothing to take a figure of. */
  readonly values: readonly (number | null)[];
}
