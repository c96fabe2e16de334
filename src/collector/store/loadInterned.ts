// Resources and series that the store holds already, for the interner.

import type { MetricType, Resource, Series } from "../../shared/record";
import type { StoreInterner } from "./interner";
import type { Reader } from "./reader";
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
}
