// WriteRequest of remote write 1.0 (prometheus/prompb/remote.proto and types.proto), series by series.

import { WireReader } from "../../pipeline/wireReader";
import { exemplarText } from "./exemplars";
import type { Label } from "./labels";
import { type NativeHistogram, readNativeHistogram } from "./nativeHistogram";
import type { ExposedType, Family } from "./reading";

export interface WrittenSeries {
  /** As they came; `__name__` among them. */
  readonly labels: readonly Label[];
  readonly samples: readonly WrittenSample[];
  /** In OpenMetrics' form. */
  readonly exemplars: readonly string[];
  readonly histograms: readonly NativeHistogram[];
}
export interface WrittenSample {
  readonly value: number;
  readonly timeMs: number;
}
export interface WriteRequestSink {
  series(series: WrittenSeries): void;
  family(name: string, family: Family): void;
}

const types: readonly ExposedType[] = [
  "unknown",
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "summary",
  "gauge",
  "gauge",
];

/** A NaN with just these bits ends a series (remote_write_spec.md, "Stale Markers"). */
const staleBits = 0x7ff0_0000_0000_0002n;

/** Throws MalformedError. Metadata comes behind the series on the wire, so series are given last. */
export function readWriteRequest(body: Uint8Array, sink: WriteRequestSink): void {
  const reader = new WireReader(body);
  const end = body.length;
  for (const pass of ["family", "series"] as const) {
    reader.pos = 0;
    while (reader.pos < end) {
      const tag = reader.varint();
      if (pass === "series" && tag === 0x0a) sink.series(readSeries(reader, reader.frame(end)));
      else if (pass === "family" && tag === 0x1a) readFamily(reader, reader.frame(end), sink);
      else reader.skip(tag, end);
    }
    reader.endOf(end);
  }
}

/** TimeSeries{1 labels, 2 samples, 3 exemplars, 4 histograms} */
function readSeries(reader: WireReader, end: number): WrittenSeries {
  const labels: Label[] = [];
  const samples: WrittenSample[] = [];
  const exemplars: string[] = [];
  const histograms: NativeHistogram[] = [];
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === 0x0a) labels.push(readLabel(reader, reader.frame(end)));
    else if (tag === 0x12) {
      const sample = readSample(reader, reader.frame(end));
      if (sample !== undefined) samples.push(sample);
    } else if (tag === 0x1a) exemplars.push(readExemplar(reader, reader.frame(end)));
    else if (tag === 0x22) {
      const histogram = readNativeHistogram(reader, reader.frame(end), staleBits);
      if (histogram !== undefined) histograms.push(histogram);
    } else reader.skip(tag, end);
  }
  reader.endOf(end);
  return { labels, samples, exemplars, histograms };
}

/** Label{1 name, 2 value} */
function readLabel(reader: WireReader, end: number): Label {
  let name = "";
  let value = "";
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === 0x0a) name = readText(reader, end);
    else if (tag === 0x12) value = readText(reader, end);
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return [name, value];
}

/** Sample{1 value, 2 timestamp}; undefined for the end of a series. */
function readSample(reader: WireReader, end: number): WrittenSample | undefined {
  let value = 0;
  let timeMs = 0;
  let isStale = false;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === 0x09) {
      // Its bits, before it is a number: a NaN may lose them.
      isStale = reader.fixed64() === staleBits;
      reader.pos -= 8;
      value = reader.double();
    } else if (tag === 0x10) timeMs = Number(reader.int64());
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return isStale ? undefined : { value, timeMs };
}

/** Exemplar{1 labels, 2 value, 3 timestamp} */
function readExemplar(reader: WireReader, end: number): string {
  const labels: Label[] = [];
  let value = 0;
  let timeMs = NaN;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === 0x0a) labels.push(readLabel(reader, reader.frame(end)));
    else if (tag === 0x11) value = reader.double();
    else if (tag === 0x18) timeMs = Number(reader.int64());
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return exemplarText(labels, value, timeMs / 1000);
}

/** MetricMetadata{1 type, 2 metric_family_name, 4 help, 5 unit} */
function readFamily(reader: WireReader, end: number, sink: WriteRequestSink): void {
  let name = "";
  let type = 0;
  let help = "";
  let unit = "";
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === 0x08) type = reader.varint();
    else if (tag === 0x12) name = readText(reader, end);
    else if (tag === 0x22) help = readText(reader, end);
    else if (tag === 0x2a) unit = readText(reader, end);
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  if (name !== "") sink.family(name, { type: types[type] ?? "unknown", help, unit });
}

function readText(reader: WireReader, end: number): string {
  const textEnd = reader.frame(end);
  const text = reader.bytes.toString("utf8", reader.pos, textEnd);
  reader.pos = textEnd;
  return text;
}
