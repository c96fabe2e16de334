// Parts of a point that need no memory: its times, and the figures of a histogram or a summary.

import { estimatedSum, quantilesOf } from "../../../shared/distribution";
import type { Distribution, MetricPoint, Quantile, Resource } from "../../../shared/record";
import type { Reading } from "./reading";

/** Who exposes, pushes or writes. */
export interface Source {
  /** Identity of its running totals. */
  readonly id: string;
  readonly resource: Resource;
  /** When its process began, if it says; 0n: unknown. */
  readonly startTimeUnixNano: bigint;
  /** It was not heard of before: totals whose beginning is unknown are taken for what it did since. */
  readonly isNew: boolean;
  /** What does not change is written every `repeatNanos` only. */
  readonly isThinned: boolean;
}

/** Of milliseconds; 0n for what no time can be. */
export const nanosOf = (ms: number) =>
  Number.isFinite(ms * 1000) ? BigInt(Math.round(ms * 1000)) * 1000n : 0n;

/** When the series was 0; 0n when that is not known. */
export function startOf({ createdSeconds }: Reading, source: Source, time: bigint): bigint {
  const created = createdSeconds > 0 ? nanosOf(createdSeconds * 1000) : 0n;
  const start = created === 0n ? source.startTimeUnixNano : created;
  return start < time ? start : 0n;
}

/** The point with what was added to its samples. */
export function withSamples(
  point: MetricPoint,
  samples: { readonly count: number; readonly sum: number },
  distribution: Distribution,
): MetricPoint {
  const { count } = samples;
  const sum = Number.isFinite(samples.sum) ? samples.sum : estimatedSum(distribution);
  return {
    ...point,
    value: count > 0 ? sum / count : 0,
    count,
    sum,
    distribution,
    quantiles: quantilesOf(distribution),
  };
}

const at = (quantiles: readonly Quantile[], q: number) =>
  quantiles.find((quantile) => quantile.q === q)?.value ?? NaN;
/** The least and the greatest sample, where they are among the quantiles. */
export const extremesOf = (quantiles: readonly Quantile[]) => ({
  min: at(quantiles, 0),
  max: at(quantiles, 1),
});
/** What stands for a summary that counts nothing. */
export const middleOf = (quantiles: readonly Quantile[]) => {
  const middle = at(quantiles, 0.5);
  return Number.isNaN(middle) ? (quantiles[0]?.value ?? 0) : middle;
};
