// Cumulative exponential histograms: two points of one stream may differ in scale and in where their buckets
// begin (metrics data model, "ExponentialHistogram": merging halves the resolution, index >> 1).

import type { ExponentialBuckets, ExponentialHistogram } from "../../shared/distribution";

export interface ExponentialSamples extends ExponentialHistogram {
  readonly count: number;
  /** NaN when the sender does not say. */
  readonly sum: number;
}

/** What was added from `before` to `now`; undefined when something fell, which is a reset. */
export function subtractExponential(
  now: ExponentialSamples,
  before: ExponentialSamples,
): ExponentialSamples | undefined {
  const halvings = before.scale - now.scale; // a stream's resolution only ever falls
  if (halvings < 0 || now.count < before.count || now.zeroCount < before.zeroCount)
    return undefined;
  const positive = subtractBuckets(now.positive, before.positive, halvings);
  const negative = subtractBuckets(now.negative, before.negative, halvings);
  if (positive === undefined || negative === undefined) return undefined;
  return {
    ...now,
    count: now.count - before.count,
    sum: now.sum - before.sum,
    zeroCount: now.zeroCount - before.zeroCount,
    positive,
    negative,
  };
}

function subtractBuckets(
  now: ExponentialBuckets,
  before: ExponentialBuckets,
  halvings: number,
): ExponentialBuckets | undefined {
  const counts = [...now.counts];
  for (const [i, count] of before.counts.entries()) {
    if (count === 0) continue;
    const at = Math.floor((before.offset + i) / 2 ** halvings) - now.offset;
    const left = (counts[at] ?? 0) - count;
    if (left < 0) return undefined;
    counts[at] = left;
  }
  return { offset: now.offset, counts };
}
