// Durations as people and the query language write them: "1.2s", "340ms".

const units = [
  ["s", 1e9],
  ["ms", 1e6],
  ["us", 1e3],
] as const;

export function spanDuration(nanos: number): string {
  for (const [unit, size] of units) {
    if (Math.abs(nanos) >= size) return `${Number((nanos / size).toPrecision(6))}${unit}`;
  }
  return `${Math.round(nanos)}ns`;
}
