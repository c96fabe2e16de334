// Metric points as OTLP JSON: increases are delta sums and delta histograms, which is what the store holds.

import type { ExemplarJson, MetricPointJson } from "../../shared/contract/json";
import type { Distribution } from "../../shared/record";
import { nanosOf } from "./otlpTraced";
import { keyValues } from "./otlpValues";

type Point = MetricPointJson & { readonly distribution?: Distribution };

const delta = 1; // AGGREGATION_TEMPORALITY_DELTA

/** A metric with this one point. */
export function otlpMetric(point: Point): object {
  const { name, unit } = point;
  return { name, ...(unit === undefined ? {} : { unit }), ...dataOf(point) };
}

function dataOf(point: Point): object {
  const common = {
    attributes: keyValues(point.attributes),
    ...(point.startTime === undefined ? {} : { startTimeUnixNano: nanosOf(point.startTime) }),
    timeUnixNano: nanosOf(point.time),
  };
  const exemplars =
    point.exemplars === undefined ? {} : { exemplars: point.exemplars.map(otlpExemplar) };
  const figures = { count: String(Math.round(point.count ?? 0)), sum: point.sum ?? 0 };
  const extent = {
    ...(point.min === undefined ? {} : { min: point.min }),
    ...(point.max === undefined ? {} : { max: point.max }),
  };
  switch (point.type) {
    case "counter":
      return {
        sum: {
          aggregationTemporality: delta,
          isMonotonic: true,
          dataPoints: [{ ...common, asDouble: point.value ?? 0, ...exemplars }],
        },
      };
    case "gauge":
    case "set":
      return { gauge: { dataPoints: [{ ...common, asDouble: point.value ?? 0, ...exemplars }] } };
    case "summary":
      return {
        summary: {
          dataPoints: [
            {
              ...common,
              ...figures,
              quantileValues: Object.entries(point.quantiles ?? {}).map(([q, value]) => ({
                quantile: Number(q),
                value,
              })),
            },
          ],
        },
      };
    case "histogram":
      return {
        histogram: {
          aggregationTemporality: delta,
          dataPoints: [
            { ...common, ...figures, ...extent, ...bucketsOf(point.distribution), ...exemplars },
          ],
        },
      };
  }
}

function otlpExemplar({ time, value, traceId, spanId, attributes }: ExemplarJson): object {
  return {
    timeUnixNano: nanosOf(time),
    asDouble: value,
    ...(traceId === undefined ? {} : { traceId }),
    ...(spanId === undefined ? {} : { spanId }),
    ...(attributes === undefined ? {} : { filteredAttributes: keyValues(attributes) }),
  };
}

/** Buckets with gaps → bounds without: what lies between two buckets is a bucket with no sample. */
function bucketsOf(distribution: Distribution | undefined): object {
  if (distribution === undefined) return {};
  const { lower, upper, counts } = distribution;
  const edges = [...new Set([...lower, ...upper].filter((edge) => Number.isFinite(edge)))];
  const explicitBounds = edges.sort((a, b) => a - b);
  const byUpper = new Map(upper.map((edge, i) => [edge, counts[i] ?? 0]));
  const ends = [...explicitBounds, Infinity];
  const bucketCounts = ends.map((edge) => String(Math.round(byUpper.get(edge) ?? 0)));
  return { explicitBounds, bucketCounts };
}
