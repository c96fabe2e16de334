// A batch → the tables of one commit, with the resources, series and patterns in it that the store does not
// hold yet.

import { patternText } from "../../shared/patterns/patternText";
import type { Template } from "../../shared/patterns/templates";
import type { LogRecord, Resource, Series } from "../../shared/record";
import type { StoreInterner } from "./interner";
import { type PackedTable, packTable } from "./packTable";
import type { Batch } from "./recordStore";
import {
  type Column,
  logColumns,
  patternColumns,
  pointColumns,
  resourceColumns,
  seriesColumns,
  spanColumns,
  type TableName,
} from "./tables";

/** Rows packed as one: bounds the strings joined for a column. */
const rowsPerTable = 8192;

export interface EncodedBatch {
  readonly tables: readonly PackedTable[];
  readonly newResources: readonly Resource[];
  readonly newSeries: readonly Series[];
  readonly newPatterns: readonly Template[];
  readonly lastSeq: number;
}

export function encodeBatch(batch: Batch, interner: StoreInterner): EncodedBatch {
  const { newResources, newSeries } = findNew(batch, interner);
  const { patterns } = interner;
  const patternIdOf = (log: LogRecord) =>
    patterns.templateOf(patternText(log), log.observedTimeUnixNano).number;
  const logs = pack("logs", logColumns(patternIdOf), batch.logs);
  const newPatterns = patterns.notStored();
  const tables = [
    ...pack("resources", resourceColumns, newResources),
    ...pack("series", seriesColumns, newSeries),
    ...encodePatterns(newPatterns),
    ...logs,
    ...pack("spans", spanColumns, batch.spans),
    ...pack("points", pointColumns, batch.points),
  ];
  const lastSeq = Math.max(
    batch.logs.at(-1)?.seq ?? 0,
    batch.spans.at(-1)?.seq ?? 0,
    batch.points.at(-1)?.seq ?? 0,
  );
  return { tables, newResources, newSeries, newPatterns, lastSeq };
}

/** The patterns that the store does not hold yet. */
export function encodePatterns(patterns: readonly Template[]): readonly PackedTable[] {
  return pack("patterns", patternColumns, patterns);
}

function pack<R>(
  table: TableName,
  columns: readonly Column<R>[],
  records: readonly R[],
): PackedTable[] {
  const tables: PackedTable[] = [];
  for (let from = 0; from < records.length; from += rowsPerTable) {
    const isWhole = records.length <= rowsPerTable;
    const part = isWhole ? records : records.slice(from, from + rowsPerTable);
    tables.push(packTable(table, columns, part));
  }
  return tables;
}

function findNew(batch: Batch, interner: StoreInterner) {
  const resources = new Map<number, Resource>();
  const series = new Map<number, Series>();
  let last: Resource | undefined;
  const visit = (resource: Resource) => {
    if (resource === last) return; // most records come with their neighbour's
    last = resource;
    if (!interner.isResourceStored(resource.id)) resources.set(resource.id, resource);
  };
  for (const { resource } of batch.logs) visit(resource);
  for (const { resource } of batch.spans) visit(resource);
  for (const { series: one } of batch.points) {
    if (interner.isSeriesStored(one.id)) continue;
    series.set(one.id, one);
    visit(one.resource);
  }
  return { newResources: [...resources.values()], newSeries: [...series.values()] };
}
