// What the lines of timers and summaries show where there are several: a line has room for one number, the same of
// all lines, so that they can be compared.

import type { ChartLine } from "../../src/shared/contract/metrics";
import { quantileName } from "./quantiles";

export interface Measure {
  /** "p95", "samples": what stands at the chart, for no line says it. */
  readonly name: string;
  readonly unit: string;
  readonly valuesOf: (line: ChartLine) => readonly (number | null)[];
}

/** Neither buckets nor quantiles came: how often it was measured is all there is to draw. */
export const samplesASecond: Measure = {
  name: "samples",
  unit: "/s",
  valuesOf: ({ values }) => values,
};

/** The quantile that most lines have; of several the nearest to p95. `unit` is the metric's. */
export function measureOf(lines: readonly ChartLine[], unit: string): Measure {
  const counts = new Map<number, number>();
  for (const line of lines) {
    for (const { q } of line.quantiles ?? []) counts.set(q, (counts.get(q) ?? 0) + 1);
  }
  const [best] = [...counts].sort(
    ([a, many], [b, others]) => others - many || distance(a) - distance(b),
  );
  if (best === undefined) return samplesASecond;
  const [chosen] = best;
  return {
    name: quantileName(chosen),
    unit,
    valuesOf: (line) => line.quantiles?.find(({ q }) => q === chosen)?.values ?? [],
  };
}

/** By how many times the share above it differs from that of p95: p90 is nearer than p99, and the maximum far. */
const distance = (q: number) => Math.abs(Math.log((1 - q) / 0.05));
