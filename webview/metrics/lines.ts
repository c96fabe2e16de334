// A card's chart as it is drawn: which lines, what they are called, the number that leads, and the same
// in words for those who cannot see it. Pure.

import type { ChartData, ChartLine } from "../../src/shared/contract/metrics";
import { percent } from "../../src/shared/percent";
import { type MetricCard, topContributor } from "./cards";
import { measureOf, samplesASecond } from "./measure";
import { colorOfQuantile, type QuantileColor, quantileName } from "./quantiles";
import { numberText, scaledText, scaleFor, valueText } from "./units";

export interface DrawnLine {
  readonly label: string;
  /** Place in the palette; quantiles have their own. */
  readonly color: number | QuantileColor;
  readonly points: readonly { readonly x: number; readonly y: number | null }[];
  readonly last: number | null;
  readonly total: number;
}
export interface DrawnChart {
  readonly lines: readonly DrawnLine[];
  /** Lines that were left out, because more cannot be told apart. */
  readonly spared: number;
  readonly stepMs: number;
  /** Unit of the values on the axis. */
  readonly unit: string;
  /** What every line shows of a timer or summary: "p95"; "" where the lines' own names say it. */
  readonly measure: string;
}

export const maxDrawnLines = 8;

/** Points still on their way: a counter's newest bins are not at 0 because nobody has flushed yet. */
const flushMs = 30_000;

export function drawnChart(card: MetricCard, data: ChartData, nowMs: number): DrawnChart {
  const stepMs = Number(data.stepNanos) / 1e6;
  const isRate = card.type === "counter";
  const isSampled = card.type === "histogram" || card.type === "summary";
  const isFresh = nowMs - card.lastTimeMs < flushMs;
  const untilMs = isRate && isFresh ? card.lastTimeMs : nowMs;
  const [only] = data.lines;
  if (isSampled && data.lines.length === 1 && only !== undefined) {
    const quantiles = quantileLines(only);
    if (quantiles.length > 0) {
      return { lines: quantiles, spared: 0, stepMs, unit: card.unit, measure: "" };
    }
    const { unit, name: measure } = samplesASecond;
    return { lines: [samplesLine(only)], spared: 0, stepMs, unit, measure };
  }
  const measure = isSampled ? measureOf(data.lines, card.unit) : undefined;
  const lines = data.lines
    .map<DrawnLine>((line, index) => {
      const values = measure?.valuesOf(line) ?? line.values;
      const points = pointsOf(line.timesMs, values).filter(
        ({ x }) => !isRate || x + stepMs <= untilMs,
      );
      return {
        label: line.label !== "" ? line.label : data.lines.length === 1 ? card.name : "(none)",
        color: index,
        points,
        last: points.findLast(({ y }) => y !== null)?.y ?? null,
        total: line.total,
      };
    })
    .sort((a, b) => weight(b) - weight(a));
  return {
    lines: lines.slice(0, maxDrawnLines).map((line, index) => ({ ...line, color: index })),
    spared: Math.max(0, lines.length - maxDrawnLines),
    stepMs,
    unit: measure?.unit ?? (isRate ? rateUnit(card.unit) : card.unit),
    measure: measure?.name ?? "",
  };
}

const weight = (line: DrawnLine) => (line.total > 0 ? line.total : Math.abs(line.last ?? 0));

function quantileLines(line: ChartLine): DrawnLine[] {
  return (line.quantiles ?? []).flatMap(({ q, values }) => {
    const points = pointsOf(line.timesMs, values);
    const last = points.findLast(({ y }) => y !== null)?.y ?? null;
    const color = colorOfQuantile(q);
    return last === null ? [] : [{ label: quantileName(q), color, points, last, total: 0 }];
  });
}

function samplesLine(line: ChartLine): DrawnLine {
  const points = pointsOf(line.timesMs, samplesASecond.valuesOf(line));
  const last = points.findLast(({ y }) => y !== null)?.y ?? null;
  return { label: samplesASecond.name, color: 0, points, last, total: line.total };
}

const pointsOf = (timesMs: readonly number[], values: readonly (number | null)[]) =>
  timesMs.map((x, index) => ({ x, y: values[index] ?? null }));

const rateUnit = (unit: string) => `${isCountOf(unit) ? "" : unit}/s`;

/** "", "1" and "{request}": a count of what the metric is named for, which need not be said again. */
const isCountOf = (unit: string) => /^(?:1?|\{[^}]*\})$/.test(unit);

export interface Headline {
  readonly number: string;
  readonly unit: string;
  /** What stands small behind it. */
  readonly facts: string;
}

/** The number first: what a reader wants to know before the shape. */
export function headlineOf(
  card: MetricCard,
  chart: DrawnChart | undefined,
  data: ChartData | undefined,
): Headline {
  switch (card.type) {
    case "counter":
      return counterHeadline(card, chart, data);
    case "gauge":
      return gaugeHeadline(card, data);
    case "set": {
      const now = sumOf(card.series.map((one) => one.last.value ?? 0));
      const unit = isOld(data) ? "distinct last" : "distinct";
      return { number: numberText(now), unit, facts: isOld(data) ? oldFact : seriesText(card) };
    }
    case "histogram":
    case "summary":
      return sampledHeadline(card, chart, data);
  }
}

/** Nothing came in the time shown: an empty chart says why, and a number that it is of before. */
const isOld = (data: ChartData | undefined) =>
  data?.lines.every(({ values }) => values.every((value) => value === null)) ?? false;
const oldFact = "none in this time";

function counterHeadline(
  card: MetricCard,
  chart: DrawnChart | undefined,
  data: ChartData | undefined,
): Headline {
  const total = sumOf(card.series.map((one) => one.last.total ?? one.last.value ?? 0));
  const rates = (chart?.lines ?? []).map((line) => line.last ?? 0);
  const rate = chart === undefined ? undefined : sumOf(rates);
  const top = topContributor(card);
  const who = top === undefined ? "" : `${top.value} is ${percent(top.share)}`;
  const totalText = isCountOf(card.unit) ? numberText(total) : valueText(total, card.unit);
  if (isOld(data)) return { number: totalText, unit: "total", facts: oldFact };
  if (rate === undefined || rate < 1) {
    const perSecond =
      rate === undefined ? "" : valueText(rate, rateUnit(card.unit)).replace(/\/s$/, " per s");
    return { number: totalText, unit: "total", facts: joined(perSecond, who) };
  }
  const scale = scaleFor(rate, rateUnit(card.unit));
  const unit = scale.unit.replace(/\/s$/, " per s").trim();
  return {
    number: numberText(rate / scale.factor),
    unit,
    facts: joined(`${totalText} total`, who),
  };
}

function gaugeHeadline(card: MetricCard, data: ChartData | undefined): Headline {
  const now = card.series.map((one) => one.last.value).filter((value) => value !== undefined);
  const mean = now.length === 0 ? Number.NaN : sumOf(now) / now.length;
  const scale = scaleFor(mean, card.unit);
  const values = (data?.lines ?? []).flatMap((line) =>
    line.values.filter((value) => value !== null),
  );
  const charted = (data?.lines ?? []).map((line) => line.max).filter((value) => value !== null);
  // What is now may be of after the chart was read: a maximum below it would be wrong on its face.
  const maxima = charted.length > 0 && now.length > 0 ? [...charted, mean] : charted;
  const facts = [
    ...(values.length > 0
      ? [`${scaledText(sumOf(values) / values.length, { ...scale, unit: "" })} avg`]
      : []),
    ...(maxima.length > 0
      ? [`${scaledText(Math.max(...maxima), { ...scale, unit: "" })} max`]
      : []),
  ];
  // A gauge that nothing has set in the time shown is what it was then, and may be no longer.
  const what = isOld(data) ? "last" : "now";
  const when = now.length > 1 ? `mean of ${now.length} ${what}` : what;
  return {
    number: numberText(mean / scale.factor),
    unit: `${scale.unit} ${when}`.trim(),
    facts: isOld(data) ? oldFact : joined(...facts),
  };
}

function sampledHeadline(
  card: MetricCard,
  chart: DrawnChart | undefined,
  data: ChartData | undefined,
): Headline {
  const byName = new Map((chart?.lines ?? []).map((line) => [line.label, line.last] as const));
  const p50 = byName.get("p50");
  const samples = sumOf((data?.lines ?? []).map((line) => line.total));
  const many = samples > 0 ? `${numberText(samples)} samples` : "";
  if (p50 === undefined || p50 === null) {
    const counts = sumOf(card.series.map((one) => one.last.count ?? 0));
    const sum = sumOf(card.series.map((one) => one.last.sum ?? 0));
    const mean = counts > 0 ? sum / counts : (card.series[0]?.last.value ?? Number.NaN);
    const scale = scaleFor(mean, card.unit);
    return {
      number: numberText(mean / scale.factor),
      unit: `${scale.unit} mean`.trim(),
      facts: isOld(data) ? oldFact : joined(many, seriesText(card)),
    };
  }
  const scale = scaleFor(p50, card.unit);
  // The higher ones stand in the legend, which is always there.
  return {
    number: numberText(p50 / scale.factor),
    unit: `${scale.unit} p50`.trim(),
    facts: many,
  };
}

const seriesText = ({ series }: MetricCard) => (series.length > 1 ? `${series.length} series` : "");
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const joined = (...parts: string[]) => parts.filter((part) => part !== "").join(" · ");

/** What the picture shows, in words. */
export function spokenChart(
  card: MetricCard,
  headline: Headline,
  chart: DrawnChart | undefined,
): string {
  const lines = (chart?.lines ?? []).map((line) => {
    const values = line.points.map((point) => point.y).filter((y) => y !== null);
    const { measure = "" } = chart ?? {};
    const what = ["", line.label].includes(measure) ? line.label : `${measure} of ${line.label}`;
    if (values.length === 0) return `${what}: no values`;
    const low = valueText(Math.min(...values), chart?.unit ?? "");
    const high = valueText(Math.max(...values), chart?.unit ?? "");
    return `${what}: now ${valueText(line.last, chart?.unit ?? "")}, from ${low} to ${high}`;
  });
  const lead = `${card.name}, ${card.type}: ${headline.number} ${headline.unit} ${headline.facts}.`;
  return [lead, ...lines].join(" ");
}
