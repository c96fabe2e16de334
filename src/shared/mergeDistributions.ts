// Adds two histograms. Equal buckets add up exactly, which is the usual case; where bounds differ, the
// samples of a bucket are taken as spread evenly over it and shared out among the narrower ones.

import type { Distribution } from "./record";
import { BucketList } from "./logBuckets";

/** The sum of both; neither is changed. Counts may become fractional where bounds differ. */
export function mergeDistributions(a: Distribution, b: Distribution): Distribution {
  if (a.counts.length === 0) return b;
  if (b.counts.length === 0) return a;
  return mergeAligned(a, b) ?? mergeOverlapping(a, b);
}

/** Undefined as soon as two buckets overlap without being equal. */
function mergeAligned(a: Distribution, b: Distribution): Distribution | undefined {
  const out = new BucketList();
  let i = 0;
  let j = 0;
  while (i < a.counts.length || j < b.counts.length) {
    const aLower = a.lower[i] ?? Infinity;
    const aUpper = a.upper[i] ?? Infinity;
    const bLower = b.lower[j] ?? Infinity;
    const bUpper = b.upper[j] ?? Infinity;
    if (aLower === bLower && aUpper === bUpper) {
      out.push(aLower, aUpper, (a.counts[i++] ?? 0) + (b.counts[j++] ?? 0));
    } else if (j >= b.counts.length || (i < a.counts.length && aUpper <= bLower)) {
      out.push(aLower, aUpper, a.counts[i++] ?? 0);
    } else if (i >= a.counts.length || bUpper <= aLower) {
      out.push(bLower, bUpper, b.counts[j++] ?? 0);
    } else return undefined;
  }
  return out.toDistribution();
}

function mergeOverlapping(a: Distribution, b: Distribution): Distribution {
  const edges = [...new Set([...a.lower, ...a.upper, ...b.lower, ...b.upper])].sort(
    (x, y) => x - y,
  );
  const counts = new Float64Array(edges.length); // of (edges[i - 1], edges[i]]
  const points = new Map<number, number>(); // buckets without width: zeros
  for (const distribution of [a, b]) share(distribution, edges, counts, points);
  const out = new BucketList();
  for (const [i, edge] of edges.entries()) {
    out.push(edges[i - 1] ?? edge, edge, counts[i] ?? 0);
    out.push(edge, edge, points.get(edge) ?? 0);
  }
  return out.toDistribution();
}

function share(
  { lower, upper, counts }: Distribution,
  edges: readonly number[],
  into: Float64Array,
  points: Map<number, number>,
): void {
  let first = 0; // edges at or below the bucket's lower bound
  for (const [i, count] of counts.entries()) {
    const from = lower[i] ?? NaN;
    const to = upper[i] ?? NaN;
    if (from === to) {
      points.set(from, (points.get(from) ?? 0) + count);
      continue;
    }
    while (first < edges.length && (edges[first] ?? Infinity) <= from) first++;
    // An open bucket has no width to share by: its samples go to those of its parts that have one.
    let last = first;
    while ((edges[last] ?? Infinity) < to) last++;
    const open = last > first ? [-Infinity, Infinity] : [];
    let width = 0;
    for (let e = first; e <= last; e++) width += partWidth(edges, e, open);
    for (let e = first; e <= last; e++) {
      const part = first === last ? 1 : partWidth(edges, e, open) / width;
      into[e] = (into[e] ?? 0) + count * part;
    }
  }
}

function partWidth(edges: readonly number[], e: number, open: readonly number[]): number {
  const from = edges[e - 1] ?? NaN;
  const to = edges[e] ?? NaN;
  return open.includes(from) || open.includes(to) ? 0 : to - from;
}
