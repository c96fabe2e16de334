import { expect, test } from "vitest";
import { overview } from "../../../src/host/tree/overview";
import type { OverviewNode } from "../../../src/host/tree/overviewNode";
import type { RequestInfo } from "../../../src/shared/contract/requests";
import type { ServiceInfo } from "../../../src/shared/contract/stats";
import { aReceiver, someStats } from "../builders";

const aService = (given: Partial<ServiceInfo> = {}): ServiceInfo => ({
  name: "broker",
  logs: 1_200,
  spans: 40,
  points: 0,
  errors: 0,
  failedSpans: 0,
  lastTime: "2026-01-01T00:00:00Z",
  ...given,
});

const aRequest = (given: Partial<RequestInfo> = {}): RequestInfo => ({
  id: "4bf92f3577b34da6a3ce929d0e0e4736",
  kind: "trace",
  name: "GET /cart",
  service: "shop",
  services: ["shop", "db"],
  time: "2026-01-01T00:00:00Z",
  durationNanos: "1600000000",
  isFailed: false,
  spanCount: 3,
  logCount: 2,
  errorCount: 0,
  ...given,
});

const childrenOf = (roots: readonly OverviewNode[], id: string) =>
  roots.find((root) => root.id === id)?.children ?? [];

test("without a record it says what to do next, and where the addresses are", () => {
  const roots = overview({
    stats: someStats({ receivers: [aReceiver()] }),
    services: [],
    requests: [],
  });

  expect(roots.map(({ label }) => label)).toEqual(["Run the demo", "Connect an app", "Receivers"]);
});

test("a service has its counts, its errors in words, and leads to its logs", () => {
  const roots = overview({ stats: someStats(), services: [aService({ errors: 3 })], requests: [] });

  expect(childrenOf(roots, "services")).toMatchObject([
    {
      label: "broker",
      description: "3 errors · 1.2k records",
      isFailed: true,
      command: ["sidelight.openLogs", { query: 'service:"broker"' }],
    },
  ]);
});

test("failed spans are not called errors of its logs", () => {
  const ofBoth = aService({ name: "a", errors: 3, failedSpans: 9 });
  const ofSpans = aService({ name: "b", failedSpans: 1 });

  const roots = overview({ stats: someStats(), services: [ofBoth, ofSpans], requests: [] });

  expect(childrenOf(roots, "services")).toMatchObject([
    { description: "3 errors · 1.2k records", isFailed: true },
    { description: "1 failed span · 1.2k records", isFailed: true },
  ]);
});

test("services keep their places, whichever sent last", () => {
  const services = [aService({ name: "tester" }), aService({ name: "broker" })];

  const nodes = childrenOf(overview({ stats: someStats(), services, requests: [] }), "services");

  expect(nodes.map(({ label }) => label)).toEqual(["broker", "tester"]);
});

test("a service's name cannot break out of the query", () => {
  const services = [aService({ name: 'a" OR \\x' })];

  const [service] = childrenOf(
    overview({ stats: someStats(), services, requests: [] }),
    "services",
  );

  expect(service?.command?.[1]).toEqual({ query: 'service:"a\\" OR \\\\x"' });
});

test("a receiver has address, rate, losses, and an address to copy", () => {
  const receiver = aReceiver({
    received: 5_000,
    recordsPerSecond: 120,
    dropped: { "queue-full": 7 },
    refused: { "bad-protobuf": 2, "body-too-large": 1 },
  });

  const roots = overview({
    stats: someStats({ receivers: [receiver] }),
    services: [],
    requests: [],
  });

  expect(childrenOf(roots, "receivers")).toMatchObject([
    {
      description: "7 lost · 3 refused · 127.0.0.1:4318 · 120/s · 5.0k records",
      context: "receiver.address",
      address: "http://127.0.0.1:4318",
      icon: "warning",
    },
  ]);
});

test("once something has come, receivers that nobody sends to are one row", () => {
  const receivers = [
    aReceiver({ receiver: "otlp", title: "OpenTelemetry", received: 12 }),
    aReceiver({ receiver: "loki", title: "Loki" }),
    aReceiver({ receiver: "gelf", title: "GELF", refused: { "bad-gelf": 1 } }),
    aReceiver({ receiver: "syslog", title: "syslog" }),
  ];
  const stats = someStats({ receivers });

  const before = childrenOf(overview({ stats, services: [], requests: [] }), "receivers");
  const after = childrenOf(overview({ stats, services: [aService()], requests: [] }), "receivers");

  expect(before.map(({ label }) => label)).toEqual(["OpenTelemetry", "Loki", "GELF", "syslog"]);
  expect(after.map(({ label }) => label)).toEqual(["OpenTelemetry", "GELF", "2 more"]);
  expect(after[2]).toMatchObject({ isCollapsed: true });
  expect(after[2]?.children?.map(({ label }) => label)).toEqual(["Loki", "syslog"]);
});

test("a receiver that does not listen says why", () => {
  const receiver = aReceiver({ address: "", problem: "Port 8125 is in use." });

  const roots = overview({
    stats: someStats({ receivers: [receiver] }),
    services: [],
    requests: [],
  });

  expect(childrenOf(roots, "receivers")).toMatchObject([
    { description: "Port 8125 is in use.", isFailed: true, context: "receiver" },
  ]);
});

test("a target that is scraped says whether it is up, and why it is not", () => {
  const lastTime = new Date(2026, 0, 2, 9, 5, 7).toISOString();
  const receiver = aReceiver({
    receiver: "prometheus",
    targets: [
      { name: "shop", address: "http://localhost:8000/metrics", isUp: true, samples: 12, lastTime },
      {
        ...{ name: "web", address: "http://localhost:9464/metrics", isUp: false, samples: 0 },
        ...{ lastTime, lastError: "refuses the connection" },
      },
    ],
  });

  const [node] = overview({
    stats: someStats({ receivers: [receiver] }),
    services: [],
    requests: [],
  }).flatMap(({ id, children }) => (id === "receivers" ? (children ?? []) : []));

  expect(node?.isFailed).toBe(false);
  expect(node?.children?.filter(({ context }) => context === "target")).toMatchObject([
    { label: "shop", description: "up, 12 samples · localhost:8000/metrics", icon: "pulse" },
    {
      label: "web",
      description: "refuses the connection · localhost:9464/metrics",
      tooltip:
        "http://localhost:9464/metrics is down\nIt refuses the connection\nasked at 09:05:07",
      icon: "debug-disconnect",
    },
  ]);
});

test("a failed request is marked in words and leads to its timeline", () => {
  const request = aRequest({ isFailed: true });

  const roots = overview({ stats: someStats(), services: [aService()], requests: [request] });

  expect(childrenOf(roots, "requests")).toMatchObject([
    {
      label: "GET /cart",
      description: "failed · 1.6 s · shop",
      icon: "error",
      command: ["sidelight.openTimeline", { id: request.id }],
    },
  ]);
});
