import { expect, test } from "vitest";
import {
  countOf,
  formatAgo,
  formatBytes,
  formatCount,
  formatCountShortly,
  formatDate,
  formatDuration,
  formatNumber,
  formatRate,
  formatShare,
  formatStep,
  formatTick,
  formatTime,
  formatTimeExactly,
} from "../../../webview/lib/format";

const time = "2026-11-22T10:42:32.840213901Z";

test("times have milliseconds, and all their nanoseconds where asked", () => {
  expect(formatTime(time, true)).toBe("10:42:32.840");
  expect(formatTimeExactly(time, true)).toBe("10:42:32.840 213 901");
  expect(formatTimeExactly("2026-11-22T10:42:32.840Z", true)).toBe("10:42:32.840");
  expect(formatDate(time, true)).toBe("2026-11-22");
});

test("axis marks are as long as their step needs", () => {
  const ms = Date.parse(time);
  expect(formatTick(ms, 100, true)).toBe("10:42:32.840");
  expect(formatTick(ms, 10_000, true)).toBe("10:42:32");
  expect(formatTick(ms, 60_000, true)).toBe("10:42");
  expect(formatTick(ms, 86_400_000, true)).toBe("11-22");
  expect(formatTick(ms, 30 * 86_400_000, true)).toBe("2026-11");
  expect(formatTick(ms, 366 * 86_400_000, true)).toBe("2026");
  expect(formatTick(Date.UTC(2026, 10, 22), 60_000, true)).toBe("11-22");
});

test.each([
  [840, "840 ns"],
  [12_500, "12.5 µs"],
  [2_100_000n, "2.1 ms"],
  ["1870000000", "1.87 s"],
  [125e9, "2 min 5 s"],
  [10_920e9, "3 h 2 min"],
  [Number.NaN, "–"],
])("duration %s is %s", (nanos, text) => {
  expect(formatDuration(nanos)).toBe(text);
});

test.each([
  [212, "212"],
  [1_149, "1.1k"],
  [11_400, "11k"],
  [999_900, "1.0M"],
  [1_204_332, "1.2M"],
])("count %s is %s in a chip", (count, text) => {
  expect(formatCountShortly(count)).toBe(text);
});

test("counts, bytes, rates, shares and ages carry their units", () => {
  expect(formatCount(12_431)).toBe("12,431");
  expect(countOf(1, "row")).toBe("1 row");
  expect(formatBytes(18_231)).toBe("18.2 kB");
  expect(formatBytes(12)).toBe("12 B");
  expect(formatRate(2_140)).toBe("2,140/s");
  expect(formatRate(3.6666)).toBe("3.7/s");
  expect(formatRate(0.3333)).toBe("0.3/s");
  expect(formatRate(0.0166)).toBe("0.02/s");
  expect(formatRate(0)).toBe("0/s");
  expect(formatShare(1, 1_000)).toBe("< 1 %");
  expect(formatShare(61, 100)).toBe("61 %");
  expect(formatShare(999, 1_000)).toBe("> 99 %");
  expect(formatShare(0, 0)).toBe("0 %");
  expect(formatAgo(0, 65_000)).toBe("1 min ago");
  expect(formatNumber(1631)).toBe("1,631");
  expect(formatNumber(0.123456)).toBe("0.1235");
});

test.each([
  [250, "250 ms"],
  [15_000, "15 s"],
  [300_000, "5 min"],
  [43_200_000, "12 h"],
  [86_400_000, "1 d"],
  [604_800_000, "7 d"],
])("a step of %i ms is %s", (ms, text) => {
  expect(formatStep(ms)).toBe(text);
});
