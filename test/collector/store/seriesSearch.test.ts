// The search of the Metrics panel over a store: by a part of the name, by name, type, service and tags.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createReads } from "../../../src/collector/store/reads";
import type { StoreReads } from "../../../src/collector/store/recordStore";
import type { MetricType, Series } from "../../../src/shared/record";
import { openStore, type Store } from "../../../src/collector/store/store";
import { aPoint, writerPath } from "./builders";

let folder: string;
let store: Store;
let reads: StoreReads;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-series-"));
  store = await openStore({ path: join(folder, "store.duckdb"), writerPath });
  reads = createReads(store);
  const series = (
    name: string,
    type: MetricType,
    service: string,
    tags: object,
    region: string,
  ) => {
    const attributes = JSON.stringify({ "cloud.region": region });
    return store.series({
      ...{ name, type, service, receiver: type === "set" ? "statsd" : "otlp", run: "" },
      ...{ unit: type === "histogram" ? "ms" : "", description: `about ${name}` },
      attributes: JSON.stringify(tags),
      resource: store.resource({ service, attributes, run: "" }),
    })!;
  };
  const all: Series[] = [
    series("fetch.requests", "counter", "web", { worker: "w7", code: 200 }, "eu"),
    series("fetch.errors", "counter", "web", { worker: "w7", code: 503 }, "eu"),
    series("fetch.duration", "histogram", "web", { worker: "w1" }, "eu"),
    series("queue.depth", "gauge", "broker", { queue: "prefetch" }, "us"),
    series("users", "set", "", {}, "us"),
  ];
  await store.commit({
    logs: [],
    spans: [],
    points: all.map((one, i) => aPoint(one, { seq: i + 1, value: i })),
  });
});

afterAll(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const search = async (query: string) =>
  (await reads.series({ query }, signal)).map(({ name }) => name);

it.each([
  ["", ["fetch.duration", "fetch.errors", "fetch.requests", "queue.depth", "users"]],
  ["*", ["fetch.duration", "fetch.errors", "fetch.requests", "queue.depth", "users"]],
  ["DURATION", ["fetch.duration"]],
  ["name:fetch.errors", ["fetch.errors"]],
  ["name:fetch", []],
  ["name:fetch.*", ["fetch.duration", "fetch.errors", "fetch.requests"]],
  ["name:/.*\\.(depth|errors)/", ["fetch.errors", "queue.depth"]],
  ["type:counter", ["fetch.errors", "fetch.requests"]],
  ["type:(gauge OR set)", ["queue.depth", "users"]],
  ["unit:ms", ["fetch.duration"]],
  ["service:web type:histogram", ["fetch.duration"]],
  ["receiver:statsd", ["users"]],
  ["worker:w7", ["fetch.errors", "fetch.requests"]],
  ["worker:w7 NOT name:*errors", ["fetch.requests"]],
  ["code:>=500", ["fetch.errors"]],
  ["_exists_:queue", ["queue.depth"]],
  ["cloud.region:us", ["queue.depth", "users"]],
  ["worker:nobody", []],
])("%s finds %j", async (query, names) => {
  expect(await search(query)).toEqual(names);
});

it("a word is a part of a name or of a tag's value", async () => {
  expect(await search("fetch")).toEqual([
    "fetch.duration",
    "fetch.errors",
    "fetch.requests",
    "queue.depth",
  ]);
});

it("a wrong query says where it is wrong", async () => {
  await expect(search("type:counter AND")).rejects.toThrow("Column 14: Nothing follows");
});
