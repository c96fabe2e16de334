// What metrics did in the points that carry an id of the request: one line a series.

import type { MetricPointJson } from "../contract/json";
import { addToGroup } from "../groups";
import type { MetricDuring } from "./model";

export function metricsDuring(points: readonly MetricPointJson[]): MetricDuring[] {
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
    lines.push({ name, type, unit, label: labelOf(first), change: changeOf(same, type) });
  }
  return lines.sort((a, b) => (a.name < b.name ? -1 : 1));
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
      return `${increase < 0 ? "" : "+"}${short(increase)}`;
    }
    case "gauge":
    case "set":
      return first === last ? short(last) : `${short(first)} → ${short(last)}`;
    case "histogram":
    case "summary": {
      const count = points.reduce((sum, point) => sum + (point.count ?? 0), 0);
      const total = points.reduce((sum, point) => sum + (point.sum ?? 0), 0);
      const mean = count === 0 ? last : total / count;
      return `${short(count)} ${count === 1 ? "sample" : "samples"}, mean ${short(mean)}`;
    }
  }
}

const short = (value: number) => String(Number(value.toPrecision(4)));
