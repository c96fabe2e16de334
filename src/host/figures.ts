// Counts and durations, short enough for a tree and the status bar.

/** 999 · 1.2k · 35k · 1.2M */
export function shortCount(count: number): string {
  if (count < 1_000) return String(Math.round(count));
  for (const [unit, size] of [
    ["k", 1e3],
    ["M", 1e6],
    ["G", 1e9],
  ] as const) {
    const value = count / size;
    if (value < 9.95) return `${value.toFixed(1)}${unit}`;
    if (value < 999.5) return `${Math.round(value)}${unit}`;
  }
  return `${(count / 1e9).toExponential(1)}G`;
}

/** "1 error", "1.2k errors" */
export function countOf(count: number, one: string): string {
  const text = shortCount(count);
  return `${text} ${text === "1" ? one : `${one}s`}`;
}

/** 0.4 ms · 12 ms · 1.6 s · 2 min 5 s, from nanoseconds as decimal text */
export function shortDuration(nanos: string): string {
  const ms = Number(nanos) / 1e6;
  if (!Number.isFinite(ms)) return "";
  if (ms < 10) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Sum of a table of counts by reason. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
