// Recent requests: each once, named by its root span, failed ones known.

import { expect, test } from "vitest";
import { readRequests } from "../../../src/collector/store/read/requests";
import { readTimeline } from "../../../src/collector/store/read/timeline";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { readServices } from "../../../src/collector/store/read/services";
import { aLog, aPoint, aSpan, storesOfTest } from "./builders";

const { newPath, open } = storesOfTest();
const signal = new AbortController().signal;
const hex = (n: number, digits = 32) => n.toString(16).padStart(digits, "0");
const requestId = "6fafaa91-5ea4-4b3a-9f3b-0a7f2c9d1e55";

test("a trace is named by its root span, with its services, duration and counts", async () => {
  const store = await open(newPath());
  const start = 1_700_000_000_000_000_000n;
  await store.commit({
    logs: [
      aLog({ seq: 1, traceId: hex(1), service: "db", severityNumber: 17, timeUnixNano: start }),
    ],
    spans: [
      aSpan({ seq: 2, traceId: hex(1), parentSpanId: hex(9, 16), name: "query", service: "db" }),
      aSpan({
        seq: 3,
        traceId: hex(1),
        name: "GET /orders",
        service: "shop",
        timeUnixNano: start,
        durationNanos: 5_000_000n,
      }),
    ],
    points: [],
  });

  expect(await readRequests(store, { limit: 10 }, signal)).toEqual([
    {
      id: hex(1),
      kind: "trace",
      name: "GET /orders",
      service: "shop",
      services: ["db", "shop"],
      time: "2023-11-14T22:13:20.000000000Z",
      durationNanos: "5000000",
      isFailed: true,
      spanCount: 2,
      logCount: 1,
      errorCount: 1,
    },
  ]);
});

test("a request id that belongs to traces is one request with them", async () => {
  const store = await open(newPath());
  await store.commit({
    logs: [
      aLog({ seq: 1, requestId, body: "before the trace" }),
      aLog({ seq: 2, requestId, traceId: hex(1) }),
      aLog({ seq: 3, requestId, traceId: hex(2) }),
      aLog({ seq: 4, requestId: "lonely-request-0001", body: "no trace at all" }),
    ],
    spans: [aSpan({ seq: 5, traceId: hex(2), name: "second service" })],
    points: [],
  });

  const requests = await readRequests(store, { limit: 10 }, signal);

  expect(requests.map(({ id, kind, name, logCount }) => ({ id, kind, name, logCount }))).toEqual([
    { id: hex(1), kind: "trace", name: "second service", logCount: 3 },
    { id: "lonely-request-0001", kind: "request", name: "no trace at all", logCount: 1 },
  ]);
});

test.each([
  ["an error status", { status: "error" as const }, true],
  ["status 500 of the root", { attributes: '{"http.response.status_code":500}' }, true],
  ["the deprecated name of it", { attributes: '{"http.status_code":503}' }, true],
  ["status 404", { attributes: '{"http.response.status_code":404}' }, false],
  [
    "status 500 of a child",
    { attributes: '{"http.response.status_code":500}', parentSpanId: hex(9, 16) },
    false,
  ],
  ["an attribute that is no number", { attributes: '{"http.response.status_code":"many"}' }, false],
])("failed or not: %s", async (_, span, isFailed) => {
  const store = await open(newPath());
  await store.commit({
    logs: [],
    spans: [aSpan({ seq: 1, traceId: hex(1), ...span })],
    points: [],
  });

  const all = await readRequests(store, { limit: 10 }, signal);
  const failed = await readRequests(store, { limit: 10, isFailedOnly: true }, signal);

  expect(all.map((one) => one.isFailed)).toEqual([isFailed]);
  expect(failed).toHaveLength(isFailed ? 1 : 0);
});

const hourNanos = 3_600_000_000_000n;
const startNanos = 1_700_000_000_000_000_000n;

/** As the timeline lays it out: the list and the timeline of a request say one duration. */
test.each([
  ["a step that ended hours later", { durationNanos: 3n * hourNanos }, "5000000"],
  [
    "a step that its parent is not here for",
    { durationNanos: 3n * hourNanos, parentSpanId: hex(99, 16) },
    String(3n * hourNanos),
  ],
  [
    "a consumer at work for hours",
    { durationNanos: 3n * hourNanos, kind: "consumer" as const },
    String(3n * hourNanos),
  ],
  [
    "a step that began hours later",
    { timeUnixNano: startNanos + 3n * hourNanos, durationNanos: 0n },
    String(3n * hourNanos),
  ],
  ["a time of 1970", { timeUnixNano: 0n, durationNanos: 1n }, "5000000"],
])("how long a request took: %s", async (_, odd, durationNanos) => {
  const store = await open(newPath());
  const common = { traceId: hex(1), timeUnixNano: startNanos, durationNanos: 5_000_000n };
  await store.commit({
    logs: [],
    spans: [
      aSpan({ ...common, seq: 1, spanId: hex(1, 16), name: "root" }),
      aSpan({ ...common, seq: 2, spanId: hex(2, 16), parentSpanId: hex(1, 16) }),
      aSpan({ ...common, seq: 3, spanId: hex(3, 16), parentSpanId: hex(1, 16), ...odd }),
    ],
    points: [],
  });

  const [request] = await readRequests(store, { limit: 10 }, signal);
  const timeline = buildTimeline(await readTimeline(store, hex(1), signal));

  expect(request).toMatchObject({ time: "2023-11-14T22:13:20.000000000Z", durationNanos });
  expect(String(timeline.summary.durationNanos)).toBe(durationNanos);
});

test("the newest come first, and no more than asked for", async () => {
  const store = await open(newPath());
  await store.commit({
    logs: Array.from({ length: 30 }, (_, i) => aLog({ seq: i + 1, traceId: hex(i + 1) })),
    spans: [],
    points: [],
  });

  const requests = await readRequests(store, { limit: 3 }, signal);

  expect(requests.map(({ id }) => id)).toEqual([hex(30), hex(29), hex(28)]);
});

test("services are counted over all signals", async () => {
  const store = await open(newPath());
  const series = store.series({
    name: "orders",
    type: "counter",
    unit: "",
    description: "",
    service: "shop",
    attributes: "{}",
    resource: store.resource({ service: "shop", attributes: "{}", run: "" }),
    receiver: "test",
    run: "",
  })!;
  await store.commit({
    logs: [aLog({ seq: 1, service: "shop", severityNumber: 21 }), aLog({ seq: 2 })],
    spans: [aSpan({ seq: 3, service: "shop", status: "error" })],
    points: [aPoint(series, { seq: 4 }), aPoint(series, { seq: 5 })],
  });

  const services = await readServices(store, signal);

  expect(services.sort((a, b) => b.logs + b.spans - a.logs - a.spans)).toEqual([
    {
      name: "shop",
      logs: 1,
      spans: 1,
      points: 2,
      errors: 1,
      failedSpans: 1,
      lastTime: "2023-11-14T22:13:20.000000000Z",
    },
    {
      name: "",
      logs: 1,
      spans: 0,
      points: 0,
      errors: 0,
      failedSpans: 0,
      lastTime: "2023-11-14T22:13:20.000000000Z",
    },
  ]);
});
