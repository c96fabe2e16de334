// The questions the store answers, put together from their files in read/.

import { RpcError } from "../../shared/contract/rpc";
import { readRecord } from "./read/record";
import { readRows } from "./read/rows";
import type { ReadContext } from "./read/selection";
import { readServices } from "./read/services";
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
    timeline: later,
    requests: later,
    services: (_, signal) => readServices(reader, signal),
    series: later,
    chart: later,
  };
}
