import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { densityHeights, logDensity } from "../../../src/shared/timeline/density";
import { aLog, aRequest, aSpan } from "./builders";

const ms = 1e6;
const { nodes } = buildTimeline(
  aRequest({
    spans: [aSpan({ id: "root", tookMs: 100 })],
    logs: [
      aLog({ atMs: 1 }),
      aLog({ atMs: 4, severityNumber: 17, body: "failed" }),
      aLog({ atMs: 5, severityNumber: 17, body: "failed again" }),
      aLog({ atMs: 60 }),
      aLog({ atMs: 100 }),
    ],
  }),
);

describe("log density", () => {
  it("counts the logs of each part, and leads to the first of the worst", () => {
    const bins = logDensity(nodes, { startNanos: 0, endNanos: 100 * ms }, 10);

    expect(bins.map(({ startNanos, count }) => [startNanos / ms, count])).toEqual([
      [0, 3],
      [60, 1],
      [90, 1], // what happened at the very end is in the last part
    ]);
    expect(bins[0]?.severityNumber).toBe(17);
    expect(nodes[bins[0]?.index ?? -1]).toMatchObject({ log: { body: "failed" } });
  });

  it("is of the time shown alone", () => {
    const bins = logDensity(nodes, { startNanos: 50 * ms, endNanos: 70 * ms }, 2);

    expect(bins).toMatchObject([{ startNanos: 60 * ms, endNanos: 70 * ms, count: 1 }]);
  });

  it("shows one log beside a thousand, and few logs as few", () => {
    const bin = { startNanos: 0, endNanos: 1, severityNumber: 0, index: 0 };

    const [one = 0, many] = densityHeights([
      { ...bin, count: 1 },
      { ...bin, count: 1_000 },
    ]);
    expect(one).toBeGreaterThan(0.09);
    expect(many).toBe(1);
    expect(densityHeights([{ ...bin, count: 1 }])[0]).toBeLessThan(0.5);
  });
});
