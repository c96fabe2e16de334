// Histograms of any origin as one shape (record.ts, Distribution), so that timers, OTLP and Prometheus
// histograms are stored, merged and asked for quantiles alike. Buckets of samples are those of an OTLP
// exponential histogram of scale 5: each is 2.2 % wide, which bounds the error of a quantile.

import type { Distribution, Quantile } from "./record";
import { BucketList, finestScale } from "./logBuckets";

/** What panels show of a histogram. */
export const shownQuantiles: readonly number[] = [0.5, 0.95, 0.99];

/**
 * From a histogram with explicit bounds (OTLP `explicit_bounds`, ascending): `counts` has one more than
 * `bounds`, and the outer two buckets are open. Buckets without samples are left out.
 */
export function distributionFromBounds(
  bounds: readonly number[],
  counts: readonly number[],
): Distribution {
  const out = new BucketList();
  for (const [i, count] of counts.entries()) {
    out.push(bounds[i - 1] ?? -Infinity, bounds[i] ?? Infinity, count);
  }
  return out.toDistribution();
}

export interface ExponentialHistogram {
  /** -10..20; bucket i of `positive` is (base^i, base^(i+1)] with base = 2^(2^-scale). */
  readonly scale: number;
  readonly zeroCount: number;
  /** Values in [-zeroThreshold, zeroThreshold] are in `zeroCount`; 0 by default. */
  readonly zeroThreshold?: number;
  readonly positive: ExponentialBuckets;
  readonly negative: ExponentialBuckets;
}
export interface ExponentialBuckets {
  /** Index of the first of `counts`. */
  readonly offset: number;
  readonly counts: readonly number[];
}

/** From an OTLP exponential histogram; scales above 5 are brought down to it. */
export function distributionFromExponential(histogram: ExponentialHistogram): Distribution {
  const { zeroCount, zeroThreshold = 0 } = histogram;
  const scale = Math.min(histogram.scale, finestScale);
  const step = 2 ** (histogram.scale - scale);
  const out = new BucketList();
  for (const [index, count] of coarser(histogram.negative, step).reverse()) {
    out.pushExponential(-1, index, scale, count);
  }
  out.push(0 - zeroThreshold, zeroThreshold, zeroCount); // not -0
  for (const [index, count] of coarser(histogram.positive, step)) {
    out.pushExponential(1, index, scale, count);
  }
  return out.toDistribution();
}

/**
 * The value below which a share `q` (0..1) of the samples lies, linear within its bucket and never
 * outside [min, max] where these are known (NaN: unknown). NaN when there are no samples.
 */
export function quantileOf(distribution: Distribution, q: number, min = NaN, max = NaN): number {
  const { counts } = distribution;
  const rank = Math.min(1, Math.max(0, q)) * counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let last = -1;
  for (const [i, count] of counts.entries()) {
    if (count <= 0) continue;
    last = i;
    if (below + count >= rank) break;
    below += count;
  }
  if (last < 0) return NaN;
  const share = Math.min(1, Math.max(0, (rank - below) / (counts[last] ?? 1)));
  return clamp(within(distribution, last, share, min, max), min, max);
}

/** `shownQuantiles` of a distribution, as a metric point carries them; none when it is empty. */
export function quantilesOf(distribution: Distribution, min = NaN, max = NaN): Quantile[] {
  if (distribution.counts.length === 0) return [];
  return shownQuantiles.map((q) => ({ q, value: quantileOf(distribution, q, min, max) }));
}

/** A histogram that may hold negative values comes without a sum: the middles of its buckets have to do. */
export function estimatedSum(distribution: Distribution | undefined): number {
  let sum = 0;
  for (const [i, count] of distribution?.counts.entries() ?? []) {
    const lower = distribution?.lower[i] ?? 0;
    const upper = distribution?.upper[i] ?? 0;
    const from = Number.isFinite(lower) ? lower : Math.min(0, upper);
    const to = Number.isFinite(upper) ? upper : from;
    if (Number.isFinite(from)) sum += (count * (from + to)) / 2;
  }
  return sum;
}

/** JSON text `{"lower":[…],"upper":[…],"counts":[…]}`; an open end is null. */
export function distributionToText({ lower, upper, counts }: Distribution): string {
  return JSON.stringify({ lower, upper, counts });
}

/** The reverse; undefined for text of any other shape. */
export function distributionFromText(text: string): Distribution | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller has no histogram, which is an answer
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { lower, upper, counts } = parsed as Readonly<Record<string, unknown>>;
  const from = numbers(lower, -Infinity);
  const to = numbers(upper, Infinity);
  const of = numbers(counts, NaN);
  if (from === undefined || to === undefined || of === undefined) return undefined;
  if (from.length !== to.length || of.length !== to.length) return undefined;
  return { lower: from, upper: to, counts: of };
}

function coarser({ offset, counts }: ExponentialBuckets, step: number): [number, number][] {
  const joined = new Map<number, number>();
  for (const [i, count] of counts.entries()) {
    const index = Math.floor((offset + i) / step);
    joined.set(index, (joined.get(index) ?? 0) + count);
  }
  return [...joined];
}

function within(
  { lower, upper }: Distribution,
  i: number,
  share: number,
  min: number,
  max: number,
): number {
  // An open end is as far as the extreme value; where that is unknown, the bucket's other end has to do
  // (and 0 under a positive bound, as Prometheus has it).
  let to = upper[i] ?? NaN;
  let from = lower[i] ?? NaN;
  if (from === -Infinity) from = Number.isNaN(min) ? Math.min(0, to) : min;
  if (to === Infinity) to = Number.isNaN(max) ? from : max;
  if (from > to) return to;
  return from + (to - from) * share;
}

function clamp(value: number, min: number, max: number): number {
  if (value < min) return min;
  return value > max ? max : value;
}

function numbers(value: unknown, ifNull: number): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const out: number[] = [];
  for (const item of value as unknown[]) {
    if (item === null) out.push(ifNull);
    else if (typeof item === "number") out.push(item);
    else return undefined;
  }
  return out;
}
