import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import type { TimelineModel } from "../../../src/shared/timeline/model";
import { noticesOf } from "../../../src/shared/timeline/text";
import { aLog, aRequest, aSpan, at, modelOf, spanOf, type SpanShape } from "./builders";

const hourMs = 3_600e3;
const yearMs = 365 * 24 * hourMs;

const selfMs = (model: TimelineModel) =>
  Object.fromEntries(model.services.map(({ service, selfNanos }) => [service, selfNanos / 1e6]));
const pathMs = (model: TimelineModel, name: string) =>
  spanOf(model, name).criticalPath.map((part) => [part.startNanos / 1e6, part.endNanos / 1e6]);

/** A request of 100 ms with a step that ended hours later, as one that is closed with its process. */
const root = { id: "root", service: "web", tookMs: 100 };
const query = { id: "query", parent: "root", service: "db", fromMs: 10, tookMs: 80 };
const unended = { id: "unended", parent: "root", service: "cache", fromMs: 20, tookMs: 3 * hourMs };

describe("a step that ended hours after all else, though its caller did not wait for it", () => {
  const model = () =>
    buildTimeline(
      aRequest({
        spans: [
          aSpan(root),
          aSpan(query),
          aSpan({ ...unended, events: [{ time: at(3 * hourMs), name: "closed", attributes: {} }] }),
          aSpan({ id: "get", parent: "unended", service: "cache", fromMs: 25, tookMs: 5 }),
        ],
        logs: [aLog({ atMs: 40, service: "cache", traceId: "t1", spanId: "unended" })],
      }),
    );

  it("reaches out of the time laid out, and is told of", () => {
    expect(model().summary.durationNanos).toBe(100e6);
    expect(spanOf(model(), "unended")).toMatchObject({ endNanos: 3 * hourMs * 1e6 + 20e6 });
    expect(spanOf(model(), "unended").marks).toEqual(["late"]);
    expect(noticesOf(model())).toEqual([
      "1 span ended an hour or more after all else, unwaited for: counted until it was last heard of",
    ]);
  });

  it("takes its service's time until it was last heard of", () => {
    expect(selfMs(model())).toEqual({ web: 20, db: 80, cache: 20 });
    expect(spanOf(model(), "unended").selfNanos).toBe(15e6);
  });

  it("is not what the request waited for", () => {
    expect(pathMs(model(), "unended")).toEqual([]);
    expect(pathMs(model(), "query")).toEqual([[10, 90]]);
    expect(pathMs(model(), "root")).toEqual([
      [0, 10],
      [90, 100],
    ]);
  });

  it("drags those along that ended with it", () => {
    const both = modelOf(root, query, unended, {
      ...unended,
      id: "inner",
      parent: "unended",
      fromMs: 30,
    });

    expect(both.summary.durationNanos).toBe(100e6);
    expect(both.notices.lateCount).toBe(2);
  });
});

describe("a long time is believed", () => {
  it.each<[string, SpanShape[]]>([
    ["of a root: nothing says otherwise", [{ ...root, tookMs: 3 * hourMs }, query]],
    ["that the caller waited for", [{ ...root, tookMs: 3 * hourMs + 50 }, query, unended]],
    ["of a message's consumer", [root, query, { ...unended, kind: "consumer" }]],
    [
      "at whose end something else happened",
      [root, unended, { ...query, parent: "unended", fromMs: 3 * hourMs - 10 }],
    ],
    ["of less than an hour", [root, query, { ...unended, tookMs: 0.9 * hourMs }]],
    [
      "that is not ten times all the rest",
      [{ ...root, tookMs: hourMs }, query, { ...unended, tookMs: 8 * hourMs }],
    ],
  ])("%s", (_, spans) => {
    const model = modelOf(...spans);

    expect(model.notices.lateCount).toBe(0);
    const longest = Math.max(...model.nodes.map(({ endNanos }) => endNanos));
    expect(model.summary.durationNanos).toBe(longest);
  });
});

describe("a time that is years from the others", () => {
  it("fills neither the time per service nor the critical path", () => {
    const model = modelOf(
      root,
      query,
      { ...query, id: "1970", fromMs: -yearMs * 50, tookMs: yearMs * 50 + 60 },
      { id: "2188", parent: "query", service: "db", fromMs: yearMs * 160, tookMs: 7 },
      { id: "more", parent: "query", service: "db", fromMs: 30, tookMs: 1 },
    );

    const { web, db = 0 } = selfMs(model);
    expect(web).toBeCloseTo(10, 3);
    expect(db).toBeCloseTo(79 + 1 + 60 + 7, 3);
    expect(pathMs(model, "2188")).toEqual([]);
    expect(pathMs(model, "query")).toEqual([
      [10, 30],
      [31, 90],
    ]);
  });
});
