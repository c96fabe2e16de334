// Samples of metrics that carry the ids of compared requests: which are theirs, and what is told of them.

import { describe, expect, test } from "vitest";
import type { Difference } from "../../../src/shared/compare/model";
import { aboutOf } from "../../../src/shared/compare/text";
import type { MetricPoint, Series } from "../../../src/shared/record";
import { aLog, aPoint, storesOfTest } from "./builders";

const stores = storesOfTest();
const base = 1_700_000_000_000_000_000n;
const second = 1_000_000_000n;
const signal = new AbortController().signal;
const requests = 120;
const isBad = (i: number) => i % 4 === 0;
const requestIdOf = (i: number) => `a-request-number-${i}`;
const traceIdOf = (i: number) =>
  (0xabc0000000000000000n + BigInt(i)).toString(16).padStart(32, "0");

interface Sample {
  readonly name?: string;
  readonly type?: Series["type"];
  readonly labels?: object;
  readonly value: number;
  /** After the request's beginning. */
  readonly seconds?: number;
  readonly exemplars?: readonly object[];
}

/** Each fourth request fails; samples are of a bad or a good one. */
async function compared(
  samplesOf: (i: number, isBad: boolean) => readonly Sample[],
  { by = "request", idOf = requestIdOf }: { by?: string; idOf?: (i: number) => string } = {},
) {
  const store = await stores.open(stores.newPath());
  const resource = store.resource({ service: "shop", run: "", attributes: "{}" });
  const points: MetricPoint[] = [];
  let seq = 0;
  const logs = Array.from({ length: requests }, (_, i) => {
    const timeUnixNano = base + BigInt(i) * second;
    for (const sample of samplesOf(i, isBad(i))) {
      const { name = "cart.items", type = "gauge", labels = {}, value, exemplars = [] } = sample;
      const identity = { name, type, unit: "", description: "", receiver: "test", run: "" };
      const attributes = JSON.stringify(labels);
      const series = store.series({ ...identity, service: "shop", attributes, resource });
      if (series === undefined) throw new Error("too many series");
      const at = timeUnixNano + BigInt(Math.round((sample.seconds ?? 1) * 1e9));
      const told = { value, exemplars: JSON.stringify(exemplars) };
      points.push(aPoint(series, { seq: ++seq, timeUnixNano: at, ...told }));
    }
    const common = { requestId: idOf(i), traceId: traceIdOf(i), timeUnixNano, resource };
    return [
      aLog({ ...common, seq: ++seq, body: "received" }),
      aLog({ ...common, seq: ++seq, body: "over", severityNumber: isBad(i) ? 17 : 9 }),
    ];
  }).flat();
  await store.commit({ logs, spans: [], points });
  const { differences } = await store.reads.compare({ bad: "level:error", good: "*", by }, signal);
  const all: Difference[] = differences.flatMap((one) => [one, ...one.related]);
  return { store, all, ofMetrics: all.filter(({ ofMetric }) => ofMetric !== undefined) };
}

const items = (i: number, isBad: boolean) => (isBad ? 60 : 10) + (i % 9);

describe("a gauge that is high in failed requests", () => {
  test("by a label with the request's id is a range of numbers", async () => {
    const { ofMetrics } = await compared((i, isBad) => [
      { labels: { request_id: requestIdOf(i), env: "prod" }, value: items(i, isBad) },
    ]);

    expect(ofMetrics).toHaveLength(1);
    expect(ofMetrics[0]).toMatchObject({
      kind: "range",
      field: "cart.items",
      value: "> 50",
      badShare: 1,
      goodShare: 0,
      badCount: 30,
      goodCount: 0,
      signal: "metrics",
      service: "shop",
      query: "name:cart.items AND service:shop AND _exists_:request_id AND value:>50",
      isOutcome: false,
    });
    expect(aboutOf(ofMetrics[0] as Difference)).toMatch(/^metric of shop with the request's id · /);
  });

  test("has a query that finds just the samples of failed requests, and rows that are their logs", async () => {
    const { store, ofMetrics } = await compared((i, isBad) => [
      { labels: { request_id: requestIdOf(i) }, value: items(i, isBad) },
      { name: "cart.items", labels: {}, value: 90 },
    ]);
    const { query = "", rows } = ofMetrics[0] ?? {};
    const page = { order: "oldest", limit: 200 } as const;

    const samples = await store.reads.rows({ signal: "metrics", query, ...page }, signal);
    const logs = await store.reads.rows(
      { signal: "logs", query: rows?.query ?? "", ...page },
      signal,
    );

    const expected = Array.from({ length: requests }, (_, i) => i)
      .filter(isBad)
      .map(requestIdOf);
    const labels = samples.rows.map((row) => ("attributes" in row ? row.attributes : {}));
    expect(labels).toEqual(expected.map((request_id) => ({ request_id })));
    const ids = logs.rows.map((row) => ("requestId" in row ? row.requestId : ""));
    expect([...new Set(ids)]).toEqual(expected);
    expect(rows?.named).toBe(30);
  });

  test.each([
    ["the trace's id", (i: number) => traceIdOf(i)],
    ["the low half of the trace's id", (i: number) => traceIdOf(i).slice(-16)],
  ])("is found by %s, also by trace", async (_, idOf) => {
    const { ofMetrics } = await compared(
      (i, isBad) => [{ labels: { "dd.trace_id": idOf(i) }, value: items(i, isBad) }],
      { by: "trace" },
    );

    expect(ofMetrics).toMatchObject([{ kind: "range", field: "cart.items", badCount: 30 }]);
    expect(aboutOf(ofMetrics[0] as Difference, "trace")).toContain("with the trace's id");
  });

  test("in one set of its labels alone is told with them", async () => {
    const { ofMetrics } = await compared((i, isBad) => [
      { labels: { request_id: requestIdOf(i), of: "cart" }, value: items(i, isBad) },
      {
        labels: { request_id: requestIdOf(i), of: "list" },
        value: 300 - items(i, isBad) * (i % 3),
      },
    ]);

    expect(ofMetrics.map(({ field }) => field)).toContain("cart.items {of=cart}");
    const found = ofMetrics.find(({ field }) => field === "cart.items {of=cart}");
    expect(found).toMatchObject({
      value: "> 50",
      query: "name:cart.items AND service:shop AND of:cart AND _exists_:request_id AND value:>50",
    });
  });
});

test("series of single requests leave room for those that tell of the moment", async () => {
  const { ofMetrics } = await compared((i, isBad) => [
    { name: "pool.open", value: items(i, isBad), seconds: -0.1 },
    ...Array.from({ length: requests + 1 }, (_, n) => ({
      labels: { request_id: requestIdOf(i) },
      value: i % 5,
      seconds: n / 1000,
    })),
  ]);

  expect(ofMetrics).toMatchObject([{ field: "pool.open", value: "> 50", ofMetric: "moment" }]);
});

/** Of each so many requests one exemplar. */
const waits = (each: number) => (i: number, isBad: boolean) => {
  const wait = { time: "2023-11-14T22:13:20Z", value: items(i, isBad) * 10, traceId: traceIdOf(i) };
  return [
    {
      ...{ name: "queue.wait", type: "histogram" as const, labels: { queue: "q1" } },
      ...{ value: isBad ? 70 + (i % 3) : 12, seconds: -0.1 },
      exemplars: i % each === 0 ? [wait] : [],
    },
  ];
};

test("an exemplar tells its own value, of the request of its trace, and not what is told of the moment again", async () => {
  const { ofMetrics } = await compared(waits(1));

  expect(ofMetrics).toHaveLength(1);
  expect(ofMetrics[0]).toMatchObject({
    kind: "range",
    field: "queue.wait",
    value: "> 500",
    ofMetric: "request",
    badCount: 30,
    signal: "logs",
    named: 30,
  });
  expect(ofMetrics[0]?.query).toContain(`trace_id:(`);
});

test("of few requests with exemplars a metric tells less than of their moments, and those are told", async () => {
  const { ofMetrics } = await compared(waits(3));

  expect(ofMetrics).toMatchObject([
    { field: "queue.wait {queue=q1}", ofMetric: "moment", value: "> 50" },
  ]);
});

test("of a counter what it grew by in the whole request is compared, and its requests are named", async () => {
  const { ofMetrics } = await compared((i, isBad) =>
    Array.from({ length: isBad ? 6 : 2 }, () => ({
      type: "counter" as const,
      name: "rows.read",
      labels: { request_id: requestIdOf(i) },
      value: 3 + (i % 2),
    })),
  );

  expect(ofMetrics).toMatchObject([
    { kind: "range", field: "rows.read", value: "> 10", badCount: 30, goodCount: 0, named: 30 },
  ]);
  expect(ofMetrics[0]?.query).toMatch(/^(?!name:).*request_id:\(/);
});

test("metrics that only failed requests have, and that they alone lack, are told as symptoms", async () => {
  const { ofMetrics } = await compared((i, isBad) => [
    {
      type: "counter",
      name: isBad ? "orders.declined" : "orders.stored",
      labels: { request_id: requestIdOf(i) },
      value: 1,
    },
  ]);

  expect(ofMetrics).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: "field",
        field: "orders.declined",
        value: "(any)",
        query: "name:orders.declined AND service:shop AND _exists_:request_id",
        isOutcome: true,
      }),
      expect.objectContaining({ kind: "field", field: "orders.stored", value: "(none)" }),
    ]),
  );
  expect(ofMetrics).toHaveLength(2);
});

test("a short id is one only under a label that says so", async () => {
  const idOf = (i: number) => String(i);
  const underLabel = async (label: string) => {
    const { ofMetrics } = await compared(
      (i, isBad) => [{ labels: { [label]: idOf(i) }, value: items(i, isBad) }],
      { idOf },
    );
    return ofMetrics.map(({ field }) => field);
  };

  expect(await underLabel("shard")).toEqual([]);
  expect(await underLabel("req")).toEqual(["cart.items"]);
});

test("a sample of another time is of another request of that id", async () => {
  const at = (seconds: number) =>
    compared((i, isBad) => [
      { labels: { request_id: requestIdOf(i) }, value: items(i, isBad), seconds },
    ]);

  expect((await at(590)).ofMetrics).toHaveLength(1);
  expect((await at(610)).ofMetrics).toEqual([]);
});

test("the number of a record that stands alone is no id that a metric could carry", async () => {
  const seqOfLast = (i: number) => 3 * i + 3;
  const { all } = await compared(
    (i, isBad) => [{ labels: { request_id: String(seqOfLast(i)) }, value: items(i, isBad) }],
    { by: "record" },
  );

  expect(all.filter(({ ofMetric }) => ofMetric === "request")).toEqual([]);
});
