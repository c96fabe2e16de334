import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TimelineData } from "../../../src/shared/contract/requests";
import { alignTimelines, type AlignedPair } from "../../../src/shared/timeline/alignTimelines";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { describe as wordsOf } from "../../../src/shared/timeline/describe";
import { differenceText } from "../../../src/shared/timeline/differences";
import { anyRequest } from "./anyRequest";
import { aLog, aRequest, aSpan, at } from "./builders";

const align = (left: TimelineData, right: TimelineData) =>
  alignTimelines(buildTimeline(left), buildTimeline(right));
const signs = { same: "=", different: "~", left: "<", right: ">" } as const;
/** "~ fetch (status error → ok)", indented as the rows are. */
const lineOf = ({ depth, state, left, right, differences, isConsequence }: AlignedPair) => {
  const node = left ?? right;
  const title = node === undefined ? "" : wordsOf(node).title;
  const why = differences.map(differenceText).join(", ");
  const sign = isConsequence ? "^" : signs[state];
  return `${"  ".repeat(depth)}${sign} ${title}${why === "" ? "" : ` (${why})`}`;
};
const outline = (left: TimelineData, right: TimelineData) => align(left, right).rows.map(lineOf);
const logs = (...bodies: readonly string[]) =>
  aRequest({ logs: bodies.map((body, i) => aLog({ atMs: i, body, service: "a" })) });

describe("two timelines in one list", () => {
  it.each([
    {
      what: "ids",
      one: "order 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
      other: "order 6fafaa91-eca0-4d4a-a9f8-0c441a01790b",
    },
    { what: "durations", one: "done in 34ms", other: "done in 1.2s" },
    { what: "times", one: "seen 2026-01-02T03:04:05Z", other: "seen 2026-01-02T03:04:06Z" },
    { what: "long numbers", one: "order 123456", other: "order 7654321" },
    { what: "digests", one: "commit 9fceb02d0ae598e9", other: "commit 7ac66c0f148de9519" },
    { what: "an id of digits alone", one: "order 123456", other: "order 9fceb02d" },
  ])("masks $what: the row is the same", ({ one, other }) => {
    expect(align(logs(one), logs(other)).rows.at(-1)?.state).toBe("same");
  });

  it("pairs logs by template and tells the values that differ", () => {
    expect(outline(logs("start", "retry 1 of 3", "done"), logs("start", "retry 2 of 3"))).toEqual([
      "= a",
      "  = start",
      "  ~ retry 1 of 3 (1 → 2)",
      "  < done",
    ]);
  });

  it("tells a severity, and an attribute, that differ; ids and times among attributes are masked", () => {
    const one = aLog({
      body: "took",
      severity: "WARN",
      attributes: { worker: "w7", order_id: 7, took_ms: 3 },
    });
    const other = aLog({
      body: "took",
      attributes: { worker: "w3", order_id: 8, took_ms: 9, zone: "b" },
    });

    expect(outline(aRequest({ logs: [one] }), aRequest({ logs: [other] }))[1]).toBe(
      "  ~ took (severity WARN → INFO, worker w7 → w3, zone none → b)",
    );
  });

  it("masks attributes named for ids, times, durations, or where the code is, and long numbers", () => {
    const attributes = (n: number) => ({
      ...{ orderId: `o-${n}`, "order.id": `o-${n}`, uuid: `u${n}`, traceID: `t${n}`, pid: n },
      ...{ timestamp: `at ${n}`, date: `day ${n}`, "started.at": `at ${n}`, createdAt: `at ${n}` },
      ...{ latency: n, elapsed: n, duration: n, wait_us: n, wait_ns: n, waitMs: n, waitSeconds: n },
      ...{ "code.lineno": n, "thread.name": `t${n}`, "process.command": `c${n}`, port: n },
      order: 1_000_000 + n,
    });
    const request = (n: number) =>
      aRequest({ logs: [aLog({ body: "took", attributes: attributes(n) })] });

    expect(outline(request(1), request(2))[1]).toBe("  = took");
  });

  it("tells words that only end or begin like a name of an id or a time", () => {
    const request = (n: number) =>
      aRequest({
        logs: [aLog({ body: "took", attributes: { paid: `p${n}`, format: `f${n}`, items: n } })],
      });

    expect(outline(request(1), request(2))[1]).toBe(
      "  ~ took (paid p1 → p2, format f1 → f2, items 1 → 2)",
    );
  });

  it("tells a list that differs as it was written", () => {
    const request = (...tags: readonly string[]) =>
      aRequest({ logs: [aLog({ body: "took", attributes: { tags } })] });

    expect(outline(request("a", "b"), request("a,b"))[1]).toBe(
      '  ~ took (tags ["a","b"] → ["a,b"])',
    );
  });

  it("pairs spans by the template of their name, and no span with a log of the same text", () => {
    const get = (path: string) => aRequest({ spans: [aSpan({ id: "root", name: `GET ${path}` })] });
    const root = aSpan({ id: "root" });
    const said = aRequest({
      spans: [root],
      logs: [aLog({ body: "fetch", traceId: "t1", spanId: "root" })],
    });
    const spent = aRequest({ spans: [root, aSpan({ name: "fetch", parent: "root" })] });

    expect(
      outline(
        get("/orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
        get("/orders/6fafaa91-eca0-4d4a-a9f8-0c441a01790b"),
      ),
    ).toHaveLength(1);
    expect(outline(said, spent)).toEqual(["= root", "  < fetch", "  > fetch"]);
  });

  it("masks an id within an attribute that has no name of one", () => {
    const path = (id: string) =>
      aRequest({ logs: [aLog({ body: "asked", attributes: { path: `/orders/${id}` } })] });

    const one = path("3f2504e0-4f89-11d3-9a0c-0305e82c3301");
    const other = path("6fafaa91-eca0-4d4a-a9f8-0c441a01790b");

    expect(outline(one, other)[1]).toBe("  = asked");
    expect(outline(one, path("all"))[1]).toContain("~ asked (path ");
  });

  it("pairs spans by service, name and place among their siblings", () => {
    const request = (...services: readonly string[]) =>
      aRequest({
        spans: [
          aSpan({ id: "root" }),
          ...services.map((service, i) =>
            aSpan({ name: "get", service, parent: "root", fromMs: i }),
          ),
        ],
      });

    const { rows } = align(request("a", "b", "a"), request("b", "a", "a"));

    expect(rows.map(({ state, left, right }) => [state, (left ?? right)?.service])).toEqual([
      ["same", "shop"],
      ["left", "a"],
      ["same", "b"],
      ["right", "a"],
      ["same", "a"],
    ]);
  });

  it("opens folds, so that each of two repeats is paired, and seven of nine are only there", () => {
    const request = (count: number) =>
      aRequest({
        spans: [
          aSpan({ id: "root" }),
          ...Array.from({ length: count }, (_, i) =>
            aSpan({ name: "query", parent: "root", fromMs: i }),
          ),
        ],
      });

    const states = align(request(9), request(2)).rows.map(({ state }) => state);

    expect(states.filter((state) => state === "same").length).toBe(3);
    expect(states.filter((state) => state === "left").length).toBe(7);
  });

  it("pairs what was folded in the order of time, though another kind came in between", () => {
    const request = (count: number) =>
      aRequest({
        spans: [
          aSpan({ id: "root" }),
          ...Array.from({ length: 2 * count }, (_, i) =>
            aSpan({ name: i % 2 === 0 ? "query" : "parse", parent: "root", fromMs: i, tookMs: 1 }),
          ),
        ],
      });

    const states = align(request(4), request(3)).rows.map(({ state }) => state);

    expect(states.filter((state) => state === "same").length).toBe(7);
    expect(states.filter((state) => state === "right")).toEqual([]);
  });

  it.each([
    [10, 29, "same"],
    [10, 31, "different"],
    [0.1, 5, "same"],
    [100, 20, "different"],
  ])("of durations %d ms and %d ms says %s", (one, other, state) => {
    const request = (tookMs: number) => aRequest({ spans: [aSpan({ id: "root", tookMs })] });

    expect(align(request(one), request(other)).rows[0]?.state).toBe(state);
  });

  it("begins where it began to differ, not at the spans that failed around it", () => {
    const request = (isFailed: boolean) => {
      const status = isFailed ? { status: "error" as const } : {};
      return aRequest({
        spans: [
          aSpan({
            id: "root",
            tookMs: isFailed ? 900 : 90,
            ...status,
            attributes: { "http.status_code": isFailed ? 500 : 200 },
          }),
          aSpan({ id: "load", parent: "root", fromMs: 1 }),
          aSpan({ id: "fetch", parent: "root", fromMs: 2, ...status }),
        ],
        logs: isFailed
          ? [aLog({ atMs: 3, body: "timed out", traceId: "t1", spanId: "fetch" })]
          : [],
      });
    };

    const { rows, different } = align(request(true), request(false));

    expect(rows.map(lineOf)).toEqual([
      "^ root (status error → ok, http.status_code 500 → 200, duration 900 ms → 90 ms)",
      "  = load",
      "  ^ fetch (status error → ok)",
      "    < timed out",
    ]);
    expect(different).toEqual([3]);
  });

  it("is no consequence where a value differs that no failing inside could have changed", () => {
    const request = (isFailed: boolean) =>
      aRequest({
        spans: [
          aSpan({
            id: "root",
            attributes: { worker: isFailed ? "w7" : "w3" },
            ...(isFailed ? { status: "error" as const } : {}),
          }),
          ...(isFailed ? [aSpan({ id: "retry", parent: "root", fromMs: 1 })] : []),
        ],
      });

    const { rows, different } = align(request(true), request(false));

    expect(rows.map(lineOf)).toEqual(["~ root (status error → ok, worker w7 → w3)", "  < retry"]);
    expect(different).toEqual([0, 1]);
  });

  it("follows from what differs at any depth inside it, not from what differs beside it", () => {
    const request = (isFailed: boolean) => {
      const status = isFailed ? { status: "error" as const } : {};
      return aRequest({
        spans: [
          aSpan({ id: "root", ...status }),
          aSpan({ id: "check", parent: "root", fromMs: 1, tookMs: 1, ...status }),
          aSpan({ id: "load", parent: "root", fromMs: 3, tookMs: 5 }),
          ...(isFailed ? [aSpan({ id: "retry", parent: "load", fromMs: 4, tookMs: 1 })] : []),
        ],
      });
    };
    const nested = (isFailed: boolean) =>
      aRequest({
        spans: [
          aSpan({ id: "root", ...(isFailed ? { status: "error" as const } : {}) }),
          aSpan({ id: "load", parent: "root", fromMs: 3, tookMs: 5 }),
          ...(isFailed ? [aSpan({ id: "retry", parent: "load", fromMs: 4, tookMs: 1 })] : []),
        ],
      });

    expect(outline(request(true), request(false))).toEqual([
      "^ root (status error → ok)",
      "  ~ check (status error → ok)",
      "  = load",
      "    < retry",
    ]);
    expect(outline(nested(true), nested(false))[0]).toBe("^ root (status error → ok)");
  });

  it("compares exceptions by type, and their messages without ids", () => {
    const request = (type: string, message: string) =>
      aRequest({
        spans: [
          aSpan({
            id: "root",
            events: [
              {
                time: at(1),
                name: "exception",
                attributes: { "exception.type": type, "exception.message": message },
              },
            ],
          }),
        ],
      });

    const states = (one: TimelineData, other: TimelineData) =>
      align(one, other)
        .rows.slice(1)
        .map(({ state }) => state);

    expect(states(request("E", "order 17"), request("E", "order 18"))).toEqual(["same"]);
    expect(states(request("E", "gone\n  at a"), request("E", "gone\n  at b"))).toEqual(["same"]);
    expect(states(request("E", "gone"), request("E", "full"))).toEqual(["different"]);
    expect(states(request("E", "gone"), request("F", "gone"))).toEqual(["left", "right"]);
  });
});

describe("any two requests", () => {
  it("has no difference between a request and itself", () => {
    fc.assert(
      fc.property(anyRequest, (data) => {
        const { rows, different } = align(data, data);

        expect(different).toEqual([]);
        expect(rows.every(({ state }) => state === "same")).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("has each row of both exactly once, left and right of one kind and service", () => {
    fc.assert(
      fc.property(anyRequest, anyRequest, (one, other) => {
        const [left, right] = [buildTimeline(one), buildTimeline(other)];
        const { rows, different } = alignTimelines(left, right);

        for (const [side, { nodes }] of [
          ["left", left],
          ["right", right],
        ] as const) {
          const found = rows.flatMap((row) => row[side]?.key ?? []);
          const all = nodes.filter(({ kind }) => kind !== "fold").map(({ key }) => key);
          expect([...found].sort()).toEqual([...all].sort());
        }
        for (const row of rows) {
          if (row.left === undefined || row.right === undefined) continue;
          expect([row.left.kind, row.left.service]).toEqual([row.right.kind, row.right.service]);
        }
        expect(different).toEqual([...different].sort((a, b) => a - b));
        expect(different.length === 0).toBe(rows.every(({ state }) => state === "same"));
      }),
      { numRuns: 150 },
    );
  });

  it("is done for 5,000 rows a side that have little in common, and for a chain of 5,000", () => {
    const flat = (step: number) =>
      aRequest({
        logs: Array.from({ length: 5_000 }, (_, i) =>
          aLog({ atMs: i, body: `w${"abcdefg"[(i * step) % 7]}x word` }),
        ),
      });
    const chain = aRequest({
      spans: Array.from({ length: 5_000 }, (_, i) =>
        aSpan({ id: `s${i}`, fromMs: i, ...(i === 0 ? {} : { parent: `s${i - 1}` }) }),
      ),
    });

    expect(align(flat(1), flat(3)).rows.length).toBeGreaterThanOrEqual(5_001);
    expect(align(chain, chain).rows.length).toBe(5_000);
  });
});
