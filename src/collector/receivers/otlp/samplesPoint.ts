// What the three kinds of counted samples share: their increase becomes a point with a mean, and with
// buckets and quantiles where it has them.

import type { CumulativeStreams } from "../../pipeline/cumulative";
import { estimatedSum, quantilesOf } from "../../../shared/distribution";
import type { Distribution, MetricPoint } from "../../../shared/record";
import { maxBuckets } from "./limits";
import type { MetricStream, PointReader } from "./pointReader";
import type { WireReader } from "../../pipeline/wireReader";

interface Samples {
  readonly count: number;
  /** NaN when the sender does not say. */
  readonly sum: number;
}
export type Extremes = Pick<MetricPoint, "min" | "max">;

/** The point just read, whose values are `samples`; undefined when it holds nothing to keep. */
export function increasePoint<T extends Samples>(
  points: PointReader,
  stream: MetricStream,
  samples: T,
  streams: CumulativeStreams<T>,
  extremes: Extremes,
  bucketsOf: (added: T) => Distribution | undefined,
): MetricPoint | undefined {
  const series = points.seriesOf(stream);
  if (series === undefined) return undefined;
  if (stream.temporality !== "cumulative") {
    return samplesPoint(points.pointOf(series, points.startTime), samples, extremes, bucketsOf);
  }
  const increase = points.increaseOf(streams, series, samples);
  switch (increase.kind) {
    case "increase": {
      // Extremes of a running total are those of its whole life; they are the interval's only at first.
      const isWhole = increase.value === samples;
      return samplesPoint(
        points.pointOf(series, increase.sinceUnixNano),
        increase.value,
        isWhole ? extremes : { min: NaN, max: NaN },
        bucketsOf,
      );
    }
    case "first":
      return points.pointOf(series, 0n);
    case "stale":
      return undefined;
  }
}

function samplesPoint<T extends Samples>(
  point: MetricPoint,
  samples: T,
  { min, max }: Extremes,
  bucketsOf: (added: T) => Distribution | undefined,
): MetricPoint {
  const { count } = samples;
  const distribution = bucketsOf(samples);
  const sum = Number.isFinite(samples.sum) ? samples.sum : estimatedSum(distribution);
  return {
    ...point,
    value: count > 0 ? sum / count : 0,
    count,
    sum,
    min: finiteOr(min),
    max: finiteOr(max),
    distribution,
    quantiles: distribution === undefined ? [] : quantilesOf(distribution, min, max),
  };
}

/** A packed repeated number. */
export function readPacked(
  reader: WireReader,
  end: number,
  into: number[],
  read: () => number,
): void {
  const packedEnd = reader.frame(end);
  while (reader.pos < packedEnd) pushBucket(reader, into, read());
  reader.endOf(packedEnd);
}

/** Adds one member of a repeated field; a message past the bound is malformed. */
export function pushBucket<T>(reader: WireReader, list: T[], item: T): void {
  if (list.length >= maxBuckets) reader.fail(`more than ${maxBuckets} buckets`);
  list.push(item);
}

const finiteOr = (value: number): number => (Number.isFinite(value) ? value : NaN);
