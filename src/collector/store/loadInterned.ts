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

/** The store was opened again after its thread died: what was being added or deleted then may be there or not. */
export async function reconcileInterned(
  reader: Pick<Reader, "all">,
  interner: StoreInterner,
): Promise<void> {
  const idsOf = (rows: readonly { readonly id: number }[]) => new Set(rows.map(({ id }) => id));
  interner.setStored(
    idsOf(await reader.all<Resource>(allResources)),
    idsOf(await reader.all<SeriesRow>(allSeries)),
  );
  interner.patterns.setStored(idsOf(await reader.all<PatternRow>(allPatterns)));
}

/** The store wrote it; what is no number is no place. */
function placesOf(text: string): number[] {
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter((place) => typeof place === "number") : [];
}
