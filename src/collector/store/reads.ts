// The questions the store answers, put together from their files in read/.

import { RpcError } from "../../shared/contract/rpc";
import { readServices } from "./read/services";
import type { Reader } from "./reader";
import type { StoreReads } from "./recordStore";

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
    timeline: later,
    requests: later,
    services: (_, signal) => readServices(reader, signal),
    series: later,
    chart: later,
  };
}
