// Metric (metrics.proto): finds out what kind it is and reads its points one by one. A point that cannot be
// read is left out alone.

import type { MetricPoint, MetricType, Resource } from "../../../shared/record";
import type { Scope } from "./blocks";
import { readText } from "./readText";
import { maxNameBytes, maxRecords } from "./limits";
import { readExponentialPoint } from "./exponentialPoints";
import { readHistogramPoint } from "./histogramPoints";
import { readNumberPoint } from "./numberPoints";
import type { MetricStream, PointReader, Temporality } from "./pointReader";
import { readSummaryPoint } from "./summaryPoints";
import { MalformedError, type WireReader } from "../../pipeline/wireReader";

/** Field number × 8 + wire type. */
const tags = { name: 0x0a, description: 0x12, unit: 0x1a } as const;
const dataTags = {
  gauge: 0x2a,
  sum: 0x3a,
  histogram: 0x4a,
  exponentialHistogram: 0x52,
  summary: 0x5a,
} as const;
const pointTag = 0x0a;
const temporalityTag = 0x10;
const monotonicTag = 0x18;

const temporalities: readonly Temporality[] = ["unspecified", "delta", "cumulative"];

type ReadPoint = (
  points: PointReader,
  stream: MetricStream,
  end: number,
) => MetricPoint | undefined;

/** The Metric in `[reader.pos, end)`: pushes its points, returns how many were rejected. Throws MalformedError. */
export function readMetric(
  reader: WireReader,
  end: number,
  points: PointReader,
  resource: Resource,
  scope: Scope,
  into: MetricPoint[],
): number {
  let name = "";
  let description = "";
  let unit = "";
  let dataTag = 0;
  let dataStart = 0;
  let dataEnd = 0;
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case tags.name:
        name = readText(reader, end, points.losses, maxNameBytes);
        break;
      case tags.description:
        description = readText(reader, end, points.losses, maxNameBytes);
        break;
      case tags.unit:
        unit = readText(reader, end, points.losses, maxNameBytes);
        break;
      case dataTags.gauge:
      case dataTags.sum:
      case dataTags.histogram:
      case dataTags.exponentialHistogram:
      case dataTags.summary:
        dataTag = tag;
        dataEnd = reader.frame(end);
        dataStart = reader.pos;
        reader.pos = dataEnd;
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  if (dataTag === 0) return 0;
  reader.pos = dataStart;
  const { temporality: said, isMonotonic } = readAggregation(reader, dataEnd);
  // Fluent Bit's histograms are running totals and do not say so.
  const isUnsaid = said === "unspecified";
  const temporality = isUnsaid && isHistogram(dataTag) ? "cumulative" : said;
  const { type, readPoint } = kindOf(dataTag, isMonotonic, temporality);
  if (isUnsaid && dataTag === dataTags.sum) points.losses.add("metric-temporality-unspecified");
  const stream: MetricStream = {
    name,
    description,
    unit,
    type,
    resource,
    scope,
    isMonotonic,
    temporality: dataTag === dataTags.summary ? "cumulative" : temporality,
  };
  reader.pos = dataStart;
  return readPoints(reader, dataEnd, points, stream, readPoint, into);
}

function readPoints(
  reader: WireReader,
  end: number,
  points: PointReader,
  stream: MetricStream,
  readPoint: ReadPoint,
  into: MetricPoint[],
): number {
  points.startMetric(reader, stream);
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag !== pointTag) {
      reader.skip(tag, end);
      continue;
    }
    const pointEnd = reader.frame(end);
    if (into.length >= maxRecords) {
      points.reject("too-many-records");
    } else {
      try {
        const point = readPoint(points, stream, pointEnd);
        if (point !== undefined) into.push(point);
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        points.reject("bad-record");
      }
    }
    reader.pos = pointEnd;
  }
  reader.endOf(end);
  return points.takeRejected();
}

function readAggregation(
  reader: WireReader,
  end: number,
): { temporality: Temporality; isMonotonic: boolean } {
  let temporality = 0;
  let isMonotonic = false;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === temporalityTag) temporality = reader.varint();
    else if (tag === monotonicTag) isMonotonic = reader.varint() !== 0;
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return { temporality: temporalities[temporality] ?? "unspecified", isMonotonic };
}

const isHistogram = (dataTag: number) =>
  dataTag === dataTags.histogram || dataTag === dataTags.exponentialHistogram;

function kindOf(
  dataTag: number,
  isMonotonic: boolean,
  temporality: Temporality,
): { readonly type: MetricType; readonly readPoint: ReadPoint } {
  switch (dataTag) {
    case dataTags.histogram:
      return { type: "histogram", readPoint: readHistogramPoint };
    case dataTags.exponentialHistogram:
      return { type: "histogram", readPoint: readExponentialPoint };
    case dataTags.summary:
      return { type: "summary", readPoint: readSummaryPoint };
    default: {
      // A sum that may fall is a level; so is one that does not say whether it is a total.
      const isCounter = dataTag === dataTags.sum && isMonotonic && temporality !== "unspecified";
      return { type: isCounter ? "counter" : "gauge", readPoint: readNumberPoint };
    }
  }
}
