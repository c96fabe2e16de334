// The series of a card as rows: tags, latest value, share of the whole. Pure.

import type { SeriesInfo } from "../../src/shared/contract/metrics";
import { labelsOf, type MetricCard } from "./cards";
import { quantileName } from "./quantiles";
import { numberText, valueText } from "./units";

export interface SeriesRow {
  readonly id: number;
  readonly labels: readonly (readonly [string, string])[];
  /** Numbers in words: "204 total", "p50 41 ms · p95 310 ms". */
  readonly value: string;
  /** Of the sum of all, 0..1; undefined where adding up means nothing. */
  readonly share: number | undefined;
  readonly lastTime: string;
}

export const maxSeriesRows = 50;

/** Largest first; at most `maxSeriesRows`. */
export function seriesRows(card: MetricCard): readonly SeriesRow[] {
  const weights = card.series.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const canShare = card.type !== "gauge" && total > 0;
  return card.series
    .map((one, index) => ({ one, weight: weights[index] ?? 0 }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, maxSeriesRows)
    .map(({ one, weight }) => ({
      id: one.id,
      labels: labelsOf(one),
      value: valueOf(one, card.unit),
      share: canShare ? weight / total : undefined,
      lastTime: one.lastTime,
    }));
}

function weightOf({ type, last }: SeriesInfo): number {
  if (type === "counter") return last.total ?? last.value ?? 0;
  if (type === "histogram" || type === "summary") return last.count ?? 0;
  return last.value ?? 0;
}

function valueOf({ type, last }: SeriesInfo, unit: string): string {
  switch (type) {
    case "counter":
      return `${valueText(last.total ?? last.value ?? 0, unit)} total`;
    case "gauge":
      return valueText(last.value ?? null, unit);
    case "set":
      return `${numberText(last.value ?? 0)} distinct`;
    case "histogram":
    case "summary": {
      const quantiles = Object.entries(last.quantiles ?? {})
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([q, value]) => `${quantileName(Number(q))} ${valueText(value, unit)}`);
      const count = last.count === undefined ? [] : [`${numberText(last.count)} samples`];
      const mean = quantiles.length === 0 ? [`mean ${valueText(last.value ?? null, unit)}`] : [];
      return [...quantiles, ...mean, ...count].join(" · ");
    }
  }
}
