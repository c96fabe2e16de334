import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { axisTicks, durationText } from "../../../src/shared/timeline/duration";
import { findNodes } from "../../../src/shared/timeline/find";
import { toText } from "../../../src/shared/timeline/text";
import { visibleNodes } from "../../../src/shared/timeline/visible";
import { aLog, aPoint, aRequest, aSpan, at } from "./builders";

const repeats = (failedAt: number) =>
  buildTimeline(
    aRequest({
      spans: [
        aSpan({ id: "root", tookMs: 100 }),
        ...Array.from({ length: 6 }, (_, i) =>
          aSpan({
            parent: "root",
            name: "GET",
            fromMs: i * 10,
            ...(i === failedAt ? { status: "error" as const } : {}),
          }),
        ),
      ],
    }),
  );

describe("visible rows", () => {
  it("starts with folds closed and shows what failed in them", () => {
    const model = repeats(3);

    const rows = visibleNodes(model);

    expect(rows.map((node) => node.kind)).toEqual(["span", "fold", "span"]);
    expect(rows[2]).toMatchObject({ isError: true });
  });

  it("opens a fold and closes a span by their keys", () => {
    const model = repeats(-1);
    const [root, fold] = model.nodes;

    expect(visibleNodes(model, { toggled: new Set([fold!.key]) }).length).toBe(8);
    expect(visibleNodes(model, { toggled: new Set([root!.key]) }).length).toBe(1);
  });

  it("lists all records by time on request", () => {
    const model = buildTimeline(
      aRequest({
        logs: [
          aLog({ atMs: 0, service: "a", body: "one" }),
          aLog({ atMs: 2, service: "a", body: "three" }),
          aLog({ atMs: 1, service: "b", body: "two" }),
        ],
      }),
    );

    const rows = visibleNodes(model, { order: "time" });

    expect(rows.map((node) => (node.kind === "log" ? node.log.body : ""))).toEqual([
      "one",
      "two",
      "three",
    ]);
  });
});

describe("find", () => {
  it("finds rows that say all the words, in names, messages and attributes", () => {
    const model = buildTimeline(
      aRequest({
        spans: [aSpan({ id: "root", attributes: { worker: "w7" } })],
        logs: [aLog({ body: "fetch failed: Timed out", attributes: { worker: "w7" } })],
      }),
    );

    expect(findNodes(model, "worker=w7")).toEqual([0, 1]);
    expect(findNodes(model, "W7 timed")).toEqual([1]);
    expect(findNodes(model, " ")).toEqual([]);
  });

  it("finds by service, span id, status message, severity, logger, and what an event says", () => {
    const { nodes, ...model } = buildTimeline(
      aRequest({
        spans: [
          aSpan({ id: "root" }),
          aSpan({
            name: "charge",
            spanId: "c8be7c82",
            parent: "root",
            service: "till",
            status: "error",
            statusMessage: "card declined",
            events: [{ time: at(1), name: "retried", attributes: { attempt: 3 } }],
          }),
        ],
        logs: [
          aLog({
            atMs: 2,
            body: "over",
            severity: "FATAL",
            logger: "shop.cart",
            traceId: "t1",
            spanId: "root",
          }),
        ],
      }),
    );
    const found = (text: string) =>
      findNodes({ ...model, nodes }, text).map((index) => {
        const node = nodes[index];
        return node?.kind === "span" ? node.span.name : node?.kind;
      });

    expect(found("till charge")).toEqual(["charge"]);
    expect(found("c8be7c82")).toEqual(["charge"]);
    expect(found("declined")).toEqual(["charge"]);
    expect(found("attempt=3")).toEqual(["event"]);
    expect(found("fatal")).toEqual(["log"]);
    expect(found("shop.CART")).toEqual(["log"]);
  });
});

describe("durations and ticks", () => {
  it.each([
    [0, "0 ns"],
    [999, "999 ns"],
    [2_100_000, "2.1 ms"],
    [1_870_000_000, "1.87 s"],
    [999_999_999, "1 s"],
    [59_999_999_999, "1 min 0 s"],
    [125_000_000_000, "2 min 5 s"],
    [47 * 3600e9, "47 h 0 min"],
    [76 * 3600e9, "3 d 4 h"],
    [48 * 3600e9, "2 d"],
    [-1_417_795 * 3600e9, "-59,074 d"],
    [-1_200_000, "-1.2 ms"],
  ])("%d ns reads %s", (nanos, text) => {
    expect(durationText(nanos)).toBe(text);
  });

  it("puts round marks on the part shown", () => {
    expect(axisTicks(0, 1.87e9, 4).map((tick) => tick.text)).toEqual([
      "0",
      "0.5 s",
      "1.0 s",
      "1.5 s",
    ]);
    expect(axisTicks(2.5e6, 3.1e6, 4).map((tick) => tick.text)).toEqual([
      "2.6 ms",
      "2.8 ms",
      "3.0 ms",
    ]);
    expect(axisTicks(0, 0, 5)).toEqual([]);
  });
});

describe("the timeline as text", () => {
  it("writes one aligned line a row under a header", () => {
    const data = aRequest({
      spans: [
        aSpan({ id: "scrape", service: "scraper", tookMs: 1870, status: "error" }),
        aSpan({ id: "queue", parent: "scrape", service: "broker", fromMs: 1, tookMs: 2.1 }),
      ],
      logs: [
        aLog({
          atMs: 204,
          service: "scraper",
          severity: "WARN",
          severityNumber: 13,
          body: "retry 1 of 3",
          traceId: "t1",
          spanId: "scrape",
          source: { file: "fetch.ts", line: 66 },
          attributes: { status: 503 },
        }),
      ],
    });

    const text = toText(buildTimeline(data));

    expect(text).toBe(
      [
        "scrape · failed (1 error) · 1.87 s · 2 services · 2 spans · 1 log",
        "id r1 · from 2026-09-21T14:13:20.000000000Z",
        "also t1",
        "",
        "  +0 ns  1.87 s  scraper  FAILED scrape",
        "  +1 ms  2.1 ms  broker     queue",
        "+204 ms          scraper    W retry 1 of 3 status=503 (fetch.ts:66)",
        "",
        "time per service: scraper 1.87 s (> 99 %), broker 2.1 ms (< 1 %)",
        "",
      ].join("\n"),
    );
  });

  it("has the metrics of an id that nothing else carries", () => {
    expect(toText(buildTimeline(aRequest({ id: "x", points: [aPoint({ unit: "{try}" })] })))).toBe(
      "id x\n\nmetric fetch.retries +1 {try}\n",
    );
  });

  it("says when nothing is known of the id", () => {
    expect(toText(buildTimeline(aRequest({ id: "nope" })))).toBe(
      "nope: nothing is known of this id.\n",
    );
  });
});
