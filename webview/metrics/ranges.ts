// The spans of time that charts may show.

export interface TimeRange {
  readonly minutes: number;
  readonly label: string;
}

export const timeRanges: readonly TimeRange[] = [
  { minutes: 1, label: "Last 1 min" },
  { minutes: 5, label: "Last 5 min" },
  { minutes: 15, label: "Last 15 min" },
  { minutes: 60, label: "Last 1 h" },
  { minutes: 360, label: "Last 6 h" },
  { minutes: 1440, label: "Last 24 h" },
  { minutes: 10_080, label: "Last 7 d" },
];

export const rangeLabel = (minutes: number) =>
  timeRanges.find((range) => range.minutes === minutes)?.label ?? `Last ${minutes} min`;

/** Logs around a point of a chart: its bin, and as much before and after it. */
export function timeClause(timeMs: number, stepMs: number): string {
  const at = (ms: number) => new Date(ms).toISOString();
  const widthMs = Math.max(stepMs, 1_000);
  return `time:["${at(timeMs - widthMs)}" TO "${at(timeMs + 2 * widthMs)}"]`;
}
