// SummaryDataPoint (metrics.proto): count and sum run on, quantiles are the sender's.

import type { CountedSamples } from "../../pipeline/cumulative";
import type { MetricPoint, Quantile } from "../../../shared/record";
import type { MetricStream, PointReader } from "./pointReader";
import { increasePoint, pushBucket } from "./samplesPoint";
import type { WireReader } from "../../pipeline/wireReader";

/** Field number × 8 + wire type. */
const tags = {
  count: 0x21,
  sum: 0x29,
  quantile: 0x32,
  attributes: 0x3a,
  flags: 0x40,
} as const;
const quantileTags = { quantile: 0x09, value: 0x11 } as const;

/** The point in `[reader.pos, end)`; undefined when it holds nothing to keep. Throws MalformedError. */
export function readSummaryPoint(
  points: PointReader,
  stream: MetricStream,
  end: number,
): MetricPoint | undefined {
  const { reader } = points;
  const quantiles: Quantile[] = [];
  let count = 0;
  let sum = 0;
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
      case tags.quantile: {
        const quantile = readQuantile(reader, reader.frame(end));
        if (Number.isFinite(quantile.value)) pushBucket(reader, quantiles, quantile);
        break;
      }
      default:
        points.readShared(tag, tags, end);
    }
  }
  if (points.endPoint(end)) return undefined;
  const samples: CountedSamples = { count, sum, bounds: [], counts: [] };
  const extremes = { min: quantileAt(quantiles, 0), max: quantileAt(quantiles, 1) };
  const point = increasePoint(points, stream, samples, points.samples, extremes, () => undefined);
  // The sender's quantiles and extremes are of its own window, whatever our interval is.
  return point && { ...point, ...extremes, quantiles };
}

function readQuantile(reader: WireReader, end: number): Quantile {
  let q = 0;
  let value = 0;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === quantileTags.quantile) q = reader.double();
    else if (tag === quantileTags.value) value = reader.double();
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return { q, value };
}

const quantileAt = (quantiles: readonly Quantile[], q: number): number =>
  quantiles.find((quantile) => quantile.q === q)?.value ?? NaN;
