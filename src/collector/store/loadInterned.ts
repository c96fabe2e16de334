// Resources, series and patterns that the store holds already, for the interner.

import type { MetricType, Resource, Series } from "../../shared/record";
import type { StoreInterner } from "./interner";
import type { Reader } from "./reader";
import allPatterns from "./sql/allPatterns.sql";
import allResources from "./sql/allResources.sql";
import allSeries from "./sql/allSeries.sql";

interface SeriesRow {
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string | null;
  readonly description: string | null;
  readonly service: string | null;
  readonly attributes: string;
  readonly resource_id: number;
  readonly receiver: string;
  readonly run: string | null;
}

interface PatternRow {
  readonly id: number;
  readonly text: string;
  readonly places: string | null;
  readonly first_seen_unix_nano: bigint;
}

export async function loadInterned(reader: Reader, interner: StoreInterner): Promise<void> {
  const resources = await reader.all<Resource>(allResources);
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const series: Series[] = [];
  for (const row of await reader.all<SeriesRow>(allSeries)) {
    const resource = byId.get(row.resource_id);
    if (resource === undefined) continue; // cannot be: they are written in one transaction
    series.push({
      id: row.id,
      name: row.name,
      type: row.type,
      unit: row.unit ?? "",
      description: row.description ?? "",
      service: row.service ?? "",
      attributes: row.attributes,
      resource,
      receiver: row.receiver,
      run: row.run ?? "",
    });
  }
  interner.load(resources, series);
  const patterns = await reader.all<PatternRow>(allPatterns);
  interner.patterns.load(
    patterns.map(({ id, text, places, first_seen_unix_nano: firstSeenNanos }) => ({
      number: id,
      text,
      places: places === null ? undefined : placesOf(places),
      firstSeenNanos,
    })),
  );
}

/** The store wrote it; what is no number is no place. */
function placesOf(text: string): number[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((place) => typeof place === "number") : [];
}
