// NumberDataPoint (metrics.proto): counters and gauges.

import type { MetricPoint } from "../../../shared/record";
import type { MetricStream, PointReader } from "./pointReader";

const tags = {
  asDouble: 0x21,
  exemplar: 0x2a,
  asInt: 0x31,
  attributes: 0x3a,
  flags: 0x40,
} as const;

/** The point in `[reader.pos, end)`; undefined when it holds nothing to keep. Throws MalformedError. */
export function readNumberPoint(
  points: PointReader,
  stream: MetricStream,
  end: number,
): MetricPoint | undefined {
  const { reader } = points;
  let value = 0;
  points.startPoint();
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case tags.asDouble:
        value = reader.double();
        break;
      case tags.asInt:
        value = Number(reader.sfixed64());
        break;
      default:
        points.readShared(tag, tags, end);
    }
  }
  if (points.endPoint(end)) return undefined;
  if (!Number.isFinite(value)) return points.reject("metric-not-a-number");
  return stream.type === "counter"
    ? counterPoint(points, stream, value)
    : gaugePoint(points, stream, value);
}

function counterPoint(
  points: PointReader,
  stream: MetricStream,
  value: number,
): MetricPoint | undefined {
  const series = points.seriesOf(stream);
  if (series === undefined) return undefined;
  if (stream.temporality === "delta") {
    const point = points.pointOf(series, points.startTime);
    point.value = value;
    point.total = points.totals.add(points.streamOf(series), value);
    return point;
  }
  const increase = points.increaseOf(points.counters, series, value);
  if (increase.kind === "stale") return undefined;
  const isKnown = increase.kind === "increase";
  const point = points.pointOf(series, isKnown ? increase.sinceUnixNano : 0n);
  point.value = isKnown ? increase.value : 0;
  point.total = value;
  return point;
}

function gaugePoint(
  points: PointReader,
  stream: MetricStream,
  value: number,
): MetricPoint | undefined {
  const series = points.seriesOf(stream);
  if (series === undefined) return undefined;
  const point = points.pointOf(series, 0n);
  // Changes of a level, one after the other: the level is their sum.
  point.value =
    stream.temporality === "delta" ? points.totals.add(points.streamOf(series), value) : value;
  return point;
}
