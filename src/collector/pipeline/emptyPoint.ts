// A metric point with nothing in it yet: its receiver fills in what its kind of series has.

import type { MetricPoint, Series } from "../../shared/record";

/** What `series` did in (startTimeUnixNano, timeUnixNano]; a start of 0n says nothing about a rate. */
export function emptyPoint(
  series: Series,
  timeUnixNano: bigint,
  startTimeUnixNano: bigint,
  exemplars = "[]",
): MetricPoint {
  return {
    seq: 0,
    timeUnixNano,
    startTimeUnixNano,
    series,
    value: 0,
    total: 0,
    count: 0,
    sum: 0,
    min: NaN,
    max: NaN,
    distribution: undefined,
    quantiles: [],
    exemplars,
  };
}
