import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { noticesOf } from "../../../src/shared/timeline/text";
import { aLog, aRequest, aSpan, at, modelOf, outline, spanOf } from "./builders";

const yearMs = 365 * 86_400e3;

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

  it("lays out what most records are around; one that is years away lies outside, and is told of", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "call", parent: "root", fromMs: 20, tookMs: 30 },
      { id: "next call", parent: "root", fromMs: 60, tookMs: 30 },
      { id: "1976", parent: "root", fromMs: -yearMs * 50 },
      { id: "2188", parent: "root", fromMs: yearMs * 160 },
      { id: "endless", parent: "root", fromMs: 1, tookMs: yearMs * 160 },
    );

    expect(model.summary).toMatchObject({ durationNanos: 100e6, startTime: at(0) });
    expect(spanOf(model, "call")).toMatchObject({ startNanos: 20e6, endNanos: 50e6 });
    expect(spanOf(model, "1976").endNanos).toBeLessThan(0);
    expect(spanOf(model, "2188").startNanos).toBeGreaterThan(100e6);
    expect(noticesOf(model)).toEqual([
      "2 records are more than 30 days from the others: outside the time shown",
      "1 span ended an hour or more after all else, unwaited for: counted until it was last heard of",
    ]);
  });

  it.each([
    ["one of two", [{}, { fromMs: yearMs }]],
    ["one alone", [{ tookMs: yearMs }]],
    ["work that waited for three weeks", [{}, {}, { fromMs: yearMs / 17 }]],
  ])("lays out all of %s: nothing says which is wrong", (_, spans) => {
    const model = modelOf(...spans);

    expect(model.summary.durationNanos).toBeGreaterThan((yearMs / 18) * 1e6);
    expect(model.notices.strayCount).toBe(0);
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
