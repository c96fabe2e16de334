// What metrics did in the points that carry an id of the request: one line a series, with the samples that are the
// request's own.

import type { ExemplarJson, MetricPointJson } from "../contract/json";
import { addToGroup } from "../groups";
import type { CarriedIds } from "./carriedIds";
import type { MetricDuring, MetricSample } from "./model";

export interface SampleParts {
  readonly ids: CarriedIds;
  /** Where a sample stands in the timeline. */
  readonly placeOf: (
    example: ExemplarJson,
    point: MetricPointJson,
  ) => Pick<MetricSample, "offsetNanos" | "spanIndex">;
}

export function metricsDuring(
  points: readonly MetricPointJson[],
  { ids, placeOf }: SampleParts,
): MetricDuring[] {
  const bySeries = new Map<string, MetricPointJson[]>();
  for (const point of points) {
    const key = JSON.stringify([point.name, point.type, point.service, point.attributes]);
    addToGroup(bySeries, key, point);
  }
  const lines: MetricDuring[] = [];
  for (const same of bySeries.values()) {
    const [first] = same;
    if (first === undefined) continue;
    const { name, type } = first;
    // What has no unit has the unit 1.
    const unit = first.unit === "1" ? "" : (first.unit ?? "");
    const isOwn = ids.in(first.attributes).length > 0;
    const { told, samples } = isOwn ? { told: same, samples: [] } : samplesIn(same, ids, placeOf);
    lines.push({ name, type, unit, label: labelOf(first), change: changeOf(told, type), samples });
  }
  return lines.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Each sample once: some senders tell one again and again until another takes its place. */
function samplesIn(
  points: readonly MetricPointJson[],
  ids: CarriedIds,
  placeOf: SampleParts["placeOf"],
): { readonly told: readonly MetricPointJson[]; readonly samples: readonly MetricSample[] } {
  const seen = new Set<string>();
  const samples: MetricSample[] = [];
  const told = points.filter((point) => {
    const own = (point.exemplars ?? []).filter((example) => {
      const { time, value, spanId } = example;
      const key = JSON.stringify([time, value, spanId]);
      if (!ids.isIn(example) || seen.has(key)) return false;
      seen.add(key);
      samples.push({ time, value, ...placeOf(example, point) });
      return true;
    });
    return own.length > 0;
  });
  samples.sort((a, b) => (a.time < b.time ? -1 : 1));
  // Points that carry no id came by one that is not known here: what they tell is better than nothing.
  return { told: told.length > 0 ? told : points, samples };
}

function labelOf({ attributes, service }: MetricPointJson): string {
  const parts = Object.entries(attributes).map(([name, value]) => `${name}=${String(value)}`);
  return parts.length === 0 ? (service ?? "") : parts.join(" ");
}

function changeOf(points: readonly MetricPointJson[], type: MetricPointJson["type"]): string {
  const first = points[0]?.value ?? 0;
  const last = points.at(-1)?.value ?? 0;
  switch (type) {
    case "counter": {
      const increase = points.reduce((sum, point) => sum + (point.value ?? 0), 0);
      return `${increase < 0 ? "" : "+"}${shortNumber(increase)}`;
    }
    case "gauge":
    case "set":
      return first === last ? shortNumber(last) : `${shortNumber(first)} → ${shortNumber(last)}`;
    case "histogram":
    case "summary": {
      const count = points.reduce((sum, point) => sum + (point.count ?? 0), 0);
      const total = points.reduce((sum, point) => sum + (point.sum ?? 0), 0);
      const mean = count === 0 ? last : total / count;
      const samples = count === 1 ? "sample" : "samples";
      return `${shortNumber(count)} ${samples}, mean ${shortNumber(mean)}`;
    }
  }
}

export const shortNumber = (value: number) => String(Number(value.toPrecision(4)));
