// The questions the store answers, put together from their files in read/.

import { RpcError } from "../../shared/contract/rpc";
import { readChart } from "./read/chart";
import { readRecord } from "./read/record";
import { readRequests } from "./read/requests";
import { readRows } from "./read/rows";
import { type ReadContext, whereOfSeries } from "./read/selection";
import { readSeries } from "./read/series";
import { readServices } from "./read/services";
import { readTimeline } from "./read/timeline";
import type { Reader } from "./reader";
import type { StoreReads } from "./recordStore";
import { ResourceIndex } from "./resourceIndex";

export function createReads(reader: Reader): StoreReads {
  const context: ReadContext = {
    reader,
    resources: new ResourceIndex(),
    now: () => BigInt(Date.now()) * 1_000_000n,
  };
  const later = () =>
    Promise.reject(new RpcError({ kind: "internal", message: "Not available in this version." }));
  return {
    rows: (query, signal) => readRows(query, context, signal),
    record: (key, signal) => readRecord(key, context, signal),
    rowIndex: later,
    histogram: later,
    groups: later,
    fields: later,
    values: later,
    timeline: ({ id }, signal) => readTimeline(reader, id, signal),
    requests: (query, signal) => readRequests(reader, query, signal),
    services: (_, signal) => readServices(reader, signal),
    series: async ({ query, limit }, signal) =>
      readSeries(reader, await whereOfSeries(query, context, signal), limit, signal),
    chart: (query, signal) => readChart(reader, query, signal),
  };
}
