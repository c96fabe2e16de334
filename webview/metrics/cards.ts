// Series grouped into cards: one card a metric name and type, its series told apart by their tags. Pure.

import type { AttributeValue, ExemplarJson } from "../../src/shared/contract/json";
import type { SeriesInfo } from "../../src/shared/contract/metrics";
import { addToGroup } from "../../src/shared/groups";
import type { MetricType } from "../../src/shared/record";

export interface MetricCard {
  /** "counter fetch.errors": survives a restart of the app, unlike ids of series. */
  readonly key: string;
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly description: string;
  readonly series: readonly SeriesInfo[];
  readonly services: readonly string[];
  /** Tags by which its series differ, most values first; "service" among them. */
  readonly tags: readonly Tag[];
  readonly lastTimeMs: number;
}
export interface Tag {
  readonly name: string;
  readonly values: number;
}

/** Pinned cards first, in the order they were pinned; the rest by name. */
export function groupCards(
  series: readonly SeriesInfo[],
  pinned: readonly string[],
): readonly MetricCard[] {
  const groups = new Map<string, SeriesInfo[]>();
  for (const one of series) {
    const key = `${one.type} ${one.name}`;
    addToGroup(groups, key, one);
  }
  const rank = new Map(pinned.map((key, index) => [key, index] as const));
  const last = pinned.length;
  return [...groups]
    .map(([key, group]) => toCard(key, group))
    .sort(
      (a, b) =>
        (rank.get(a.key) ?? last) - (rank.get(b.key) ?? last) ||
        compare(a.name, b.name) ||
        compare(a.type, b.type),
    );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function toCard(key: string, series: readonly SeriesInfo[]): MetricCard {
  const first = series[0];
  const lastTime = series.reduce((last, one) => (one.lastTime > last ? one.lastTime : last), "");
  return {
    key,
    name: first?.name ?? "",
    type: first?.type ?? "gauge",
    unit: series.find((one) => one.unit !== undefined)?.unit ?? "",
    description: series.find((one) => one.description !== undefined)?.description ?? "",
    series,
    services: [...new Set(series.map((one) => one.service ?? ""))].filter(Boolean).sort(),
    tags: tagsOf(series),
    lastTimeMs: Date.parse(lastTime),
  };
}

/** Tags whose value differs or is missing among the series; `names` of all when there is but one. */
export function tagsOf(series: readonly SeriesInfo[]): Tag[] {
  const seen = new Map<string, { values: Set<string>; count: number }>();
  for (const one of series) {
    for (const [name, value] of labelsOf(one)) {
      let tag = seen.get(name);
      if (tag === undefined) seen.set(name, (tag = { values: new Set(), count: 0 }));
      tag.values.add(value);
      tag.count++;
    }
  }
  return [...seen]
    .filter(([, { values, count }]) => values.size > 1 || count < series.length)
    .map(([name, { values }]) => ({ name, values: values.size }))
    .sort((a, b) => b.values - a.values || compare(a.name, b.name));
}

export function labelsOf(one: SeriesInfo): [string, string][] {
  const labels: [string, string][] = one.service === undefined ? [] : [["service", one.service]];
  for (const name in one.attributes) labels.push([name, textOf(one.attributes[name])]);
  return labels;
}

const textOf = (value: AttributeValue | undefined) =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

export interface Contributor {
  readonly tag: string;
  readonly value: string;
  /** Of the counter's total, 0..1. */
  readonly share: number;
}

/**
 * The one tag value that makes up most of a counter: more than half of it, and at least twice its even
 * share. Undefined when there is none, or when the type has no total.
 */
export function topContributor({ type, series, tags }: MetricCard): Contributor | undefined {
  if (type !== "counter" || series.length < 2) return undefined;
  const total = series.reduce((sum, one) => sum + (one.last.total ?? 0), 0);
  if (total <= 0) return undefined;
  let best: Contributor | undefined;
  for (const { name, values } of tags) {
    const sums = new Map<string, number>();
    for (const one of series) {
      const value = labelsOf(one).find(([label]) => label === name)?.[1];
      if (value !== undefined) sums.set(value, (sums.get(value) ?? 0) + (one.last.total ?? 0));
    }
    for (const [value, sum] of sums) {
      const share = sum / total;
      const isMuch = share > 0.5 && share >= Math.min(0.95, 2 / values);
      if (isMuch && share > (best?.share ?? 0)) best = { tag: name, value, share };
    }
  }
  return best;
}

/** Of all series of a card, the newest first; they lead to a request. */
export function exemplarsOf({ series }: MetricCard, limit: number): ExemplarJson[] {
  return series
    .flatMap((one) => one.last.exemplars ?? [])
    .filter((exemplar) => exemplar.traceId !== undefined)
    .sort((a, b) => compare(b.time, a.time))
    .slice(0, limit);
}
