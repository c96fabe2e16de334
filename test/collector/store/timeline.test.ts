// Everything of one request is found by any id that stands on any part of it.

import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTimeline } from "../../../src/collector/store/read/timeline";
import { openStore, type Store } from "../../../src/collector/store/store";
import { aLog, aPoint, aSeries, aSpan, writerPath } from "./builders";

const trace = "0af7651916cd43dd8448eb211c80319c";
const other = "11111111111111111111111111111111";
const request = "6fafaa91-5ea4-4b3a-9f3b-0a7f2c9d1e55";
const second = 1_000_000_000n;
const base = 1_700_000_000n * second;

let folder: string;
let store: Store;
let seq = 0;
const next = () => ++seq;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-timeline-"));
  store = await openStore({ path: join(folder, "store.duckdb"), writerPath });
  const series = aSeries({ id: 5, name: "latency", type: "histogram" });
  await store.commit({
    logs: [
      aLog({ seq: next(), body: "only the request id", requestId: request, timeUnixNano: base }),
      aLog({
        seq: next(),
        body: "both",
        requestId: request,
        traceId: trace,
        timeUnixNano: base + second,
      }),
      aLog({ seq: next(), body: "short id", requestId: "42", traceId: trace, timeUnixNano: base }),
      aLog({
        seq: next(),
        body: "same short id soon",
        requestId: "42",
        timeUnixNano: base + second,
      }),
      aLog({
        seq: next(),
        body: "same short id a day later",
        requestId: "42",
        timeUnixNano: base + 86_400n * second,
      }),
      aLog({ seq: next(), body: "another", traceId: other }),
      aLog({ seq: next(), body: "64 bits of it", traceId: trace.slice(16), timeUnixNano: base }),
    ],
    spans: [
      aSpan({ seq: next(), name: "root", traceId: trace, spanId: "b7ad6b7169203331" }),
      aSpan({ seq: next(), name: "not ours", traceId: other, spanId: "00f067aa0ba902b7" }),
    ],
    points: [
      aPoint(series, {
        seq: next(),
        exemplars: `[{"time":"2023-11-14T22:13:20Z","value":5,"traceId":"${trace}"}]`,
      }),
      aPoint(series, { seq: next() }),
    ],
  });
});
afterAll(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const timeline = (id: string, limits?: Parameters<typeof readTimeline>[3]) =>
  readTimeline(store, id, new AbortController().signal, limits);

describe("by any id", () => {
  test.each([
    ["the trace id", trace],
    ["upper case", trace.toUpperCase()],
    ["its low half", trace.slice(16)],
    ["the request id", request],
    ["the request id as Python prints it", `UUID('${request}')`],
    ["the request id without dashes", request.replaceAll("-", "")],
    ["a span id", "B7AD6B7169203331"],
  ])("%s gives logs and spans of the whole request", async (_, id) => {
    const { logs, spans, points, traceIds, requestIds, isCut } = await timeline(id);

    expect(logs.map(({ body }) => body).sort()).toEqual([
      "64 bits of it",
      "both",
      "only the request id",
      "same short id soon",
      "short id",
    ]);
    expect(spans.map(({ name }) => name)).toEqual(["root"]);
    expect(points).toHaveLength(1);
    expect([...traceIds].sort()).toEqual([trace, trace.slice(16)].sort());
    expect([...requestIds].sort()).toEqual(["42", request].sort());
    expect(isCut).toBe(false);
  });

  test("a short request id that was asked for is found wherever it is", async () => {
    const { logs } = await timeline("42");

    expect(logs.map(({ body }) => body)).toContain("same short id a day later");
  });

  test("logs come in the order of their time", async () => {
    const { logs } = await timeline(trace);

    const times = logs.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
  });

  test.each(["", "nothing", "-", "ffffffffffffffffffffffffffffffff", "'; drop table logs; --"])(
    "an id that is nowhere gives an empty timeline: %j",
    async (id) => {
      const { logs, spans, traceIds } = await timeline(id);

      expect([logs, spans, traceIds]).toEqual([[], [], []]);
    },
  );
});

describe("metric points of a request", () => {
  let metrics: Store;
  let path: string;
  let lastSeq = 0;
  const order = "order-7";
  const at = (seconds: number) => base + BigInt(seconds) * second;
  const exemplar = (fields: object) =>
    JSON.stringify([{ time: "2023-11-14T22:13:20.000000000Z", value: 42, ...fields }]);
  /** A point by the text that finds it again: its unit. */
  const point = (
    series: Parameters<typeof aPoint>[0],
    seconds: number,
    value: number,
    exemplars = "[]",
  ) => aPoint(series, { seq: ++lastSeq, timeUnixNano: at(seconds), value, exemplars });
  const seriesOf = (id: number, attributes: object) =>
    aSeries({ id, name: `m${id}`, attributes: JSON.stringify(attributes) });

  beforeAll(async () => {
    path = mkdtempSync(join(tmpdir(), "sidelight-timeline-points-"));
    metrics = await openStore({ path: join(path, "store.duckdb"), writerPath });
    const plain = seriesOf(1, { route: "/a" });
    await metrics.commit({
      logs: [
        aLog({ seq: ++lastSeq, requestId: "42", traceId: trace, timeUnixNano: at(0) }),
        aLog({ seq: ++lastSeq, requestId: "42", traceId: trace, timeUnixNano: at(5) }),
        aLog({ seq: ++lastSeq, requestId: order, timeUnixNano: at(0) }),
        aLog({ seq: ++lastSeq, traceId: other, timeUnixNano: at(0) }),
      ],
      spans: [],
      points: [
        point(seriesOf(2, { request: "42" }), 1, 1), // as a label
        point(seriesOf(3, { request: 42 }), 1, 2), // as a number
        point(plain, 30, 3, exemplar({ traceId: trace })),
        point(plain, 2, 4, exemplar({ traceId: trace.slice(16) })), // the half that Zipkin sends
        point(plain, 2, 5, exemplar({ attributes: { "request.id": "42" } })),
        point(plain, 2, 6, exemplar({ attributes: { n: 1, id: 42 } })),
        point(seriesOf(4, { request: order }), 1, 7),
        // Decoys: of other ids that have this one in them, in names, in numbers, at other times.
        point(seriesOf(5, { port: "8042", host: "42.example" }), 1, 100),
        point(seriesOf(6, { 42: "a" }), 1, 101),
        point(seriesOf(2, { request: "42" }), 86_400, 102),
        point(plain, 86_400, 103, exemplar({ attributes: { "request.id": "42" } })),
        point(plain, 1, 104, exemplar({ attributes: { "request.id": "4242", 42: "x" } })),
        point(plain, 1, 105, exemplar({ traceId: other, attributes: { note: 'x":"42"' } })),
        point(plain, 1, 106, exemplar({ traceId: `${trace.slice(0, -1)}d` })),
        point(plain, 1, 107, exemplar({ attributes: { text: `see ${trace}` } })),
        point(plain, 1, 108),
        // What metrics alone know of.
        point(seriesOf(7, { request: "job-9" }), 86_400, 200),
        point(plain, 90_000, 201, exemplar({ traceId: "2".repeat(32), spanId: "3".repeat(16) })),
        point(plain, 1, 202, exemplar({ traceId: other, attributes: { order: "order-8" } })),
      ],
    });
  });
  afterAll(async () => {
    await metrics.dispose();
    rmSync(path, { recursive: true, force: true });
  });
  const found = (id: string) => readTimeline(metrics, id, new AbortController().signal);
  const values = async (id: string) => (await found(id)).points.map(({ value }) => value).sort();

  test.each(["42", trace, trace.slice(16)])(
    "carry its id whole, about the time of the request: %s",
    async (id) => {
      expect(await values(id)).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );

  test("by a request id that is text", async () => {
    expect(await values(order)).toEqual([7]);
    expect(await values("order-")).toEqual([]);
  });

  test.each([
    ["a label", "job-9", { points: [200], traceIds: [], requestIds: ["job-9"] }],
    ["a trace id", "2".repeat(32), { points: [201], traceIds: ["2".repeat(32)], requestIds: [] }],
    ["a span id", "3".repeat(16), { points: [201], traceIds: ["2".repeat(32)], requestIds: [] }],
  ])("are found by %s that no log and no span carries", async (_, id, want) => {
    const { points, traceIds, requestIds, logs } = await found(id);

    expect({ points: points.map(({ value }) => value), traceIds, requestIds }).toEqual(want);
    expect(logs).toEqual([]);
  });

  test("lead by an id that they alone know to the trace that they name beside it", async () => {
    const { logs, points, traceIds, requestIds } = await found("order-8");

    expect(logs).toHaveLength(1);
    expect(traceIds).toEqual([other]);
    expect(requestIds).toEqual(["order-8"]);
    expect(points.map(({ value }) => value).sort()).toEqual([105, 202]);
  });
});

test("a bound keeps the earliest and says that it cut", async () => {
  const { logs, isCut } = await timeline(trace, { spans: 10, logs: 2, points: 10 });

  expect(logs).toHaveLength(2);
  expect(isCut).toBe(true);
});
