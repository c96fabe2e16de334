// What is committed together → the tables of one commit, with the resources, series and patterns in it that the store
// does not hold yet.

import type { Template } from "../../shared/patterns/templates";
import type { Resource, Series } from "../../shared/record";
import type { StoreInterner } from "./interner";
import { PackedRecords, type RowCounts } from "./packedRecords";
import { type PackedTable, packTables } from "./packTable";
import type { Batch } from "./recordStore";
import { patternColumns, resourceColumns, seriesColumns } from "./tables";

export interface EncodedBatch {
  readonly tables: readonly PackedTable[];
  /** Of those the ones that may be moved: nobody has them but this commit. */
  readonly own: readonly PackedTable[];
  readonly newResources: readonly Resource[];
  readonly newSeries: readonly Series[];
  readonly newPatterns: readonly Template[];
  readonly counts: RowCounts;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export function encodeBatch(
  batch: Batch,
  interner: StoreInterner,
  packed: readonly PackedRecords[] = [],
): EncodedBatch {
  const { patterns } = interner;
  const loose = new PackedRecords(batch, patterns, "own");
  const all = [loose, ...packed].filter(({ lastSeq }) => lastSeq > 0);
  const resources = new Map<number, Resource>();
  const series = new Map<number, Series>();
  for (const records of all) {
    for (const one of records.resources) {
      if (!interner.isResourceStored(one.id)) resources.set(one.id, one);
    }
    for (const one of records.series) {
      if (!interner.isSeriesStored(one.id)) series.set(one.id, one);
    }
    records.recallTemplates(patterns);
  }
  const newResources = [...resources.values()];
  const newSeries = [...series.values()];
  const newPatterns = patterns.notStored();
  const own = [
    ...packTables("resources", resourceColumns, newResources),
    ...packTables("series", seriesColumns, newSeries),
    ...encodePatterns(newPatterns),
    ...loose.tables,
  ];
  const sum = (of: keyof RowCounts) => all.reduce((rows, { counts }) => rows + counts[of], 0);
  return {
    tables: [...own, ...packed.flatMap(({ tables }) => tables)],
    own,
    newResources,
    newSeries,
    newPatterns,
    counts: { logs: sum("logs"), spans: sum("spans"), points: sum("points") },
    firstSeq: Math.min(...all.map(({ firstSeq }) => firstSeq)),
    lastSeq: Math.max(0, ...all.map(({ lastSeq }) => lastSeq)),
  };
}

/** The patterns that the store does not hold yet. */
export function encodePatterns(patterns: readonly Template[]): readonly PackedTable[] {
  return packTables("patterns", patternColumns, patterns);
}
