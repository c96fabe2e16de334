// Where the bars of the histogram stand and how high: pure, in CSS pixels.

import type { HistogramResult } from "../../src/shared/contract/collectorApi";
import { type SeverityName, severityNames } from "../../src/shared/severity";
import { timeMs } from "../lib/format";
import type { TimeRange } from "./selection";

export interface Bar {
  readonly leftPx: number;
  readonly widthPx: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  /** From the foot up: the least severe first. */
  readonly parts: readonly { readonly level: Level; readonly count: number }[];
}
export type Level = SeverityName | "NONE";

export interface HistogramLayout {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly highest: number;
  readonly bars: readonly Bar[];
}

/** Undefined where there is nothing to draw. */
export function layoutOf(
  histogram: HistogramResult,
  range: TimeRange,
  widthPx: number,
  nowMs: number,
): HistogramLayout | undefined {
  const stepMs = Number(histogram.intervalNanos) / 1e6;
  const first = histogram.bars[0];
  const last = histogram.bars.at(-1);
  if (first === undefined || last === undefined || !(stepMs > 0) || widthPx <= 0) return undefined;
  const [fromMs, toMs] = extent(range, timeMs(first.time), timeMs(last.time) + stepMs, nowMs);
  const pxPerMs = widthPx / Math.max(stepMs, toMs - fromMs);
  const gapPx = stepMs * pxPerMs > 3 ? 1 : 0;
  let highest = 0;
  const bars = histogram.bars.map((bar): Bar => {
    const startMs = timeMs(bar.time);
    highest = Math.max(highest, bar.count);
    return {
      leftPx: (startMs - fromMs) * pxPerMs,
      widthPx: Math.max(1, Math.min(24, stepMs * pxPerMs) - gapPx),
      startMs,
      endMs: startMs + stepMs,
      count: bar.count,
      parts: partsOf(bar.by, bar.count),
    };
  });
  return { fromMs, toMs, stepMs, highest, bars };
}

function extent(range: TimeRange, firstMs: number, endMs: number, nowMs: number): [number, number] {
  if (range.kind === "between") return [range.fromMs, range.toMs];
  if (range.kind === "last") return [Math.min(firstMs, nowMs - range.ms), Math.max(endMs, nowMs)];
  return [firstMs, endMs];
}

function partsOf(by: Readonly<Record<string, number>>, count: number) {
  const parts: { level: Level; count: number }[] = [];
  let known = 0;
  for (const level of severityNames) {
    const part = by[level] ?? by[level.toLowerCase()] ?? 0;
    known += part;
    if (part > 0) parts.push({ level, count: part });
  }
  return count > known ? [{ level: "NONE" as const, count: count - known }, ...parts] : parts;
}

/** Marks of the time axis: at most one each `leastPx`, at round times. */
export function ticksOf(
  { fromMs, toMs }: Pick<HistogramLayout, "fromMs" | "toMs">,
  widthPx: number,
  leastPx: number,
): { readonly ms: number; readonly leftPx: number; readonly stepMs: number }[] {
  const spanMs = toMs - fromMs;
  const wanted = Math.max(1, Math.floor(widthPx / leastPx));
  const stepMs = roundSteps.find((step) => spanMs / step <= wanted) ?? 86_400_000 * 30;
  const offsetMs = new Date(fromMs).getTimezoneOffset() * 60_000; // marks at whole hours of the user
  const first = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs;
  const ticks = [];
  for (let ms = first; ms < toMs; ms += stepMs) {
    const leftPx = ((ms - fromMs) / spanMs) * widthPx;
    if (leftPx < widthPx - leastPx / 2) ticks.push({ ms, leftPx, stepMs }); // else its text is cut
  }
  return ticks;
}

const roundSteps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((ms) => ms),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  ...[1, 2, 7, 14].map((days) => days * 86_400_000),
];
