// Quantiles of each bin: of the histograms that fell into it, merged; else what senders computed themselves.

import { quantileOf, shownQuantiles } from "../../../shared/distribution";
import { mergeDistributions } from "../../../shared/mergeDistributions";
import type { Distribution } from "../../../shared/record";

export interface BucketsRow {
  readonly line: number;
  readonly bin: number;
  /** Ascending; null is an open end. */
  readonly lower_bounds: readonly (number | null)[];
  readonly upper_bounds: readonly (number | null)[];
  readonly counts: readonly number[];
}
export interface QuantileRow {
  readonly line: number;
  readonly bin: number;
  readonly q: number;
  readonly value: number;
}
/** Value by q. */
export type QuantileSet = ReadonlyMap<number, number>;

/** A chart can tell apart so many; whoever computes more wants a histogram. */
const maxQuantiles = 8;

/** By line, then bin. Quantiles of open buckets end at the least and greatest sample, where these are known. */
export function quantilesOfBuckets(
  buckets: readonly BucketsRow[],
  quantiles: readonly QuantileRow[],
  rangeOf: (line: number, bin: number) => { readonly min: number; readonly max: number },
): Map<number, Map<number, QuantileSet>> {
  const lines = new Map<number, Map<number, Map<number, number>>>();
  const setOf = (line: number, bin: number) => {
    const bins = lines.get(line) ?? new Map<number, Map<number, number>>();
    lines.set(line, bins);
    const set = bins.get(bin) ?? new Map<number, number>();
    bins.set(bin, set);
    return set;
  };
  for (const { line, bin, q, value } of quantiles) setOf(line, bin).set(q, value);
  for (const row of buckets) {
    const merged = disjoint(row);
    const set = setOf(row.line, row.bin);
    const { min, max } = rangeOf(row.line, row.bin);
    for (const q of shownQuantiles) set.set(q, quantileOf(merged, q, min, max));
  }
  return lines;
}

/** Which quantiles a line has at some time, ascending: of too many the usual ones, then the highest. */
export function quantilesIn(sets: Iterable<QuantileSet>): number[] {
  const known = new Set<number>();
  for (const set of sets) for (const q of set.keys()) known.add(q);
  const others = [...known].filter((q) => !shownQuantiles.includes(q)).sort((a, b) => b - a);
  return [...shownQuantiles.filter((q) => known.has(q)), ...others]
    .slice(0, maxQuantiles)
    .sort((a, b) => a - b);
}

/** Series with other bounds give buckets that overlap: each run of disjoint ones is a histogram to merge. */
function disjoint({ lower_bounds: lower, upper_bounds: upper, counts }: BucketsRow): Distribution {
  const runs: { lower: number[]; upper: number[]; counts: number[] }[] = [];
  for (const [i, count] of counts.entries()) {
    const from = lower[i] ?? -Infinity;
    const to = upper[i] ?? Infinity;
    let run = runs.find((other) => (other.upper.at(-1) ?? -Infinity) <= from);
    if (run === undefined) {
      run = { lower: [], upper: [], counts: [] };
      runs.push(run);
    }
    run.lower.push(from);
    run.upper.push(to);
    run.counts.push(count);
  }
  const none: Distribution = { lower: [], upper: [], counts: [] };
  return runs.reduce<Distribution>(mergeDistributions, none);
}
