// The questions the store answers, put together from their files in read/.

import { PatternBook } from "../../shared/patterns/patternBook";
import { BlockIndex } from "./blocks/blockIndex";
import { readChart } from "./read/chart";
import { readCompare } from "./read/compare";
import { readFields } from "./read/fields";
import { readGroupChart } from "./read/groupChart";
import { readGroups, readGroupTotals } from "./read/groups";
import { readHistogram } from "./read/histogram";
import { readPatterns } from "./read/patterns";
import { readRecord } from "./read/record";
import { readRequests } from "./read/requests";
import { readRowIndex } from "./read/rowIndex";
import { readRows } from "./read/rows";
import { type ReadContext, whereOfSeries } from "./read/selection";
import { readSeries } from "./read/series";
import { readServices } from "./read/services";
import { readTimeline } from "./read/timeline";
import { readValues } from "./read/values";
import { readWhole } from "./read/wholePage";
import type { Reader } from "./reader";
import type { ReadWhole, StoreReads } from "./recordStore";
import { ResourceIndex } from "./resourceIndex";

export function createReadWhole(reader: Reader, patterns = new PatternBook()): ReadWhole {
  const context = contextOf(reader, patterns);
  return (query, signal) => readWhole(query, context, signal);
}

export function createReads(reader: Reader, patterns = new PatternBook()): StoreReads {
  const context = contextOf(reader, patterns);
  return {
    rows: (query, signal) => readRows(query, context, signal),
    record: (key, signal) => readRecord(key, context, signal),
    rowIndex: (query, signal) => readRowIndex(query, context, signal),
    histogram: (query, signal) => readHistogram(query, context, signal),
    groups: (query, signal) => readGroups(query, context, signal),
    groupTotals: (query, signal) => readGroupTotals(query, context, signal),
    groupChart: (query, signal) => readGroupChart(query, context, signal),
    fields: (query, signal, tell) => readFields(query, context, signal, tell),
    values: (query, signal) => readValues(query, context, signal),
    patterns: (query, signal) => readPatterns(query, context, signal),
    timeline: ({ id }, signal) => readTimeline(reader, id, signal),
    requests: (query, signal) => readRequests(reader, query, signal),
    compare: (query, signal) => readCompare(query, context, signal),
    services: (_, signal) => readServices(reader, signal),
    series: async ({ query, limit }, signal) =>
      readSeries(reader, await whereOfSeries(query, context, signal), limit, signal),
    chart: (query, signal) => readChart(reader, query, signal),
  };
}

const contextOf = (reader: Reader, patterns: PatternBook): ReadContext => ({
  reader,
  resources: new ResourceIndex(patterns),
  blocks: new BlockIndex(),
  now: () => BigInt(Date.now()) * 1_000_000n,
});
