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

test("a bound keeps the earliest and says that it cut", async () => {
  const { logs, isCut } = await timeline(trace, { spans: 10, logs: 2, points: 10 });

  expect(logs).toHaveLength(2);
  expect(isCut).toBe(true);
});
