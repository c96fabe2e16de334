// MetricFamily messages, each behind its length, as Go's push client sends them
// (io/prometheus/client/metrics.proto of prometheus/client_model).

import type { ExponentialSamples } from "../../pipeline/exponential";
import { MalformedError, WireReader } from "../../pipeline/wireReader";
import { exemplarText } from "./exemplars";
import { type Label, sorted } from "./labels";
import { maxSamples } from "./limits";
import { NativeParts, readPushedPart } from "./nativeHistogram";
import type { ExposedType, Reading, Slot } from "./reading";
import { ReadingTable } from "./readingTable";

/** Readings of a pushed body, or why it is none. */
export type Pushed =
  | {
      readonly readings: readonly Reading[];
      readonly samples: number;
      /** Histograms of which only count and sum are kept: their native buckets cannot be read, and they have no others. */
      readonly badNative?: number;
      readonly reason?: undefined;
    }
  | { readonly reason: string; readonly message: string };

const types: readonly ExposedType[] = [
  "counter",
  "gauge",
  "summary",
  "unknown",
  "histogram",
  "gaugehistogram",
];

/** Thrown within: what cannot be read refuses the whole push, as the Pushgateway does. */
class RefusedError extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export class MetricFamilyReader {
  private readonly table: ReadingTable;
  private samples = 0;
  private badNative = 0;

  constructor(fixedLabels: ReadonlyMap<string, string>) {
    this.table = new ReadingTable(fixedLabels);
  }

  read(body: Uint8Array): Pushed {
    const reader = new WireReader(body);
    this.table.begin();
    try {
      while (reader.pos < body.length) this.readFamily(reader, reader.frame(body.length));
    } catch (error) {
      if (error instanceof RefusedError) return { reason: error.reason, message: error.message };
      if (!(error instanceof MalformedError)) throw error;
      return { reason: "bad-protobuf", message: `protobuf parsing error: ${error.message}` };
    }
    return { readings: this.table.active, samples: this.samples, badNative: this.badNative };
  }

  private readFamily(reader: WireReader, end: number): void {
    let name = "";
    let help = "";
    let unit = "";
    let type = 0;
    const metrics: { readonly start: number; readonly end: number }[] = [];
    eachField(reader, end, (tag) => {
      if (tag === 0x0a) name = textOf(reader, end);
      else if (tag === 0x12) help = textOf(reader, end);
      else if (tag === 0x18) type = reader.varint();
      else if (tag === 0x2a) unit = textOf(reader, end);
      else if (tag === 0x22) {
        const metricEnd = reader.frame(end);
        metrics.push({ start: reader.pos, end: metricEnd });
        reader.pos = metricEnd;
      } else return false;
      return true;
    });
    if (name === "") throw new RefusedError("bad-name", "a metric family has no name");
    this.table.declare(name, { type: types[type] ?? "unknown", help, unit });
    for (const metric of metrics) {
      reader.pos = metric.start;
      this.readMetric(reader, metric.end, name);
    }
    reader.pos = end;
  }

  private readMetric(reader: WireReader, end: number, name: string): void {
    const labels = new Map<string, string>();
    const values: { readonly tag: number; readonly start: number; readonly end: number }[] = [];
    eachField(reader, end, (tag) => {
      if (tag === 0x0a) {
        const [label, value] = readLabelPair(reader, reader.frame(end));
        labels.set(label, value);
      } else if (tag === 0x30) {
        throw new RefusedError("pushed-times", "pushed metrics must not have timestamps");
      } else if ([0x12, 0x1a, 0x22, 0x2a, 0x3a].includes(tag)) {
        const valueEnd = reader.frame(end);
        values.push({ tag, start: reader.pos, end: valueEnd });
        reader.pos = valueEnd;
      } else return false;
      return true;
    });
    for (const value of values) {
      reader.pos = value.start;
      if (value.tag === 0x22) this.readSummary(reader, value.end, name, labels);
      else if (value.tag === 0x3a) this.readHistogram(reader, value.end, name, labels);
      else this.readValue(reader, value.end, name, labels);
    }
    reader.pos = end;
  }

  /** Gauge, Counter and Untyped: the value is field 1 of each. */
  private readValue(reader: WireReader, end: number, name: string, labels: Labels): void {
    let value = 0;
    let exemplar = "";
    let created = NaN;
    eachField(reader, end, (tag) => {
      if (tag === 0x09) value = reader.double();
      else if (tag === 0x12) exemplar = readExemplar(reader, reader.frame(end));
      else if (tag === 0x1a) created = readTimestamp(reader, reader.frame(end));
      else return false;
      return true;
    });
    this.put(name, labels, value, exemplar);
    const base = name.replace(/_total$/, "");
    if (!Number.isNaN(created) && base !== name) this.put(`${base}_created`, labels, created);
  }

  private readSummary(reader: WireReader, end: number, name: string, labels: Labels): void {
    eachField(reader, end, (tag) => {
      if (tag === 0x08) this.put(`${name}_count`, labels, Number(reader.int64()));
      else if (tag === 0x11) this.put(`${name}_sum`, labels, reader.double());
      else if (tag === 0x1a) {
        const [q = 0, value = 0] = readDoubles(reader, reader.frame(end));
        this.put(name, new Map([...labels, ["quantile", String(q)]]), value);
      } else if (tag === 0x22) {
        this.put(`${name}_created`, labels, readTimestamp(reader, reader.frame(end)));
      } else return false;
      return true;
    });
  }

  private readHistogram(reader: WireReader, end: number, name: string, labels: Labels): void {
    const parts = new NativeParts();
    const buckets = { areClassic: false, areNative: false };
    eachField(reader, end, (tag) => {
      if (tag === 0x08) parts.count = Number(reader.int64());
      else if (tag === 0x11) parts.sum = reader.double();
      else if (tag === 0x21) parts.count = reader.double();
      else if (tag === 0x1a) {
        buckets.areClassic = true;
        this.readBucket(reader, reader.frame(end), name, labels);
      } else if (tag === 0x7a) {
        this.put(`${name}_created`, labels, readTimestamp(reader, reader.frame(end)));
      } else {
        const isNative = readPushedPart(reader, tag, end, parts);
        buckets.areNative ||= isNative;
        return isNative;
      }
      return true;
    });
    // Classic buckets beside native ones say the same.
    const isNativeOnly = buckets.areNative && !buckets.areClassic;
    const samples = isNativeOnly ? parts.toSamples() : undefined;
    if (samples !== undefined) {
      this.putNative(name, labels, samples);
      return;
    }
    if (isNativeOnly) this.badNative++;
    this.put(`${name}_count`, labels, parts.count);
    if (!Number.isNaN(parts.sum)) this.put(`${name}_sum`, labels, parts.sum);
  }

  private readBucket(reader: WireReader, end: number, name: string, labels: Labels): void {
    let count = 0;
    let bound = Infinity;
    let exemplar = "";
    eachField(reader, end, (tag) => {
      if (tag === 0x08) count = Number(reader.int64());
      else if (tag === 0x11) bound = reader.double();
      else if (tag === 0x1a) exemplar = readExemplar(reader, reader.frame(end));
      else if (tag === 0x21) count = reader.double();
      else return false;
      return true;
    });
    const le = new Map([...labels, ["le", String(bound)] as const]);
    this.put(`${name}_bucket`, le, count, exemplar);
  }

  private put(name: string, labels: Labels, value: number, exemplar = ""): void {
    this.table.put(this.slotOf(name, labels), value, NaN, exemplar === "" ? [] : [exemplar]);
  }

  private putNative(name: string, labels: Labels, samples: ExponentialSamples): void {
    this.table.putNative(this.slotOf(name, labels), samples, NaN);
  }

  private slotOf(name: string, labels: Labels): Slot {
    if (++this.samples > maxSamples) {
      throw new RefusedError("too-many-samples", `more than ${maxSamples} samples`);
    }
    const slot = this.table.slotOf(name, sorted(labels));
    if (typeof slot === "string") throw new RefusedError(slot, `${slot} in ${name}`);
    return slot;
  }
}

type Labels = ReadonlyMap<string, string>;

/** Calls `read` with each tag; what it does not know is skipped. */
function eachField(reader: WireReader, end: number, read: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const tag = reader.varint();
    if (!read(tag)) reader.skip(tag, end);
  }
  reader.endOf(end);
}

function textOf(reader: WireReader, end: number): string {
  const textEnd = reader.frame(end);
  const text = reader.bytes.toString("utf8", reader.pos, textEnd);
  reader.pos = textEnd;
  return text;
}

/** LabelPair{1 name, 2 value} */
function readLabelPair(reader: WireReader, end: number): Label {
  let name = "";
  let value = "";
  eachField(reader, end, (tag) => {
    if (tag === 0x0a) name = textOf(reader, end);
    else if (tag === 0x12) value = textOf(reader, end);
    else return false;
    return true;
  });
  return [name, value];
}

/** Quantile{1 quantile, 2 value} */
function readDoubles(reader: WireReader, end: number): number[] {
  const doubles = [0, 0];
  eachField(reader, end, (tag) => {
    if (tag !== 0x09 && tag !== 0x11) return false;
    doubles[tag === 0x09 ? 0 : 1] = reader.double();
    return true;
  });
  return doubles;
}

/** google.protobuf.Timestamp in seconds. */
function readTimestamp(reader: WireReader, end: number): number {
  let seconds = 0;
  eachField(reader, end, (tag) => {
    if (tag === 0x08) seconds += Number(reader.int64());
    else if (tag === 0x10) seconds += Number(reader.int64()) / 1e9;
    else return false;
    return true;
  });
  return seconds;
}

/** Exemplar{1 label, 2 value, 3 timestamp} in OpenMetrics' form. */
function readExemplar(reader: WireReader, end: number): string {
  const labels: Label[] = [];
  let value = 0;
  let time = NaN;
  eachField(reader, end, (tag) => {
    if (tag === 0x0a) labels.push(readLabelPair(reader, reader.frame(end)));
    else if (tag === 0x11) value = reader.double();
    else if (tag === 0x1a) time = readTimestamp(reader, reader.frame(end));
    else return false;
    return true;
  });
  return exemplarText(labels, value, time);
}
