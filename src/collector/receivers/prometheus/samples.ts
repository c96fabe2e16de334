// Cumulative `le` buckets → one count a bucket, as histograms are stored.

import type { CountedSamples } from "../../pipeline/cumulative";
import type { Reading } from "./reading";

/** undefined when a bucket is no number, or neither `+Inf` nor the count says how many there are. */
export function countedSamples({
  bounds,
  cumulative,
  count,
  sum,
}: Pick<Reading, "bounds" | "cumulative" | "count" | "sum">): CountedSamples | undefined {
  const order = bounds.map((_, i) => i);
  // Stable: of a bucket that comes twice the last counts.
  order.sort((a, b) => (bounds[a] ?? 0) - (bounds[b] ?? 0) || 0);
  const upper: number[] = [];
  const counts: number[] = [];
  let below = 0;
  let total = count;
  for (const [n, i] of order.entries()) {
    const bound = bounds[i] ?? NaN;
    const value = cumulative[i] ?? NaN;
    if (Number.isNaN(value)) return undefined;
    if (bounds[order[n + 1] ?? -1] === bound) continue;
    if (bound === Infinity) {
      total = value;
      continue;
    }
    upper.push(bound);
    counts.push(Math.max(0, value - below));
    below = Math.max(below, value);
  }
  if (!Number.isFinite(total)) return undefined;
  // Scrapes of a running app may catch the count before the last bucket.
  counts.push(Math.max(0, total - below));
  return { count: Math.max(total, below), sum, bounds: upper, counts };
}
