import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import type { ExemplarJson } from "../../../src/shared/contract/json";
import { toText } from "../../../src/shared/timeline/text";
import { aPoint, aRequest, aSpan, at, spanOf } from "./builders";

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

  it("has the samples that carry an id, each at its time and span, and tells it once", () => {
    const example = { time: at(204), value: 1631, traceId: "t1", spanId: "fetch" };
    const histogram = (exemplars: readonly ExemplarJson[]) =>
      aPoint({ name: "took", type: "histogram", unit: "ms", count: 120, sum: 4920, exemplars });
    const points = [
      histogram([
        example,
        { time: at(9), value: 3, traceId: "another" },
        { time: at(40), value: 12, attributes: { request_id: "r1" } },
      ]),
      histogram([example]), // told again until another takes its place
    ];
    const spans = [aSpan({ id: "fetch", fromMs: 40, tookMs: 200 })];

    const model = buildTimeline(aRequest({ spans, points }));

    expect(model.metrics).toMatchObject([{ name: "took", change: "120 samples, mean 41" }]);
    expect(model.metrics[0]?.samples).toEqual([
      { time: at(40), value: 12, offsetNanos: 0 },
      { time: at(204), value: 1631, offsetNanos: 164e6, spanIndex: spanOf(model, "fetch").index },
    ]);
    expect(toText(model)).toContain(
      "metric took 12 ms at +0 ns, 1631 ms at +164 ms (of 120 samples, mean 41 ms)\n",
    );
  });

  it("of points whose labels carry the id has no samples but what they say", () => {
    const points = [
      aPoint({
        name: "took",
        type: "histogram",
        count: 3,
        sum: 30,
        attributes: { request_id: "r1" },
      }),
    ];

    const model = buildTimeline(aRequest({ spans: [aSpan()], points }));

    expect(model.metrics[0]?.samples).toEqual([]);
    expect(toText(model)).toContain("metric took{request_id=r1} 3 samples, mean 10\n");
  });

  it("of an id that nothing else carries tells the time of a sample", () => {
    const exemplars = [{ time: at(204), value: 7, traceId: "t1" }];
    const points = [aPoint({ name: "took", type: "histogram", count: 1, sum: 7, exemplars })];

    const model = buildTimeline(aRequest({ points }));

    expect(model.metrics[0]?.samples).toEqual([{ time: at(204), value: 7 }]);
    expect(toText(model)).toContain(`metric took 7 at ${at(204)} (of 1 sample, mean 7)\n`);
  });

  it("shows a unit, but not the 1 of what has none", () => {
    const points = [
      aPoint({ name: "open", type: "gauge", unit: "1" }),
      aPoint({ name: "took", type: "gauge", unit: "ms" }),
    ];

    const { metrics } = buildTimeline(aRequest({ points }));

    expect(metrics.map(({ unit }) => unit)).toEqual(["", "ms"]);
  });
});
