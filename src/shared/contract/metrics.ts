// Metric series and their charts: what is asked and answered.

import type { MetricType } from "../record";
import type { Attributes, MetricPointJson } from "./json";

export interface SeriesQuery {
  readonly query: string;
  readonly limit?: number;
}

export interface SeriesInfo {
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly unit?: string;
  readonly description?: string;
  readonly service?: string;
  readonly attributes: Attributes;
  readonly receiver: string;
  readonly lastTime: string;
  /** Its latest point, with the latest exemplars that it had. */
  readonly last: MetricPointJson;
}

export interface ChartQuery {
  readonly series: readonly number[];
  readonly from: string;
  readonly to: string;
  /** Points a line at most; chosen from the width in pixels. */
  readonly maxPoints: number;
  /** Merge all series into one line (sum of counters, merged histograms, mean of gauges), or by attribute or "service". */
  readonly by?: string;
}

export interface ChartData {
  readonly stepNanos: string;
  readonly lines: readonly ChartLine[];
}

export interface QuantileLine {
  /** 0..1 */
  readonly q: number;
  readonly values: readonly (number | null)[];
}

export interface ChartLine {
  /** Value of `by`, or the series' distinguishing attributes. */
  readonly label: string;
  readonly type: MetricType;
  /** Epoch milliseconds, ascending. */
  readonly timesMs: readonly number[];
  /** counter: per second; gauge: mean; histogram: count per second. NaN travels as null. */
  readonly values: readonly (number | null)[];
  /** Of histograms and summaries, ascending: those that are known at some time. */
  readonly quantiles?: readonly QuantileLine[];
  /** Over the whole range: counter: increase; histogram: samples. */
  readonly total: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
}
