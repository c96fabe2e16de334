import { describe, expect, test } from "vitest";
import { inTimeZone } from "../../inTimeZone";
import { layoutOf, ticksOf } from "../../../webview/logs/histogramLayout";

const minute = 60_000;
const bar = (ms: number, by: Record<string, number>) => ({
  time: new Date(ms).toISOString(),
  count: Object.values(by).reduce((sum, count) => sum + count, 0),
  by,
});
const histogram = {
  intervalNanos: String(BigInt(minute) * 1_000_000n),
  total: 15,
  bars: [bar(0, { INFO: 4, ERROR: 1 }), bar(3 * minute, { INFO: 10 })],
};

test("bars stand where their time is, empty times stay empty", () => {
  const layout = layoutOf(histogram, { kind: "all" }, 40, 0);

  expect(layout).toMatchObject({ fromMs: 0, toMs: 4 * minute, highest: 10 });
  expect(layout?.bars.map((each) => each.leftPx)).toEqual([0, 30]);
});

test("the least severe is at the foot, the rest without a level below it", () => {
  const some = { ...histogram, bars: [{ ...bar(0, { ERROR: 1, INFO: 4 }), count: 7 }] };

  expect(layoutOf(some, { kind: "all" }, 40, 0)?.bars[0]?.parts).toEqual([
    { value: "NONE", color: "none", count: 2 },
    { value: "INFO", color: "info", count: 4 },
    { value: "ERROR", color: "error", count: 1 },
  ]);
});

test("split by another field, its most frequent values have a colour each and the rest one", () => {
  const bars = [bar(0, { w1: 1, w2: 5 }), { ...bar(minute, { w1: 2 }), count: 9 }];
  const layout = layoutOf({ ...histogram, bars }, { kind: "all" }, 40, 0, "worker");

  expect(layout?.bars.map(({ parts }) => parts)).toEqual([
    [
      { value: "w1", color: "1", count: 1 },
      { value: "w2", color: "0", count: 5 },
    ],
    [
      { value: "other", color: "none", count: 7 },
      { value: "w1", color: "1", count: 2 },
    ],
  ]);
});

test("a relative range reaches to now, so that silence is seen", () => {
  const layout = layoutOf(histogram, { kind: "last", ms: 10 * minute }, 100, 12 * minute);

  expect(layout).toMatchObject({ fromMs: 0, toMs: 12 * minute });
});

test("nothing is drawn of nothing", () => {
  expect(layoutOf({ ...histogram, bars: [] }, { kind: "all" }, 40, 0)).toBeUndefined();
});

test("marks are at round times and never closer than asked", () => {
  const ticks = ticksOf({ fromMs: 30_000, toMs: 30_000 + 10 * minute }, 1_000, 110);

  expect(ticks.length).toBeGreaterThan(1);
  for (const tick of ticks) expect(tick.ms % tick.stepMs).toBe(0);
  expect((ticks[1]?.leftPx ?? 0) - (ticks[0]?.leftPx ?? 0)).toBeGreaterThanOrEqual(110);
});

test.each([2, 9, 40, 900])("over %d years, too, marks keep their distance", (years) => {
  const fromMs = Date.UTC(2017, 1, 2, 11);
  const toMs = fromMs + years * 365 * 1_440 * minute;

  const ticks = ticksOf({ fromMs, toMs }, 1_000, 110, true);

  expect(ticks.length).toBeGreaterThan(1);
  for (const [i, { ms, leftPx }] of ticks.entries()) {
    expect(new Date(ms).getUTCDate()).toBe(1);
    expect(leftPx - (ticks[i - 1]?.leftPx ?? -110)).toBeGreaterThanOrEqual(110);
  }
});

test("leaves out the last mark where its text would be cut, which is longer of milliseconds", () => {
  const within = (toMs: number) =>
    ticksOf({ fromMs: 0, toMs }, 1_000, 110, true).map(({ leftPx }) => Math.round(leftPx));

  expect(within(107)).not.toContain(935);
  expect(within(10_700)).toContain(935);
});

describe("where the clocks of the zone change", () => {
  inTimeZone("Europe/Berlin");

  test("bars and marks of days are its days", () => {
    const days = ["2024-03-29T23:00:00Z", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z"];
    const bars = days.map((day) => bar(Date.parse(day), { INFO: 1 }));
    const intervalNanos = String(86_400_000_000_000n);
    const layout = layoutOf({ intervalNanos, total: 3, bars }, { kind: "all" }, 710, 0);

    expect(layout?.bars.map(({ startMs, endMs }) => (endMs - startMs) / 3_600_000)).toEqual([
      ...[24, 23, 24],
    ]);
    expect(layout?.bars.map(({ leftPx }) => leftPx)).toEqual([0, 240, 470]);
    const ticks = layout === undefined ? [] : ticksOf(layout, 710, 230);
    expect(ticks.map(({ ms }) => ms)).toEqual(days.map((day) => Date.parse(day)));
  });

  test.each([
    ["spring", "2024-03-30T23:00:00Z", [2, 5, 8, 11, 14, 17, 20]],
    ["autumn", "2024-10-26T22:00:00Z", [4, 7, 10, 13, 16, 19, 22]],
  ])(
    "marks stand at whole hours of its clocks, before and behind a change in %s",
    (_, midnight, after) => {
      const fromMs = Date.parse(midnight);
      const ticks = ticksOf({ fromMs, toMs: fromMs + 24 * 60 * minute }, 1_000, 120);

      expect(ticks.map(({ stepMs }) => stepMs)).toContain(180 * minute);
      expect(ticks.map(({ ms }) => (ms - fromMs) / (60 * minute))).toEqual([0, ...after]);
      expect(ticks.map(({ ms }) => new Date(ms).getHours())).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    },
  );
});
