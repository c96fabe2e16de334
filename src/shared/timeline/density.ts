// How many logs fall on each part of the time shown, so that a burst is seen where dots lie on each other.

import type { Interval, TimelineNode } from "./model";

/** Equal parts of the time shown that have a log. */
export interface DensityBin extends Interval {
  readonly count: number;
  /** The worst among them, the earliest of these. */
  readonly severityNumber: number;
  /** Of that log's node. */
  readonly index: number;
}

/** Of `parts` equal parts of [fromNanos, toNanos] those with a log, in the order of time. */
export function logDensity(
  nodes: readonly TimelineNode[],
  { startNanos, endNanos }: Interval,
  parts: number,
): DensityBin[] {
  const width = (endNanos - startNanos) / parts;
  const bins = new Map<number, DensityBin>();
  for (const node of nodes) {
    if (node.kind !== "log" || node.startNanos < startNanos || node.startNanos > endNanos) continue;
    const part = Math.min(parts - 1, Math.floor((node.startNanos - startNanos) / width));
    const severityNumber = node.log.severityNumber ?? 0;
    const bin = bins.get(part);
    const isWorse = bin === undefined || severityNumber > bin.severityNumber;
    bins.set(part, {
      startNanos: startNanos + part * width,
      endNanos: startNanos + (part + 1) * width,
      count: (bin?.count ?? 0) + 1,
      severityNumber: isWorse ? severityNumber : bin.severityNumber,
      index: isWorse ? node.index : bin.index,
    });
  }
  return [...bins.values()].sort((a, b) => a.startNanos - b.startNanos);
}

/** Few logs are low bars: as many as this, or more, reach the top. */
const leastForFull = 4;

/** How tall the bar of each is, 0..1: by the logarithm, so that one log is seen beside a thousand. */
export function densityHeights(bins: readonly DensityBin[]): number[] {
  const most = bins.reduce((max, { count }) => Math.max(max, count), leastForFull);
  return bins.map(({ count }) => Math.log1p(count) / Math.log1p(most));
}
