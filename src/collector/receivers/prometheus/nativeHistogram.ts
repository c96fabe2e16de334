// Native histograms: buckets that grow by a factor, written as spans of neighbours (Histogram of
// prometheus/prompb/types.proto, and of io/prometheus/client/metrics.proto).

import type { ExponentialSamples } from "../../pipeline/exponential";
import type { WireReader } from "../../pipeline/wireReader";
import type { ExponentialBuckets } from "../../../shared/distribution";
import { maxBuckets } from "./limits";

export interface NativeHistogram {
  readonly timeMs: number;
  /** undefined where the buckets are of a kind that is not known, or too many. */
  readonly samples: ExponentialSamples | undefined;
}

/** Field number × 8 + wire type. */
const tags = {
  count: 0x08,
  countFloat: 0x11,
  sum: 0x19,
  schema: 0x20,
  zeroThreshold: 0x29,
  zeroCount: 0x30,
  zeroCountFloat: 0x39,
  negativeSpans: 0x42,
  negativeDeltas: 0x4a,
  negativeCounts: 0x52,
  positiveSpans: 0x5a,
  positiveDeltas: 0x62,
  positiveCounts: 0x6a,
  time: 0x78,
} as const;
/** Schemas of exponential buckets; -53 has bounds of its own, others are to come. */
const minSchema = -4;
const maxSchema = 8;

interface Span {
  /** Buckets between it and the one before; the first counts from 0. */
  readonly offset: number;
  readonly length: number;
}
/** One side of zero. */
class Side {
  readonly spans: Span[] = [];
  readonly deltas: number[] = [];
  readonly counts: number[] = [];

  /** undefined when spans and counts do not fit together. */
  toBuckets(): ExponentialBuckets | undefined {
    const given = this.counts.length > 0 ? this.counts : runningTotals(this.deltas);
    const [first] = this.spans;
    if (first === undefined) return given.length === 0 ? { offset: 0, counts: [] } : undefined;
    const counts: number[] = [];
    let next = 0;
    for (const [i, { offset, length }] of this.spans.entries()) {
      const gap = i === 0 ? 0 : offset;
      if (gap < 0 || counts.length + gap + length > maxBuckets) return undefined;
      for (let n = 0; n < gap; n++) counts.push(0);
      for (let n = 0; n < length; n++) counts.push(given[next++] ?? NaN);
    }
    const isWhole = next === given.length && counts.every((count) => count >= 0);
    // Bucket i is up to base^i here, and from base^i in OpenTelemetry's way to count.
    return isWhole ? { offset: first.offset - 1, counts } : undefined;
  }
}

/** What is read of a native histogram, whichever message it is in. */
export class NativeParts {
  readonly positive = new Side();
  readonly negative = new Side();
  count = 0;
  sum = NaN;
  schema = 0;
  zeroThreshold = 0;
  zeroCount = 0;

  /** undefined where the buckets are of a kind that is not known, too many, or do not fit their spans. */
  toSamples(): ExponentialSamples | undefined {
    const { count, sum, schema, zeroCount, zeroThreshold } = this;
    const [up, down] = [this.positive.toBuckets(), this.negative.toBuckets()];
    const isKnown = schema >= minSchema && schema <= maxSchema && count >= 0 && zeroCount >= 0;
    if (!isKnown || up === undefined || down === undefined) return undefined;
    return { count, sum, scale: schema, zeroCount, zeroThreshold, positive: up, negative: down };
  }
}

/** The Histogram in `[reader.pos, end)`; undefined where it says that a series ends. Throws MalformedError. */
export function readNativeHistogram(
  reader: WireReader,
  end: number,
  staleBits: bigint,
): NativeHistogram | undefined {
  const parts = new NativeParts();
  const { positive, negative } = parts;
  let timeMs = 0;
  let isStale = false;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === tags.count) parts.count = Number(reader.int64());
    else if (tag === tags.countFloat) parts.count = reader.double();
    else if (tag === tags.sum) {
      isStale = reader.fixed64() === staleBits;
      reader.pos -= 8;
      parts.sum = reader.double();
    } else if (tag === tags.schema) parts.schema = reader.sint32();
    else if (tag === tags.zeroThreshold) parts.zeroThreshold = reader.double();
    else if (tag === tags.zeroCount) parts.zeroCount = Number(reader.int64());
    else if (tag === tags.zeroCountFloat) parts.zeroCount = reader.double();
    else if (tag === tags.negativeSpans) readSpan(reader, end, negative);
    else if (tag === tags.positiveSpans) readSpan(reader, end, positive);
    else if (tag === tags.negativeDeltas) readPacked(reader, end, negative.deltas, signed);
    else if (tag === tags.positiveDeltas) readPacked(reader, end, positive.deltas, signed);
    else if (tag === tags.negativeCounts) readPacked(reader, end, negative.counts, double);
    else if (tag === tags.positiveCounts) readPacked(reader, end, positive.counts, double);
    else if (tag === tags.time) timeMs = Number(reader.int64());
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return isStale ? undefined : { timeMs, samples: parts.toSamples() };
}

/** Field numbers × 8 of io.prometheus.client's Histogram, whose lists may be packed or not. */
const pushed = {
  schema: 0x28,
  zeroThreshold: 0x31,
  zeroCount: 0x38,
  zeroCountFloat: 0x41,
  negative: { span: 0x4a, delta: 0x50, count: 0x59 },
  positive: { span: 0x62, delta: 0x68, count: 0x71 },
} as const;
const packed = 2;

/** Reads a field of a pushed Histogram that is of its native buckets; false for any other. */
export function readPushedPart(
  reader: WireReader,
  tag: number,
  end: number,
  parts: NativeParts,
): boolean {
  if (tag === pushed.schema) parts.schema = reader.sint32();
  else if (tag === pushed.zeroThreshold) parts.zeroThreshold = reader.double();
  else if (tag === pushed.zeroCount) parts.zeroCount = Number(reader.int64());
  else if (tag === pushed.zeroCountFloat) parts.zeroCount = reader.double();
  else {
    return (
      readPushedSide(reader, tag, end, pushed.positive, parts.positive) ||
      readPushedSide(reader, tag, end, pushed.negative, parts.negative)
    );
  }
  return true;
}

function readPushedSide(
  reader: WireReader,
  tag: number,
  end: number,
  of: { readonly span: number; readonly delta: number; readonly count: number },
  side: Side,
): boolean {
  if (tag === of.span) readSpan(reader, end, side);
  else if (tag === of.delta) push(reader, side.deltas, signed);
  else if (tag === of.count) push(reader, side.counts, double);
  else if (tag === ((of.delta & ~7) | packed)) readPacked(reader, end, side.deltas, signed);
  else if (tag === ((of.count & ~7) | packed)) readPacked(reader, end, side.counts, double);
  else return false;
  return true;
}

/** BucketSpan{1 offset, 2 length} */
function readSpan(reader: WireReader, containerEnd: number, { spans }: Side): void {
  const end = reader.frame(containerEnd);
  let offset = 0;
  let length = 0;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === 0x08) offset = reader.sint32();
    else if (tag === 0x10) length = reader.varint();
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  if (spans.length >= maxBuckets) reader.fail(`more than ${maxBuckets} spans`);
  spans.push({ offset, length });
}

function readPacked(
  reader: WireReader,
  end: number,
  into: number[],
  read: (reader: WireReader) => number,
): void {
  const packedEnd = reader.frame(end);
  while (reader.pos < packedEnd) push(reader, into, read);
  reader.endOf(packedEnd);
}

function push(reader: WireReader, into: number[], read: (reader: WireReader) => number): void {
  if (into.length >= maxBuckets) reader.fail(`more than ${maxBuckets} buckets`);
  into.push(read(reader));
}

const double = (reader: WireReader) => reader.double();

/** A zigzag-coded sint64. */
function signed(reader: WireReader): number {
  const value = Number(BigInt.asUintN(64, BigInt(reader.int64())));
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function runningTotals(deltas: readonly number[]): number[] {
  let total = 0;
  return deltas.map((delta) => (total += delta));
}
