import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import type { SpanNode, TimelineModel } from "../../../src/shared/timeline/model";
import { aLog, aPoint, aRequest, aSpan, at, outline, type SpanShape } from "./builders";

const modelOf = (...spans: SpanShape[]) => buildTimeline(aRequest({ spans: spans.map(aSpan) }));

function spanOf(model: TimelineModel, name: string): SpanNode {
  const node = model.nodes.find((n) => n.kind === "span" && n.span.name === name);
  if (node?.kind !== "span") throw new Error(`no span ${name}`);
  return node;
}

describe("the tree of a request", () => {
  it("lists spans depth-first, siblings by start, whatever the order they came in", () => {
    const model = modelOf(
      { id: "b", parent: "root", fromMs: 5 },
      { id: "b1", parent: "b", fromMs: 6 },
      { id: "root", tookMs: 20 },
      { id: "a", parent: "root", fromMs: 1 },
    );

    expect(outline(model)).toEqual(["root", "  a", "  b", "    b1"]);
  });

  it("puts logs, events and exceptions under their span, among its child spans by time", () => {
    const spans = [
      aSpan({
        id: "fetch",
        tookMs: 30,
        events: [{ time: at(25), name: "exception", attributes: {} }],
      }),
      aSpan({ id: "get", parent: "fetch", fromMs: 10 }),
    ];
    const logs = [
      aLog({ atMs: 21, traceId: "t1", spanId: "fetch", body: "retry" }),
      aLog({ atMs: 1, traceId: "t1", spanId: "fetch", body: "started" }),
    ];

    const model = buildTimeline(aRequest({ spans, logs }));

    expect(outline(model)).toEqual(["fetch", "  · started", "  get", "  · retry", "  * exception"]);
    expect(spanOf(model, "fetch").dots.map((dot) => dot.severityNumber)).toEqual([9, 9, 17]);
    expect(spanOf(model, "fetch").hasErrorInside).toBe(true);
  });

  it("places a log without a span id under the innermost span of its service at that time", () => {
    const spans = [
      aSpan({ id: "outer", tookMs: 30 }),
      aSpan({ id: "inner", parent: "outer", fromMs: 10, tookMs: 5 }),
      aSpan({ id: "other", parent: "outer", fromMs: 10, tookMs: 5, service: "db" }),
    ];
    const logs = [
      aLog({ atMs: 12, body: "while inner" }),
      aLog({ atMs: 20, body: "after inner" }),
      aLog({ atMs: 40, body: "after all" }),
    ];

    const model = buildTimeline(aRequest({ spans, logs }));

    expect(outline(model)).toEqual([
      "outer",
      "  inner",
      "    · while inner",
      "  other",
      "  · after inner",
      "· after all",
    ]);
    expect(model.nodes.flatMap((n) => (n.kind === "log" ? [n.isPlacedByTime] : []))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("makes a timeline of logs by service for an app that only logs a request id", () => {
    const logs = [
      aLog({ atMs: 0, service: "scraper", body: "scrape started" }),
      aLog({ atMs: 2, service: "broker", body: "queued" }),
      aLog({ atMs: 9, service: "scraper", body: "done", severityNumber: 17, severity: "ERROR" }),
    ];

    const model = buildTimeline(aRequest({ logs }));

    expect(outline(model)).toEqual([
      "# scraper",
      "  · scrape started",
      "  · done",
      "# broker",
      "  · queued",
    ]);
    expect(model.summary).toMatchObject({
      name: "scrape started",
      durationNanos: 9e6,
      isFailed: true,
      logCount: 3,
    });
  });

  it("shows orphans under a row for the parent that never came, one row a parent", () => {
    const model = modelOf(
      { id: "root" },
      { id: "x", parent: "gone", fromMs: 2 },
      { id: "y", parent: "gone", fromMs: 4 },
    );

    expect(outline(model)).toEqual(["root", "? gone", "  x [orphan]", "  y [orphan]"]);
    expect(model.notices.orphanCount).toBe(2);
  });

  it("cuts a cycle at its earliest span and says so", () => {
    const model = modelOf(
      { id: "b", parent: "c", fromMs: 2 },
      { id: "a", parent: "b", fromMs: 1 },
      { id: "c", parent: "a", fromMs: 3 },
      { id: "self", parent: "self", fromMs: 9 },
    );

    expect(outline(model)).toEqual(["a [cycle]", "  c", "    b", "self [cycle]"]);
    expect(model.notices.cycleCount).toBe(2);
  });

  it("keeps spans with the same id apart and gives children to the one of their service", () => {
    const model = modelOf(
      { id: "call", name: "client", service: "web", kind: "client", tookMs: 20 },
      { id: "call", name: "server", service: "api", kind: "server", fromMs: 1, tookMs: 10 },
      { id: "work", parent: "call", service: "api", fromMs: 2, tookMs: 2 },
    );

    expect(outline(model)).toEqual(["client", "  server [duplicate]", "    work"]);
    expect(model.notices.duplicateCount).toBe(1);
  });

  it("shows a trace that only links to the request under the span it links to", () => {
    const model = modelOf(
      { id: "publish", kind: "producer" },
      {
        id: "consume",
        kind: "consumer",
        traceId: "t2",
        fromMs: 50,
        links: [{ traceId: "t1", spanId: "publish", attributes: {} }],
      },
    );

    expect(outline(model)).toEqual(["publish", "  consume [linked]"]);
  });

  it("gives a span that ended before it started no length, and says so", () => {
    const model = modelOf({ id: "odd", tookMs: -5 }, { id: "zero", tookMs: 0, fromMs: 3 });

    expect(spanOf(model, "odd")).toMatchObject({ startNanos: 0, endNanos: 0, marks: ["negative"] });
    expect(spanOf(model, "zero")).toMatchObject({ startNanos: 3e6, endNanos: 3e6, marks: [] });
    expect(model.notices.negativeDurationCount).toBe(1);
  });

  it("keeps every nanosecond of an offset", () => {
    const model = modelOf({ id: "a", fromMs: 999.999_999 }, { id: "b", fromMs: 1000.000_001 });

    expect(spanOf(model, "b").startNanos).toBe(2);
    expect(model.summary.startTime).toBe(at(999.999_999));
  });

  it("has an empty model for an id that nothing is known of", () => {
    const model = buildTimeline(aRequest());

    expect(model.nodes).toEqual([]);
    expect(model.summary).toMatchObject({ name: "", startTime: "", durationNanos: 0 });
  });
});

describe("repeated siblings", () => {
  const queries = (count: number, tookMs: (i: number) => number = () => 2) =>
    Array.from({ length: count }, (_, i) => ({
      parent: "root",
      name: "SELECT item",
      fromMs: i * 3,
      tookMs: tookMs(i),
    }));

  it("folds an N+1 into one row with its count", () => {
    const model = modelOf({ id: "root", tookMs: 200 }, ...queries(37));

    expect(outline(model).slice(0, 2)).toEqual(["root", "  SELECT item ×37"]);
    const fold = model.nodes[1];
    expect(fold).toMatchObject({ kind: "fold", count: 37, totalNanos: 74e6, minNanos: 2e6 });
    expect(model.nodes.length).toBe(39);
  });

  it("folds repeats that alternate with others", () => {
    const model = modelOf(
      { id: "root", tookMs: 200 },
      ...[0, 1, 2, 3].flatMap((i) => [
        { parent: "root", name: "SELECT a", fromMs: i * 10 },
        { parent: "root", name: "SELECT b", fromMs: i * 10 + 5 },
      ]),
    );

    expect(outline(model).filter((line) => line.includes("×"))).toEqual([
      "  SELECT a ×4",
      "  SELECT b ×4",
    ]);
  });

  it("only counts a few, and tells when each was slower than the one before", () => {
    const model = modelOf({ id: "root", tookMs: 200 }, ...queries(3, (i) => 2 + i));

    expect(model.nodes[1]).toMatchObject({
      kind: "span",
      repeat: { count: 3, isEachSlower: true },
    });
  });
});

describe("clock skew", () => {
  const call = (childFromMs: number, tookMs: number, rest: SpanShape = {}) =>
    modelOf(
      { id: "client", kind: "client", service: "web", fromMs: 0, tookMs: 100 },
      {
        id: "server",
        parent: "client",
        kind: "server",
        service: "api",
        fromMs: childFromMs,
        tookMs,
        ...rest,
      },
    );

  it("moves a service whose spans start before their callers into the middle of the call", () => {
    const model = call(-50, 80);

    expect(model.skews).toEqual([{ service: "api", host: "", correctionNanos: 60e6 }]);
    expect(spanOf(model, "server")).toMatchObject({ startNanos: 10e6, endNanos: 90e6 });
    expect(model.summary.durationNanos).toBe(100e6);
  });

  it("moves a service back whose spans end after a caller that waits for them", () => {
    const model = call(60, 80);

    expect(model.skews).toEqual([{ service: "api", host: "", correctionNanos: -50e6 }]);
  });

  it("moves no more than it must where the calls leave much room", () => {
    expect(call(-1, 50).skews).toMatchObject([{ service: "api", correctionNanos: 1e6 }]);
  });

  it("leaves clocks alone that agree", () => {
    expect(call(10, 80).skews).toEqual([]);
  });

  it("does not take a consumer that runs after its producer for skew", () => {
    const model = modelOf(
      { id: "send", kind: "producer", service: "web", tookMs: 1 },
      { id: "work", parent: "send", kind: "consumer", service: "worker", fromMs: 500, tookMs: 0.5 },
    );

    expect(model.skews).toEqual([]);
  });

  it("does not pull a message's consumer back into its producer, which never waited for it", () => {
    const model = modelOf(
      { id: "send", kind: "producer", service: "web", tookMs: 100 },
      { id: "work", parent: "send", kind: "consumer", service: "worker", fromMs: 60, tookMs: 80 },
    );

    expect(model.skews).toEqual([]);
  });

  it("moves the logs, the events and the callees of a service with it", () => {
    const spans = [
      aSpan({ id: "client", kind: "client", service: "web", tookMs: 100 }),
      aSpan({
        id: "server",
        parent: "client",
        kind: "server",
        service: "api",
        fromMs: -50,
        tookMs: 80,
        events: [{ time: at(-20), name: "cache miss", attributes: {} }],
      }),
      aSpan({ id: "query", parent: "server", service: "db", fromMs: -40, tookMs: 10 }),
    ];
    const logs = [aLog({ service: "api", atMs: -30, traceId: "t1", spanId: "server" })];

    const model = buildTimeline(aRequest({ spans, logs }));

    const starts = model.nodes.map((node) => [node.kind, node.startNanos / 1e6]);
    expect(starts).toEqual([
      ["span", 0],
      ["span", 10],
      ["span", 20],
      ["log", 30],
      ["event", 40],
    ]);
  });

  it("corrects hosts of one service each by their own clock", () => {
    const on = (host: string) => ({ resource: { "host.name": host } });
    const model = modelOf(
      { id: "root", service: "web", tookMs: 100 },
      {
        id: "a",
        parent: "root",
        kind: "server",
        service: "api",
        fromMs: 10,
        tookMs: 20,
        ...on("h1"),
      },
      {
        id: "b",
        parent: "root",
        kind: "server",
        service: "api",
        fromMs: -40,
        tookMs: 20,
        ...on("h2"),
      },
    );

    expect(model.skews).toEqual([{ service: "api", host: "h2", correctionNanos: 40e6 }]);
  });
});

describe("where the time went", () => {
  const path = (model: TimelineModel) =>
    Object.fromEntries(
      model.nodes.flatMap((node) =>
        node.kind === "span" && node.criticalPath.length > 0
          ? [
              [
                node.span.name,
                node.criticalPath.map((part) => [part.startNanos / 1e6, part.endNanos / 1e6]),
              ],
            ]
          : [],
      ),
    );

  it("follows what ended last and leaves out what ran beside it", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "slow", parent: "root", fromMs: 10, tookMs: 60 },
      { id: "beside", parent: "root", fromMs: 10, tookMs: 30 },
      { id: "last", parent: "root", fromMs: 75, tookMs: 20 },
    );

    expect(path(model)).toEqual({
      root: [
        [0, 10],
        [70, 75],
        [95, 100],
      ],
      slow: [[10, 70]],
      last: [[75, 95]],
    });
  });

  it("follows a step that overlaps the next a little", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "long", parent: "root", fromMs: 0, tookMs: 82 },
      { id: "next", parent: "root", fromMs: 80, tookMs: 20 },
    );

    expect(path(model)).toEqual({ long: [[0, 80]], next: [[80, 100]] });
  });

  it("goes on into work that outlives its caller", () => {
    const model = modelOf(
      { id: "send", kind: "producer", tookMs: 5 },
      { id: "work", parent: "send", kind: "consumer", service: "worker", fromMs: 20, tookMs: 30 },
    );

    expect(path(model)).toEqual({ send: [[0, 5]], work: [[20, 50]] });
  });

  it("counts each service's own time, overlapping children once", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "a", parent: "root", service: "db", fromMs: 10, tookMs: 40 },
      { id: "b", parent: "root", service: "db", fromMs: 30, tookMs: 40 },
    );

    expect(model.services).toMatchObject([
      { service: "db", selfNanos: 80e6, spanCount: 2 },
      { service: "shop", selfNanos: 40e6, spanCount: 1 },
    ]);
    expect(spanOf(model, "root").selfNanos).toBe(40e6);
  });
});

describe("metrics during the request", () => {
  it("adds up counters and shows how gauges moved", () => {
    const points = [
      aPoint({ name: "retries", value: 1 }),
      aPoint({ name: "retries", value: 1 }),
      aPoint({ name: "depth", type: "gauge", value: 14, attributes: { queue: "urls" } }),
      aPoint({ name: "depth", type: "gauge", value: 15, attributes: { queue: "urls" } }),
    ];

    const { metrics } = buildTimeline(aRequest({ points }));

    expect(metrics.map(({ name, label, change }) => [name, label, change])).toEqual([
      ["depth", "queue=urls", "14 → 15"],
      ["retries", "", "+2"],
    ]);
  });
});
