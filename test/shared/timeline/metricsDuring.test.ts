import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { aPoint, aRequest } from "./builders";

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

  it("shows a unit, but not the 1 of what has none", () => {
    const points = [
      aPoint({ name: "open", type: "gauge", unit: "1" }),
      aPoint({ name: "took", type: "gauge", unit: "ms" }),
    ];

    const { metrics } = buildTimeline(aRequest({ points }));

    expect(metrics.map(({ unit }) => unit)).toEqual(["", "ms"]);
  });
});
