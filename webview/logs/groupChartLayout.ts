// Where the lines of the groups' chart go: pure, in CSS pixels.

import type { GroupChart } from "../../src/shared/contract/groupChart";

export interface ChartSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Counts: between 1 and 2 is no mark. */
  readonly isWhole: boolean;
}
export interface ChartLineLayout {
  /** An SVG path; with gaps where there is no figure. */
  readonly path: string;
  /** Points without a neighbour, which a path does not show. */
  readonly dots: readonly { readonly x: number; readonly y: number }[];
}
export interface GroupChartLayout {
  readonly lines: readonly ChartLineLayout[];
  /** Marks of the value axis, from 0 or below it up. */
  readonly marks: readonly { readonly value: number; readonly y: number }[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Undefined where there is nothing to draw. */
export function layoutOfGroups(
  chart: GroupChart,
  { widthPx, heightPx, isWhole }: ChartSize,
): GroupChartLayout | undefined {
  const fromMs = chart.timesMs[0];
  if (fromMs === undefined || widthPx <= 0) return undefined;
  const toMs = chart.endMs;
  const values = chart.lines.flatMap((line) => line.values.filter((value) => value !== null));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = Math.max(isWhole ? 1 : 0, roundStep((high - low) / 4));
  const bottom = Math.floor(low / step) * step;
  const top = Math.max(Math.ceil(high / step) * step, bottom + step);
  const x = (i: number) => ((i + 0.5) / chart.timesMs.length) * widthPx;
  const y = (value: number) => heightPx - ((value - bottom) / (top - bottom)) * heightPx;
  const marks = [];
  for (let value = bottom; value <= top + step / 2; value += step) {
    marks.push({ value: Math.abs(value) < step / 1e6 ? 0 : value, y: y(value) });
  }
  return { lines: chart.lines.map((line) => lineOf(line.values, x, y)), marks, fromMs, toMs };
}

function lineOf(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
): ChartLineLayout {
  let path = "";
  const dots: { x: number; y: number }[] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    const isStart = (values[i - 1] ?? null) === null;
    const isEnd = (values[i + 1] ?? null) === null;
    const [left, height] = [x(i), y(value)];
    if (isStart && isEnd) dots.push({ x: left, y: height });
    path += `${isStart ? "M" : "L"}${left.toFixed(1)} ${height.toFixed(1)}`;
  });
  return { path, dots };
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * unit >= least) ?? 10) * unit;
}
