import { describe, expect, it } from "vitest";
import {
  CumulativeStreams,
  RunningTotals,
  subtractCounter,
  subtractSamples,
} from "../../../src/collector/pipeline/cumulative";
import {
  subtractExponential,
  type ExponentialSamples,
} from "../../../src/collector/pipeline/exponential";

const collectorStart = 1000n;

function someCounters(maxStreams = 100) {
  let forgotten = 0;
  const streams = new CumulativeStreams<number>({
    subtract: subtractCounter,
    sinceUnixNano: collectorStart,
    maxStreams,
    onDidForget: () => forgotten++,
  });
  return {
    forgotten: () => forgotten,
    takeUndo: () => streams.takeUndo(),
    size: () => streams.size,
    /** "+5 since 1010", "first", "repeat", "stale" */
    at: (time: number, value: number, { start = 1010, stream = "s", metric = "m" } = {}) => {
      const increase = streams.increase({
        ...{ stream, metric, value },
        startTimeUnixNano: BigInt(start),
        timeUnixNano: BigInt(time),
      });
      return increase.kind === "increase"
        ? `+${increase.value} since ${increase.sinceUnixNano}`
        : increase.kind === "stale" && increase.isRepeat
          ? "repeat"
          : increase.kind;
    },
  };
}

it("counters forget the one silent longest when their identities are too long together", () => {
  const counters = someCounters();
  const long = (name: string) => name.repeat(7 * 1024 * 1024);
  counters.at(1020, 1, { stream: long("a") });
  counters.at(1020, 1, { stream: long("b") });

  counters.at(1020, 1, { stream: long("c") });

  expect([counters.size(), counters.forgotten()]).toEqual([2, 1]);
});

describe("cumulative counters", () => {
  it("give the increase since the last point", () => {
    const counters = someCounters();

    expect(counters.at(1020, 5)).toBe("+5 since 1010");
    expect(counters.at(1030, 7)).toBe("+2 since 1020");
    expect(counters.at(1040, 7)).toBe("+0 since 1030");
  });

  it("that began before the collector start at nothing, and go on from there", () => {
    const counters = someCounters();

    expect(counters.at(1020, 500, { start: 900 })).toBe("first");
    expect(counters.at(1030, 501, { start: 900 })).toBe("+1 since 1020");
  });

  it("whose start is unknown start at nothing: not given, or equal to the time", () => {
    const counters = someCounters();

    expect(counters.at(1020, 5, { stream: "a", metric: "a", start: 0 })).toBe("first");
    expect(counters.at(1020, 5, { stream: "b", metric: "b", start: 1020 })).toBe("first");
    expect(counters.at(1030, 6, { stream: "b", metric: "b", start: 1020 })).toBe("+1 since 1020");
  });

  it("that come into being between two exports of their metric are all increase", () => {
    const counters = someCounters();
    counters.at(1020, 500, { stream: "ok", start: 900 });
    counters.at(1030, 600, { stream: "ok", start: 900 });

    expect(counters.at(1030, 1, { stream: "failed", start: 900 })).toBe("+1 since 1020");
  });

  it("of one first export are all unknown", () => {
    const counters = someCounters();

    expect(counters.at(1020, 500, { stream: "ok", start: 900 })).toBe("first");
    expect(counters.at(1020, 600, { stream: "failed", start: 900 })).toBe("first");
  });

  it("begin anew when their start changes", () => {
    const counters = someCounters();
    counters.at(1020, 50);

    expect(counters.at(1040, 60, { start: 1030 })).toBe("+60 since 1030");
  });

  it("begin anew when they fall", () => {
    const counters = someCounters();
    counters.at(1020, 50, { start: 0 });

    expect(counters.at(1030, 3, { start: 0 })).toBe("+3 since 1020");
    expect(counters.at(1040, 4, { start: 0 })).toBe("+1 since 1030");
  });

  it("of two processes that share an identity do not look like resets", () => {
    const counters = someCounters();
    counters.at(1020, 100, { start: 1010 });
    counters.at(1021, 200, { start: 1011 });

    expect(counters.at(1030, 101, { start: 1010 })).toBe("+1 since 1020");
    expect(counters.at(1031, 202, { start: 1011 })).toBe("+2 since 1021");
  });

  it("tell a repeated point from a late one", () => {
    const counters = someCounters();
    counters.at(1020, 5);
    counters.at(1030, 6);

    expect(counters.at(1030, 6)).toBe("repeat");
    expect(counters.at(1025, 6)).toBe("stale");
    expect(counters.at(1040, 8)).toBe("+2 since 1030");
  });

  it("are forgotten past the bound, the longest silent first, and do not count twice when they come back", () => {
    const counters = someCounters(2);
    counters.at(1020, 5, { stream: "a", metric: "a" });
    counters.at(1021, 5, { stream: "b", metric: "b" });
    counters.at(1030, 6, { stream: "a", metric: "a" });

    counters.at(1031, 1, { stream: "c", metric: "c" });

    expect(counters.size()).toBe(2);
    expect(counters.forgotten()).toBe(1);
    expect(counters.at(1041, 6, { stream: "b", metric: "b" })).toBe("first");
  });

  it("can take points back that were not stored, so that they count when they are sent again", () => {
    const counters = someCounters();
    counters.at(1020, 5);
    counters.takeUndo();

    counters.at(1030, 7);
    counters.at(1030, 1, { stream: "new" });
    counters.takeUndo()();

    expect(counters.at(1030, 7)).toBe("+2 since 1020");
    expect(counters.at(1030, 1, { stream: "new" })).toBe("+1 since 1010");
  });
});

describe("running totals", () => {
  it("add up what was seen, and take back what was not stored", () => {
    const totals = new RunningTotals(10);
    totals.add("s", 2);
    totals.takeUndo();

    totals.add("s", 3);
    totals.takeUndo()();

    expect(totals.add("s", 5)).toBe(7);
  });
});

describe("cumulative histograms", () => {
  const some = (counts: number[], sum: number) => ({
    bounds: [1, 10],
    counts,
    sum,
    count: counts.reduce((a, b) => a + b, 0),
  });

  it("subtract bucket by bucket", () => {
    expect(subtractSamples(some([1, 5, 2], 60), some([1, 3, 2], 50))).toEqual(some([0, 2, 0], 10));
  });

  it("see a reset when a bucket falls, though the count grows", () => {
    expect(subtractSamples(some([0, 9, 2], 60), some([1, 3, 2], 50))).toBeUndefined();
  });

  it("see a reset when the bounds change", () => {
    const before = { ...some([1, 3, 2], 50), bounds: [2, 10] };

    expect(subtractSamples(some([1, 5, 2], 60), before)).toBeUndefined();
  });
});

describe("cumulative exponential histograms", () => {
  const some = (scale: number, offset: number, counts: number[]): ExponentialSamples => ({
    ...{ scale, sum: 0, zeroCount: 0, zeroThreshold: 0 },
    count: counts.reduce((a, b) => a + b, 0),
    positive: { offset, counts },
    negative: { offset: 0, counts: [] },
  });

  it("subtract buckets whose offsets differ", () => {
    const added = subtractExponential(some(0, -1, [1, 2, 3]), some(0, 0, [1, 3]));

    expect(added?.positive).toEqual({ offset: -1, counts: [1, 1, 0] });
  });

  it("bring the older one down to the newer one's scale, also below zero", () => {
    // Indexes -3, -2, -1, 0 at scale 1 are -2, -1, -1, 0 at scale 0.
    const added = subtractExponential(some(0, -2, [2, 3, 1]), some(1, -3, [1, 1, 1, 1]));

    expect(added?.positive).toEqual({ offset: -2, counts: [1, 1, 0] });
  });

  it("see a reset when a bucket falls or is gone, and when the scale rises", () => {
    expect(subtractExponential(some(0, 1, [5]), some(0, 0, [1]))).toBeUndefined();
    expect(subtractExponential(some(0, 0, [5]), some(0, 5, [1]))).toBeUndefined();
    expect(subtractExponential(some(2, 0, [5]), some(1, 0, [1]))).toBeUndefined();
  });
});
