// Charts: counters as rates, gauges as means, histograms with quantiles of what fell into a bin.

import { describe, expect, test } from "vitest";
import { distributionFromSamples } from "../../shared/aDistribution";
import type { MetricPoint, MetricType, Series } from "../../../src/shared/record";
import { readChart } from "../../../src/collector/store/read/chart";
import { linesOf } from "../../../src/collector/store/read/chartLines";
import { chooseStep } from "../../../src/collector/store/read/chartStep";
import { readSeries } from "../../../src/collector/store/read/series";
import type { Store } from "../../../src/collector/store/store";
import { aPoint, storesOfTest } from "./builders";

const { newPath, open } = storesOfTest();
const signal = new AbortController().signal;
const second = 1_000_000_000n;
const start = 1_699_999_200n * second; // a whole hour
const at = (seconds: number) => start + BigInt(Math.round(seconds * 1e9));

function series(store: Store, type: MetricType, fields: Partial<Series> = {}): Series {
  return store.series({
    name: "m",
    type,
    unit: "",
    description: "",
    service: "shop",
    attributes: "{}",
    resource: store.resource({ service: "shop", attributes: '{"region":"eu"}', run: "" }),
    receiver: "test",
    run: "",
    ...fields,
  })!;
}

async function put(store: Store, points: MetricPoint[]): Promise<void> {
  await store.commit({
    logs: [],
    spans: [],
    points: points.map((point, i) => ({ ...point, seq: i + 1 })),
  });
}

const chart = (store: Store, ids: number[], seconds: number, maxPoints: number, by?: string) =>
  readChart(
    store,
    {
      series: ids,
      from: String(start),
      to: String(at(seconds)),
      maxPoints,
      ...(by === undefined ? {} : { by }),
    },
    signal,
  );

describe("counters", () => {
  test("an increase is a rate over its interval, and rest is zero", async () => {
    const store = await open(newPath());
    const one = series(store, "counter");
    await put(store, [
      aPoint(one, { timeUnixNano: at(10), startTimeUnixNano: at(0), value: 50 }),
      aPoint(one, { timeUnixNano: at(20), startTimeUnixNano: at(10), value: 10 }),
    ]);

    const { stepNanos, lines } = await chart(store, [one.id], 40, 4);

    expect(stepNanos).toBe(String(10n * second));
    expect(lines).toMatchObject([{ label: "m", type: "counter", values: [5, 1, 0, 0], total: 60 }]);
    expect(lines[0]?.timesMs[0]).toBe(Number(start / 1_000_000n));
  });

  test("bins narrower than the interval show no spikes", async () => {
    const store = await open(newPath());
    const one = series(store, "counter");
    await put(store, [aPoint(one, { timeUnixNano: at(10), startTimeUnixNano: at(0), value: 50 })]);

    const { lines } = await chart(store, [one.id], 10, 10);

    expect(lines[0]?.values).toEqual(Array(10).fill(5));
  });

  test("what began before the range counts with its share", async () => {
    const store = await open(newPath());
    const one = series(store, "counter");
    await put(store, [aPoint(one, { timeUnixNano: at(5), startTimeUnixNano: at(-5), value: 10 })]);

    const { lines } = await chart(store, [one.id], 10, 1);

    expect(lines[0]?.total).toBeCloseTo(5);
  });

  test("several series are one line by an attribute, their rates added up", async () => {
    const store = await open(newPath());
    const [a, b, c] = ["/a", "/a", "/b"].map((route, i) =>
      series(store, "counter", { attributes: JSON.stringify({ route, pod: i }) }),
    );
    await put(
      store,
      [a!, b!, c!].map((one) =>
        aPoint(one, { timeUnixNano: at(10), startTimeUnixNano: at(0), value: 10 }),
      ),
    );

    const ids = [a!.id, b!.id, c!.id];
    const byRoute = await chart(store, ids, 10, 1, "route");
    const byRegion = await chart(store, ids, 10, 1, "region");
    const each = await chart(store, ids, 10, 1);

    expect(byRoute.lines.map(({ label, values }) => [label, values])).toEqual([
      ["/a", [2]],
      ["/b", [1]],
    ]);
    expect(byRegion.lines.map(({ label, values }) => [label, values])).toEqual([["eu", [3]]]);
    expect(each.lines.map(({ label }) => label)).toEqual([
      "route=/a, pod=0",
      "route=/a, pod=1",
      "route=/b, pod=2",
    ]);
  });
});

test("gauges are means, and a bin without points is left out", async () => {
  const store = await open(newPath());
  const one = series(store, "gauge");
  await put(store, [
    aPoint(one, { timeUnixNano: at(1), value: 2 }),
    aPoint(one, { timeUnixNano: at(2), value: 3 }),
    aPoint(one, { timeUnixNano: at(3), value: 4 }),
    aPoint(one, { timeUnixNano: at(35), value: 9 }),
  ]);

  const { lines } = await chart(store, [one.id], 40, 4);

  expect(lines).toMatchObject([{ values: [3, 9], min: 2, max: 9, last: 9 }]);
  expect(lines[0]?.timesMs.map((ms) => ms - Number(start / 1_000_000n))).toEqual([0, 30_000]);
});

test("histograms give quantiles of the merged buckets and samples a second", async () => {
  const store = await open(newPath());
  const a = series(store, "histogram", { attributes: '{"pod":1}' });
  const b = series(store, "histogram", { attributes: '{"pod":2}' });
  const samples = Array.from({ length: 1000 }, (_, i) => i + 1);
  const half = (one: Series, values: number[]) =>
    aPoint(one, {
      timeUnixNano: at(5),
      startTimeUnixNano: at(0),
      count: values.length,
      min: Math.min(...values),
      max: Math.max(...values),
      distribution: distributionFromSamples(values),
    });
  await put(store, [half(a, samples.slice(0, 500)), half(b, samples.slice(500))]);

  const { lines } = await chart(store, [a.id, b.id], 5, 1, "service");

  const [line] = lines;
  expect(line).toMatchObject({ label: "shop", values: [200], total: 1000, min: 1, max: 1000 });
  expect(line?.quantiles?.map(({ q }) => q)).toEqual([0.5, 0.95, 0.99]);
  for (const { q, values } of line?.quantiles ?? []) {
    expect(Math.abs((values[0] ?? 0) - q * 1000) / (q * 1000)).toBeLessThan(0.03);
  }
});

test("summaries without buckets give the quantiles their sender computed", async () => {
  const store = await open(newPath());
  const one = series(store, "summary");
  const point = (seconds: number, quantiles: MetricPoint["quantiles"]) =>
    aPoint(one, {
      timeUnixNano: at(seconds),
      startTimeUnixNano: at(seconds - 1),
      count: 10,
      quantiles,
    });
  await put(store, [
    point(1, [
      { q: 0.5, value: 4 },
      { q: 0.9, value: 6 },
    ]),
    point(2, [
      { q: 0.99, value: 8 },
      { q: 0.9, value: 7 },
    ]),
  ]);

  const { lines } = await chart(store, [one.id], 2, 2);

  expect(lines[0]?.quantiles).toEqual([
    { q: 0.5, values: [4, null] },
    { q: 0.9, values: [6, 7] },
    { q: 0.99, values: [null, 8] },
  ]);
});

test("of a summary's many quantiles a chart has the usual ones and the highest", async () => {
  const store = await open(newPath());
  const one = series(store, "summary");
  const quantiles = Array.from({ length: 101 }, (_, i) => ({ q: i / 100, value: i }));
  await put(store, [
    aPoint(one, { timeUnixNano: at(1), startTimeUnixNano: at(0), count: 10, quantiles }),
  ]);

  const { lines } = await chart(store, [one.id], 1, 1);

  expect(lines[0]?.quantiles?.map(({ q }) => q)).toEqual([
    0.5, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 1,
  ]);
});

test("a histogram without buckets has samples a second and no quantiles", async () => {
  const store = await open(newPath());
  const one = series(store, "histogram");
  await put(store, [
    aPoint(one, { timeUnixNano: at(1), startTimeUnixNano: at(0), count: 10, sum: 5, value: 0.5 }),
  ]);

  const { lines } = await chart(store, [one.id], 1, 1);

  expect(lines).toMatchObject([{ values: [10], quantiles: [] }]);
});

test("a range of no length is refused", async () => {
  const store = await open(newPath());

  await expect(chart(store, [1], 0, 10)).rejects.toThrow("`to` must be after `from`");
});

test("series come with their latest point", async () => {
  const store = await open(newPath());
  const a = series(store, "counter", { name: "a", unit: "1" });
  const b = series(store, "gauge", { name: "b" });
  series(store, "gauge", { name: "never seen" });
  await put(store, [
    aPoint(a, { timeUnixNano: at(1), value: 1 }),
    aPoint(b, { timeUnixNano: at(1), value: 7 }),
    aPoint(a, { timeUnixNano: at(2), value: 2, total: 3 }),
  ]);

  const all = await readSeries(store, { sql: "true", params: {} }, undefined, signal);

  expect(all.map(({ id, name, unit, last }) => ({ id, name, unit, value: last.value }))).toEqual([
    { id: a.id, name: "a", unit: "1", value: 2 },
    { id: b.id, name: "b", unit: undefined, value: 7 },
  ]);
});

test.each([
  [60, 600, 0, 100],
  [3600, 600, 0, 10_000],
  [3600, 600, 10, 10_000],
  [60, 600, 10.02, 10_000],
  [60, 600, 9.5, 10_000],
])("the step of %d s in %d points with points every %d s is %d ms", (range, points, every, ms) => {
  const step = chooseStep(at(range) - start, points, at(every) - start);

  expect(step).toBe(BigInt(ms) * 1_000_000n);
});

test("lines are bounded", () => {
  const many = Array.from({ length: 500 }, (_, id) => ({
    id,
    name: "m",
    type: "gauge" as const,
    service: "",
    attributes: `{"id":${id}}`,
    resourceAttributes: "{}",
  }));

  expect(linesOf(many, undefined)).toHaveLength(200);
});

test("a series tells its latest point, with the latest exemplars that it had", async () => {
  const store = await open(newPath());
  const one = series(store, "histogram");
  const exemplars = `[{"time":"2026-01-01T00:00:00.000000000Z","value":7,"traceId":"${"a".repeat(32)}"}]`;
  await put(store, [
    aPoint(one, { timeUnixNano: at(1), value: 1 }),
    aPoint(one, { timeUnixNano: at(2), value: 2, exemplars }),
    aPoint(one, { timeUnixNano: at(3), value: 3 }),
  ]);

  const [found] = await readSeries(store, { sql: "true", params: {} }, undefined, signal);

  expect(found?.last).toMatchObject({ value: 3, exemplars: [{ value: 7 }] });
});
