// ExponentialHistogramDataPoint (metrics.proto): buckets that grow by a factor.

import { distributionFromExponential, type ExponentialBuckets } from "../../../shared/distribution";
import type { MetricPoint } from "../../../shared/record";
import type { MetricStream, PointReader } from "./pointReader";
import { increasePoint, pushBucket, readPacked } from "./samplesPoint";
import type { WireReader } from "../../pipeline/wireReader";

/** Field number × 8 + wire type; those of the repeated numbers both packed and not. */
const tags = {
  attributes: 0x0a,
  count: 0x21,
  sum: 0x29,
  scale: 0x30,
  zeroCount: 0x39,
  positive: 0x42,
  negative: 0x4a,
  flags: 0x50,
  exemplar: 0x5a,
  min: 0x61,
  max: 0x69,
  zeroThreshold: 0x71,
} as const;
const bucketTags = { offset: 0x08, counts: 0x12, oneCount: 0x10 } as const;
const noBuckets: ExponentialBuckets = { offset: 0, counts: [] };

/** The point in `[reader.pos, end)`; undefined when it holds nothing to keep. Throws MalformedError. */
export function readExponentialPoint(
  points: PointReader,
  stream: MetricStream,
  end: number,
): MetricPoint | undefined {
  const { reader } = points;
  const extremes = { min: NaN, max: NaN };
  let count = 0;
  let sum = NaN;
  let scale = 0;
  let zeroCount = 0;
  let zeroThreshold = 0;
  let positive = noBuckets;
  let negative = noBuckets;
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
      case tags.scale:
        scale = reader.sint32();
        break;
      case tags.zeroCount:
        zeroCount = reader.fixed64Number();
        break;
      case tags.zeroThreshold:
        zeroThreshold = reader.double();
        break;
      case tags.positive:
        positive = readBuckets(reader, reader.frame(end));
        break;
      case tags.negative:
        negative = readBuckets(reader, reader.frame(end));
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
  // Scales that the specification allows; others would have bounds that no number can hold.
  if (scale < -10 || scale > 20) return points.reject("metric-bad-buckets");
  const samples = { count, sum, scale, zeroCount, zeroThreshold, positive, negative };
  return increasePoint(points, stream, samples, points.exponentials, extremes, (added) =>
    distributionFromExponential(added),
  );
}

function readBuckets(reader: WireReader, end: number): ExponentialBuckets {
  let offset = 0;
  const counts: number[] = [];
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case bucketTags.offset:
        offset = reader.sint32();
        break;
      case bucketTags.counts:
        readPacked(reader, end, counts, () => Number(reader.int64()));
        break;
      case bucketTags.oneCount:
        pushBucket(reader, counts, Number(reader.int64()));
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  return { offset, counts };
}
