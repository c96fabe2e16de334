// Where the bars of the histogram stand and how high: pure, in CSS pixels.

import type { HistogramResult } from "../../src/shared/contract/histogram";
import { severityNames } from "../../src/shared/severity";
import { dayMs, monthMs, timeMs, yearMs } from "../lib/format";
import type { TimeRange } from "./selection";

export interface Bar {
  readonly leftPx: number;
  readonly widthPx: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  /** From the foot up: the least severe first, or the rarest value. */
  readonly parts: readonly BarPart[];
}
export interface BarPart {
  /** Of the field that the bars are split by; "NONE" and "other" are what has none, or a rarer one. */
  readonly value: string;
  /** Name of its colour: `--bar-<color>`. */
  readonly color: string;
  readonly count: number;
}

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
  by = "level",
  isUtc = false,
): HistogramLayout | undefined {
  const stepMs = Number(histogram.intervalNanos) / 1e6;
  const first = histogram.bars[0];
  const last = histogram.bars.at(-1);
  if (first === undefined || last === undefined || !(stepMs > 0) || widthPx <= 0) return undefined;
  const [fromMs, toMs] = extent(
    range,
    timeMs(first.time),
    endOf(timeMs(last.time), stepMs, isUtc),
    nowMs,
  );
  const pxPerMs = widthPx / Math.max(stepMs, toMs - fromMs);
  const gapPx = stepMs * pxPerMs > 3 ? 1 : 0;
  let highest = 0;
  const toParts = by === "level" ? levelParts : valueParts(histogram);
  const bars = histogram.bars.map((bar): Bar => {
    const startMs = timeMs(bar.time);
    const endMs = endOf(startMs, stepMs, isUtc);
    highest = Math.max(highest, bar.count);
    return {
      leftPx: (startMs - fromMs) * pxPerMs,
      widthPx: Math.max(1, Math.min(24, (endMs - startMs) * pxPerMs) - gapPx),
      startMs,
      endMs,
      count: bar.count,
      parts: toParts(bar.by, bar.count),
    };
  });
  return { fromMs, toMs, stepMs, highest, bars };
}

/** A day of the zone that times are shown in may have an hour more or less. */
function endOf(startMs: number, stepMs: number, isUtc: boolean): number {
  if (isUtc || stepMs < dayMs) return startMs + stepMs;
  const end = new Date(startMs);
  end.setDate(end.getDate() + Math.round(stepMs / dayMs));
  end.setHours(0, 0, 0, 0); // where a day begins at one o'clock the next one does not
  return end.getTime();
}

function extent(range: TimeRange, firstMs: number, endMs: number, nowMs: number): [number, number] {
  if (range.kind === "between") return [range.fromMs, range.toMs];
  if (range.kind === "last") return [Math.min(firstMs, nowMs - range.ms), Math.max(endMs, nowMs)];
  return [firstMs, endMs];
}

type Parts = (by: Readonly<Record<string, number>>, count: number) => BarPart[];

const levelParts: Parts = (by, count) => {
  const parts: BarPart[] = [];
  let known = 0;
  for (const level of severityNames) {
    const part = by[level] ?? by[level.toLowerCase()] ?? 0;
    known += part;
    if (part > 0) parts.push({ value: level, color: level.toLowerCase(), count: part });
  }
  const rest = { value: "NONE", color: "none", count: count - known };
  return count > known ? [rest, ...parts] : parts;
};

/** As many as can be told apart. */
const mostValues = 7;

/** The most frequent values over all bars have a colour each, in that order from the top. */
function valueParts(histogram: HistogramResult): Parts {
  const totals = new Map<string, number>();
  for (const bar of histogram.bars) {
    for (const [value, count] of Object.entries(bar.by)) {
      totals.set(value, (totals.get(value) ?? 0) + count);
    }
  }
  const values = [...totals].sort((a, b) => b[1] - a[1]).slice(0, mostValues);
  return (by, count) => {
    const parts = values
      .map(([value], i) => ({ value, color: String(i), count: by[value] ?? 0 }))
      .filter((part) => part.count > 0);
    const rest = count - parts.reduce((sum, part) => sum + part.count, 0);
    const all = rest > 0 ? [...parts, { value: "other", color: "none", count: rest }] : parts;
    return all.reverse();
  };
}

/** Marks of the time axis: at most one each `leastPx`, at round times. */
export function ticksOf(
  { fromMs, toMs }: Pick<HistogramLayout, "fromMs" | "toMs">,
  widthPx: number,
  leastPx: number,
  isUtc = false,
): { readonly ms: number; readonly leftPx: number; readonly stepMs: number }[] {
  const spanMs = toMs - fromMs;
  const wanted = Math.max(1, Math.floor(widthPx / leastPx));
  const stepMs = roundSteps.find((step) => spanMs / step <= wanted);
  const months = roundMonths.find((step) => spanMs / (step * monthMs) <= wanted) ?? mostMonths;
  const times =
    stepMs === undefined
      ? monthsIn(fromMs, toMs, months, isUtc)
      : stepsIn(fromMs, toMs, stepMs, isUtc);
  const shownMs = stepMs ?? (months < 12 ? monthMs : yearMs);
  const textPx = shownMs < 1_000 ? leastPx * 0.8 : leastPx / 2; // milliseconds are four digits more
  return times.flatMap((ms) => {
    const leftPx = ((ms - fromMs) / spanMs) * widthPx;
    return leftPx < widthPx - textPx ? [{ ms, leftPx, stepMs: shownMs }] : []; // else its text is cut
  });
}

/** At whole hours and days of the zone that times are shown in. */
function stepsIn(fromMs: number, toMs: number, stepMs: number, isUtc: boolean): number[] {
  if (!isUtc && stepMs > hourMs && stepMs < dayMs) return hoursIn(fromMs, toMs, stepMs / hourMs);
  const offsetMs = isUtc ? 0 : new Date(fromMs).getTimezoneOffset() * 60_000;
  const whole = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs;
  const first = isUtc || stepMs < dayMs ? whole : nearestMidnight(whole);
  const times = [];
  for (let ms = first; ms < toMs; ms = endOf(ms, stepMs, isUtc)) times.push(ms);
  return times;
}

/** Where the clocks change in between, a day begins an hour off. */
const nearestMidnight = (ms: number) => new Date(ms + dayMs / 2).setHours(0, 0, 0, 0);

/** Each `step`th hour as clocks show it, also behind a change of the clocks; an hour left out then has no mark. */
function hoursIn(fromMs: number, toMs: number, step: number): number[] {
  const times = [];
  const day = new Date(fromMs);
  for (day.setHours(0, 0, 0, 0); day.getTime() < toMs; day.setDate(day.getDate() + 1)) {
    for (let hour = 0; hour < 24; hour += step) {
      const time = new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour);
      const ms = time.getTime();
      if (time.getHours() === hour && ms >= fromMs && ms < toMs) times.push(ms);
    }
  }
  return times;
}

/** Beginnings of months, each `step`th of a year, or of years. */
function monthsIn(fromMs: number, toMs: number, step: number, isUtc: boolean): number[] {
  const from = new Date(fromMs);
  const [year, month] = isUtc
    ? [from.getUTCFullYear(), from.getUTCMonth()]
    : [from.getFullYear(), from.getMonth()];
  const times = [];
  for (let at = Math.ceil((year * 12 + month) / step) * step; ; at += step) {
    const [y, m] = [Math.floor(at / 12), at % 12];
    const ms = isUtc ? Date.UTC(y, m) : new Date(y, m).getTime();
    if (!(ms < toMs)) return times;
    if (ms >= fromMs) times.push(ms);
  }
}

const hourMs = 3_600_000;
const roundSteps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((ms) => ms),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 7, 14].map((days) => days * dayMs),
];
/** Times far off have marks, too: a log that is imported may name any year. */
const mostMonths = 12_000;
const roundMonths = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000];
