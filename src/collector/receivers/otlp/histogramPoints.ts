// HistogramDataPoint (metrics.proto): buckets with explicit bounds.

import type { CountedSamples } from "../../pipeline/cumulative";
import { distributionFromBounds } from "../../../shared/distribution";
import type { MetricPoint } from "../../../shared/record";
import type { MetricStream, PointReader } from "./pointReader";
import { increasePoint, pushBucket, readPacked } from "./samplesPoint";

/** Field number × 8 + wire type; those of the repeated numbers both packed and not. */
const tags = {
  count: 0x21,
  sum: 0x29,
  counts: 0x32,
  oneCount: 0x31,
  bounds: 0x3a,
  oneBound: 0x39,
  exemplar: 0x42,
  attributes: 0x4a,
  flags: 0x50,
  min: 0x59,
  max: 0x61,
} as const;

/** The point in `[reader.pos, end)`; undefined when it holds nothing to keep. Throws MalformedError. */
export function readHistogramPoint(
  points: PointReader,
  stream: MetricStream,
  end: number,
): MetricPoint | undefined {
  const { reader } = points;
  const bounds: number[] = [];
  const counts: number[] = [];
  const extremes = { min: NaN, max: NaN };
  let count = 0;
  let sum = NaN;
  points.startPoint();
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case tags.count:
        count = reader.fixed64Number();
        break;
      case tags.sum:
        sum = reader.double();
        break;
      case tags.counts:
        readPacked(reader, end, counts, () => reader.fixed64Number());
        break;
      case tags.oneCount:
        pushBucket(reader, counts, reader.fixed64Number());
        break;
      case tags.bounds:
        readPacked(reader, end, bounds, () => reader.double());
        break;
      case tags.oneBound:
        pushBucket(reader, bounds, reader.double());
        break;
      case tags.min:
        extremes.min = reader.double();
        break;
      case tags.max:
        extremes.max = reader.double();
        break;
      default:
        points.readShared(tag, tags, end);
    }
  }
  if (points.endPoint(end)) return undefined;
  const hasBuckets = counts.length === bounds.length + 1;
  if (!hasBuckets && counts.length + bounds.length > 0) points.losses.add("metric-bad-buckets");
  const samples: CountedSamples = {
    count,
    sum,
    bounds: hasBuckets ? bounds : [],
    counts: hasBuckets ? counts : [count],
  };
  return increasePoint(points, stream, samples, points.samples, extremes, (added) =>
    distributionFromBounds(added.bounds, added.counts),
  );
}
