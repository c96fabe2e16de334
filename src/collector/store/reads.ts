// The questions the store answers, put together from their files in read/.

import { RpcError } from "../../shared/contract/rpc";
import { readChart } from "./read/chart";
import { readRequests } from "./read/requests";
import { type Predicate, readSeries } from "./read/series";
import { readServices } from "./read/services";
import { readTimeline } from "./read/timeline";
import type { Reader } from "./reader";
import type { StoreReads } from "./recordStore";

const everything: Predicate = { sql: "true", params: {} };

export function createReads(reader: Reader): StoreReads {
  const later = () =>
    Promise.reject(new RpcError({ kind: "internal", message: "Not available in this version." }));
  return {
    rows: later,
    record: later,
    rowIndex: later,
    histogram: later,
    groups: later,
    fields: later,
    values: later,
    timeline: ({ id }, signal) => readTimeline(reader, id, signal),
    requests: (query, signal) => readRequests(reader, query, signal),
    services: (_, signal) => readServices(reader, signal),
    series: ({ limit }, signal) => readSeries(reader, everything, limit, signal),
    chart: (query, signal) => readChart(reader, query, signal),
  };
}
