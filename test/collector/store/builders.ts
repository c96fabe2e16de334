// Records and stores for the tests of the store.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openStore, type Store, type StoreOptions } from "../../../src/collector/store/store";
import type {
  LogRecord,
  MetricPoint,
  Resource,
  Series,
  SpanRecord,
} from "../../../src/shared/record";

export const writerPath = join(import.meta.dirname, "../../../dist/writer.js");

const noResource: Resource = { id: 0, service: "", attributes: "{}", run: "" };

export function aLog(fields: Partial<LogRecord> = {}): LogRecord {
  const resource = fields.resource ?? noResource;
  return {
    seq: 1,
    timeUnixNano: 1_700_000_000_000_000_000n,
    observedTimeUnixNano: 1_700_000_000_000_000_000n,
    severityNumber: 9,
    severityText: "",
    service: resource.service,
    logger: "",
    body: "hello",
    display: "",
    eventName: "",
    traceId: "",
    spanId: "",
    requestId: "",
    file: "",
    line: 0,
    function: "",
    attributes: "{}",
    resource,
    receiver: "test",
    run: "",
    ...fields,
  };
}

export function aSpan(fields: Partial<SpanRecord> = {}): SpanRecord {
  const resource = fields.resource ?? noResource;
  return {
    seq: 1,
    timeUnixNano: 1_700_000_000_000_000_000n,
    observedTimeUnixNano: 1_700_000_000_000_000_000n,
    durationNanos: 1_000_000n,
    name: "GET /",
    kind: "",
    status: "",
    statusMessage: "",
    service: resource.service,
    logger: "",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    parentSpanId: "",
    requestId: "",
    file: "",
    line: 0,
    function: "",
    events: "[]",
    links: "[]",
    attributes: "{}",
    resource,
    receiver: "test",
    run: "",
    ...fields,
  };
}

export function aSeries(fields: Partial<Series> = {}): Series {
  return {
    id: 1,
    name: "requests",
    type: "counter",
    unit: "",
    description: "",
    service: "",
    attributes: "{}",
    resource: noResource,
    receiver: "test",
    run: "",
    ...fields,
  };
}

export function aPoint(series: Series, fields: Partial<MetricPoint> = {}): MetricPoint {
  return {
    seq: 1,
    timeUnixNano: 1_700_000_000_000_000_000n,
    startTimeUnixNano: 0n,
    series,
    value: 1,
    total: 0,
    count: 0,
    sum: 0,
    min: NaN,
    max: NaN,
    distribution: undefined,
    quantiles: [],
    exemplars: "[]",
    ...fields,
  };
}

/** A folder and stores in it that end with the test. */
export function storesOfTest() {
  const folders: string[] = [];
  const stores: Store[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), "sidelight-store-"));
    folders.push(folder);
    return folder;
  };
  return {
    newFolder,
    newPath: () => join(newFolder(), "store.duckdb"),
    open: async (path: string, options: Partial<StoreOptions> = {}) => {
      const store = await openStore({ path, writerPath, ...options });
      stores.push(store);
      return store;
    },
  };
}
