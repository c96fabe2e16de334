import { describe, expect, it } from "vitest";
import type { ChartLine, SeriesInfo } from "../../../src/shared/contract/metrics";
import { groupCards } from "../../../webview/metrics/cards";
import { drawnChart, headlineOf, maxDrawnLines, spokenChart } from "../../../webview/metrics/lines";
import { dashOf } from "../../../webview/metrics/dashes";
import { seriesRows } from "../../../webview/metrics/seriesTable";
import { aLine, aSeries } from "./builders";

const percentiles = (...values: readonly number[][]) =>
  values.map((each, i) => ({ q: [0.5, 0.95, 0.99][i] ?? 1, values: each }));

const lastMs = Date.parse("2026-11-22T10:42:00Z");

function chartOf(series: readonly SeriesInfo[], lines: readonly ChartLine[], nowMs = lastMs) {
  const [card] = groupCards(series, []);
  if (card === undefined) throw new Error("no card");
  const data = { stepNanos: "1000000000", lines };
  const drawn = drawnChart(card, data, nowMs);
  const headline = headlineOf(card, drawn, data);
  return {
    card,
    drawn,
    headline,
    said: [headline.number, headline.unit, headline.facts].join("|"),
  };
}

describe("a counter", () => {
  it("leads with its rate, or with its total where it is slow", () => {
    const fast = chartOf([aSeries({ last: { total: 61_204 } })], [aLine({ values: [1, 2, 214] })]);
    const slow = chartOf([aSeries({ last: { total: 1204 } })], [aLine({ values: [0, 1, 0.8] })]);

    expect(fast.said).toBe("214|per s|61,204 total");
    expect(slow.said).toBe("1,204|total|0.8 per s");
  });

  it("has the unit of what it counts, scaled, in its rate", () => {
    const bytes = chartOf(
      [aSeries({ unit: "By", last: { total: 1.64e12 } })],
      [aLine({ values: [88.5e6] })],
    );
    const slow = chartOf(
      [aSeries({ unit: "By", last: { total: 90 } })],
      [aLine({ values: [0.5] })],
    );
    const requests = chartOf(
      [aSeries({ unit: "{request}", last: { total: 16_200 } })],
      [aLine({ values: [5_590] })],
    );

    expect(bytes.said).toBe("88.5|MB per s|1.64 TB total");
    expect(slow.said).toBe("90 B|total|0.5 B per s");
    expect(requests.said).toBe("5,590|per s|16,200 total");
    expect(requests.drawn.unit).toBe("/s");
  });

  it("says who makes it up", () => {
    const series = ["w7", "w1", "w2"].map((worker, i) =>
      aSeries({ attributes: { worker }, last: { total: i === 0 ? 94 : 3 } }),
    );

    expect(chartOf(series, [aLine()]).said).toBe("3|per s|100 total · w7 is 94 %");
  });

  it("does not fall to 0 while its newest points are still on their way", () => {
    const timesMs = [lastMs - 2000, lastMs - 1000, lastMs, lastMs + 1000];
    const line = aLine({ timesMs, values: [5, 5, 0, 0] });

    const waiting = chartOf([aSeries()], [line], lastMs + 2000);
    const silent = chartOf([aSeries()], [line], lastMs + 60_000);

    expect(waiting.drawn.lines[0]?.last).toBe(5);
    expect(silent.drawn.lines[0]?.last).toBe(0);
  });

  it("draws the largest lines and counts the rest", () => {
    const lines = Array.from({ length: 20 }, (_, i) => aLine({ label: `w${i}`, total: i }));

    const { drawn } = chartOf([aSeries()], lines);

    expect(drawn.lines.length).toBe(maxDrawnLines);
    expect(drawn.lines[0]?.label).toBe("w19");
    expect(drawn.spared).toBe(12);
  });
});

describe("a gauge", () => {
  it("that nothing has set in the time shown is not said to be so now", () => {
    const old = chartOf([aSeries({ type: "gauge", last: { value: 2 } })], []);

    expect(old.said).toBe("2|last|none in this time");
  });

  it("leads with its value now, then mean and maximum of the time shown", () => {
    const { said } = chartOf(
      [aSeries({ type: "gauge", last: { value: 15 } })],
      [aLine({ type: "gauge", values: [5, null, 17], max: 40 })],
    );

    expect(said).toBe("15|now|11 avg · 40 max");
  });

  it("has no maximum below its value now, which may be newer than the chart", () => {
    const { said } = chartOf(
      [aSeries({ type: "gauge", last: { value: 457 } })],
      [aLine({ type: "gauge", values: [455, 453], max: 455 })],
    );

    expect(said).toBe("457|now|454 avg · 457 max");
  });

  it("has no maximum of a series that is silent in the time shown", () => {
    const { said } = chartOf(
      [
        aSeries({ type: "gauge", last: { value: 10 } }),
        aSeries({ type: "gauge", last: { value: 60 } }),
      ],
      [
        aLine({ type: "gauge", values: [20, 40], max: 40 }),
        aLine({ type: "gauge", timesMs: [], values: [], max: null, last: null }),
      ],
    );

    expect(said).toBe("35|mean of 2 now|30 avg · 40 max");
  });

  it("scales bytes", () => {
    const { said } = chartOf(
      [aSeries({ type: "gauge", unit: "By", last: { value: 182e6 } })],
      [aLine({ type: "gauge", values: [180e6], max: 235e6 })],
    );

    expect(said).toBe("182|MB now|180 avg · 235 max");
  });
});

describe("a timer", () => {
  it("draws its percentiles and leads with the median, each in the unit that fits", () => {
    const { drawn, said } = chartOf(
      [aSeries({ type: "histogram", unit: "ms" })],
      [
        aLine({
          type: "histogram",
          quantiles: percentiles([40, 41], [300, 310], [1600, 1630]),
          total: 12,
        }),
      ],
    );

    expect(drawn.lines.map((line) => line.label)).toEqual(["p50", "p95", "p99"]);
    expect(said).toBe("41|ms p50|12 samples");
  });

  it("leads with its mean where no percentile is known, and draws how often it was measured", () => {
    const { card, headline, said, drawn } = chartOf(
      [aSeries({ name: "took", type: "histogram", unit: "s", last: { count: 4, sum: 2 } })],
      // What the store says is the last is the mean of the last point, in the metric's unit.
      [aLine({ type: "histogram", values: [1, 2, 1], total: 4, last: 0.5 })],
    );

    expect(said).toBe("500|ms mean|4 samples");
    expect(drawn).toMatchObject({ unit: "/s", lines: [{ label: "samples", last: 1 }] });
    expect(spokenChart(card, headline, drawn)).toBe(
      "took, histogram: 500 ms mean 4 samples. samples: now 1/s, from 1/s to 2/s",
    );
  });
});

describe("a summary", () => {
  const summary = (qs: readonly number[]) =>
    chartOf(
      [aSeries({ type: "summary", unit: "ms", last: { count: 4, sum: 20 } })],
      [
        aLine({
          type: "summary",
          quantiles: qs.map((q) => ({ q, values: [null, 1000 * q, null] })),
        }),
      ],
    );

  it("draws the quantiles its sender computes, by their names", () => {
    const { drawn, said } = summary([0.5, 0.9, 0.999]);

    expect(drawn.lines.map(({ label, color, last }) => [label, color, last])).toEqual([
      ["p50", "p50", 500],
      ["p90", "p95", 900],
      ["p99.9", "p99", 999],
    ]);
    expect(said).toBe("500|ms p50|6 samples");
  });

  it("with several quantiles of a colour tells them apart by dashes", () => {
    const { lines } = summary([0, 0.25, 0.5, 0.75, 1]).drawn;

    expect(lines.map(({ label }) => label)).toEqual(["min", "p25", "p50", "p75", "max"]);
    const looks = lines.map((line, i) => `${line.color} ${dashOf(lines, i, false).join()}`);
    expect(new Set(looks).size).toBe(5);
    expect(looks.filter((look) => look.endsWith(" "))).toHaveLength(3);
  });
});

it("lists of a summary's series every quantile, the lowest first", () => {
  const { card } = chartOf(
    [
      aSeries({
        type: "summary",
        unit: "s",
        last: { value: 2, count: 10, quantiles: { "0.99": 4, "0.9": 3, "0.5": 2, "0.07": 1 } },
      }),
    ],
    [],
  );

  expect(seriesRows(card)[0]?.value).toBe("p7 1 s · p50 2 s · p90 3 s · p99 4 s · 10 samples");
});

describe("a timer or summary split into lines", () => {
  const seriesOf = (type: "histogram" | "summary") =>
    ["a", "b"].map((route) => aSeries({ name: "took", type, unit: "ms", attributes: { route } }));
  const lineOf = (label: string, total: number, quantiles: Record<number, number>) =>
    aLine({
      label,
      total,
      type: "summary",
      values: [5, 6, 7],
      quantiles: Object.entries(quantiles).map(([q, value]) => ({
        q: Number(q),
        values: [null, value, value],
      })),
    });
  const lasts = ({ drawn }: ReturnType<typeof chartOf>) =>
    drawn.lines.map(({ label, last }) => [label, last]);

  it("draws p95, and says so", () => {
    const timers = chartOf(seriesOf("histogram"), [
      lineOf("a", 2, { 0.5: 1, 0.95: 3, 0.99: 4 }),
      lineOf("b", 1, { 0.5: 2, 0.95: 5, 0.99: 6 }),
    ]);

    expect(timers.drawn).toMatchObject({ measure: "p95", unit: "ms" });
    expect(lasts(timers)).toEqual([
      ["a", 3],
      ["b", 5],
    ]);
    expect(spokenChart(timers.card, timers.headline, timers.drawn)).toContain(
      "p95 of a: now 3 ms, from 3 ms to 3 ms",
    );
  });

  it.each([
    [{ 0.5: 1, 0.99: 4 }, "p99", 4],
    [{ 0.5: 1, 0.9: 3, 0.99: 4 }, "p90", 3],
    [{ 0.5: 1 }, "p50", 1],
    [{ 0.5: 1, 1: 9 }, "p50", 1],
  ])("draws what is the nearest to p95 of %o", (quantiles, measure, last) => {
    const summaries = chartOf(seriesOf("summary"), [
      lineOf("a", 2, quantiles),
      lineOf("b", 1, quantiles),
    ]);

    expect(summaries.drawn.measure).toBe(measure);
    expect(lasts(summaries)).toEqual([
      ["a", last],
      ["b", last],
    ]);
  });

  it("draws the quantile that most lines have, so that all are of one kind", () => {
    const summaries = chartOf(seriesOf("summary"), [
      lineOf("a", 3, { 0.95: 1 }),
      lineOf("b", 2, { 0.9: 2 }),
      lineOf("c", 1, { 0.9: 3 }),
    ]);

    expect(summaries.drawn.measure).toBe("p90");
    expect(lasts(summaries)).toEqual([
      ["a", null],
      ["b", 2],
      ["c", 3],
    ]);
  });

  it("draws how often each was measured where nobody knows a quantile", () => {
    const timers = chartOf(seriesOf("histogram"), [lineOf("a", 2, {}), lineOf("b", 1, {})]);

    expect(timers.drawn).toMatchObject({ measure: "samples", unit: "/s" });
    expect(lasts(timers)).toEqual([
      ["a", 7],
      ["b", 7],
    ]);
  });

  it("says of lines that are values that they are nothing else", () => {
    const gauges = chartOf(
      [aSeries({ type: "gauge" }), aSeries({ type: "gauge" })],
      [aLine({ type: "gauge", label: "a" }), aLine({ type: "gauge", label: "b" })],
    );

    expect(gauges.drawn.measure).toBe("");
  });
});

describe("a metric of which nothing came in the time shown", () => {
  it.each([
    [{ type: "counter", last: { total: 1204 } }, "1,204|total|none in this time"],
    [{ type: "histogram", unit: "s", last: { count: 4, sum: 2 } }, "500|ms mean|none in this time"],
    [{ type: "summary", unit: "ms", last: { value: 41 } }, "41|ms mean|none in this time"],
    [{ type: "set", last: { value: 12 } }, "12|distinct last|none in this time"],
  ] as const)("says so: %o", (series, said) => {
    const { type } = series;
    const silent = aLine({ type, timesMs: [], values: [], total: 0, last: null });

    expect(chartOf([aSeries(series)], [silent]).said).toBe(said);
    expect(chartOf([aSeries(series)], []).said).toBe(said);
  });
});

it("says in words what a chart shows", () => {
  const { card, headline, drawn } = chartOf(
    [aSeries({ name: "queue.depth", type: "gauge", last: { value: 3 } })],
    [aLine({ type: "gauge" })],
  );

  expect(spokenChart(card, headline, drawn)).toBe(
    "queue.depth, gauge: 3 now 2 avg · 3 max. queue.depth: now 3, from 1 to 3",
  );
});
