// Quantiles by the names and colours that people know them by. Timers have p50, p95 and p99; summaries have
// what their sender computes, often p90.

/** The middle, the slow ones, the slowest. */
export type QuantileColor = "p50" | "p95" | "p99";

export function colorOfQuantile(q: number): QuantileColor {
  if (q <= 0.5) return "p50";
  return q < 0.99 ? "p95" : "p99";
}

/** "p50", "p99.9"; 0 and 1 are the extremes. */
export function quantileName(q: number): string {
  if (q === 0) return "min";
  return q === 1 ? "max" : `p${Number((q * 100).toPrecision(6))}`;
}
