// Counts samples in logarithmic buckets as they come: the working form of a timer between two flushes.
// Bounded: 100 doublings around 1 at 32 buckets each; what lies outside counts in the outermost bucket.

import type { Distribution } from "./record";

/** Scale of an OTLP exponential histogram: 2^5 buckets a doubling, each 2.2 % wide. */
export const finestScale = 5;
const bucketsPerDoubling = 2 ** finestScale;
const lowestIndex = -40 * bucketsPerDoubling; // 1e-12
const highestIndex = 60 * bucketsPerDoubling - 1; // 1e18
/** An array grows by so many buckets, a factor of two: neighbours of a sample are likely next. */
const growth = bucketsPerDoubling;

/** Index of the bucket (2^(i/32), 2^((i+1)/32)] that holds a positive value. */
function bucketIndex(value: number): number {
  const index = Math.ceil(Math.log2(value) * bucketsPerDoubling) - 1;
  if (index < lowestIndex) return lowestIndex;
  return index > highestIndex ? highestIndex : index;
}

/**
 * Lower bound of bucket `index`. Eight digits keep the stored text short; they are the same ones each
 * time, so equal buckets of different points have equal bounds.
 */
function bucketBound(index: number, scale: number): number {
  if (scale !== finestScale || index < lowestIndex || index > highestIndex) {
    return computeBound(index, scale);
  }
  const known = finestBounds[index - lowestIndex] ?? 0;
  return known === 0 ? (finestBounds[index - lowestIndex] = computeBound(index, scale)) : known;
}

// Filled as asked for: a flush of many timers asks for the same few hundred bounds again and again.
const finestBounds = new Float64Array(highestIndex - lowestIndex + 1);

function computeBound(index: number, scale: number): number {
  const exponent = index * 2 ** -scale;
  const bound = 2 ** exponent;
  return Number.isInteger(exponent) || !Number.isFinite(bound)
    ? bound
    : Number(bound.toPrecision(8));
}

/** Collects ascending buckets and leaves out empty ones. */
export class BucketList {
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly counts: number[] = [];

  push(lower: number, upper: number, count: number): void {
    if (!(count > 0)) return;
    this.lower.push(lower);
    this.upper.push(upper);
    this.counts.push(count);
  }

  /** Bucket `index` of an exponential histogram; `sign` -1 mirrors it at zero. */
  pushExponential(sign: 1 | -1, index: number, scale: number, count: number): void {
    const inner = bucketBound(index, scale);
    const outer = bucketBound(index + 1, scale);
    if (sign < 0) this.push(-outer, -inner, count);
    else this.push(inner, outer, count);
  }

  toDistribution(): Distribution {
    return { lower: this.lower, upper: this.upper, counts: this.counts };
  }
}

export class LogBuckets {
  private zeros = 0;
  private readonly positive = new Side();
  private readonly negative = new Side();

  /** `weight` samples of `value`, which is finite. */
  add(value: number, weight: number): void {
    if (value > 0) this.positive.add(bucketIndex(value), weight);
    else if (value < 0) this.negative.add(bucketIndex(-value), weight);
    else this.zeros += weight;
  }

  /** What was added since the last call. */
  take(): Distribution {
    const out = new BucketList();
    this.negative.take((index, count) => out.pushExponential(-1, index, finestScale, count), true);
    out.push(0, 0, this.zeros);
    this.zeros = 0;
    this.positive.take((index, count) => out.pushExponential(1, index, finestScale, count), false);
    return out.toDistribution();
  }
}

/** Counts of the buckets on one side of zero, in one array from the lowest that was seen. */
class Side {
  private counts = new Float64Array(0);
  private first = 0;

  add(index: number, weight: number): void {
    let at = index - this.first;
    if (at < 0 || at >= this.counts.length) {
      this.grow(index);
      at = index - this.first;
    }
    this.counts[at] = (this.counts[at] ?? 0) + weight;
  }

  take(each: (index: number, count: number) => void, isDescending: boolean): void {
    const { counts, first } = this;
    for (let i = 0; i < counts.length; i++) {
      const at = isDescending ? counts.length - 1 - i : i;
      const count = counts[at] ?? 0;
      if (count > 0) each(first + at, count);
    }
    counts.fill(0);
  }

  private grow(index: number): void {
    const old = this.counts;
    const isFirst = old.length === 0;
    const low = Math.floor(index / growth) * growth;
    const from = isFirst ? low : Math.min(this.first, low);
    const to = isFirst ? low + growth : Math.max(this.first + old.length, low + growth);
    this.counts = new Float64Array(to - from);
    if (!isFirst) this.counts.set(old, this.first - from);
    this.first = from;
  }
}
