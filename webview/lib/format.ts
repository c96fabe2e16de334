// How panels write times, durations, counts, bytes and rates: always with a unit, in the user's zone
// unless UTC is asked for, and of one width where they stand in columns.

import { percent } from "../../src/shared/percent";

const nanosPerMs = 1_000_000;

/** Epoch milliseconds of an RFC 3339 time; the digits past the millisecond are not in it. */
export const timeMs = (time: string) => Date.parse(time);

/** "10:42:32.840" */
export function formatTime(time: string | number, isUtc = false): string {
  const date = new Date(time);
  const [h, m, s, ms] = isUtc
    ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()]
    : [date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
  return `${two(h)}:${two(m)}:${two(s)}.${String(ms).padStart(3, "0")}`;
}

/** "2026-11-22" */
export function formatDate(time: string | number, isUtc = false): string {
  const date = new Date(time);
  const [y, m, d] = isUtc
    ? [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    : [date.getFullYear(), date.getMonth(), date.getDate()];
  return `${y}-${two(m + 1)}-${two(d)}`;
}

/** "10:42:32.840 213 901": to the nanosecond where the time has them. */
export function formatTimeExactly(time: string, isUtc = false): string {
  const rest = (/\.\d{3}(\d{1,6})/.exec(time)?.[1] ?? "").padEnd(6, "0");
  const nanos = /^0*$/.test(rest) ? "" : ` ${rest.slice(0, 3)} ${rest.slice(3)}`;
  return `${formatTime(time, isUtc)}${nanos}`;
}

export const dayMs = 86_400_000;
/** The shortest month and year: a step of a month or a year is no shorter. */
export const monthMs = 28 * dayMs;
export const yearMs = 365 * dayMs;

/**
 * The shortest label that tells marks `stepMs` apart: "10:42", "10:42:30", "10:42:30.250", "11-22", "2026-11",
 * "2026". A mark at midnight says which day begins.
 */
export function formatTick(ms: number, stepMs: number, isUtc = false): string {
  const date = formatDate(ms, isUtc);
  if (stepMs >= monthMs) return date.slice(0, stepMs < yearMs ? 7 : 4);
  const time = formatTime(ms, isUtc);
  const isMidnight = stepMs >= 60_000 && time.startsWith("00:00:00.000");
  if (stepMs >= dayMs || isMidnight) return date.slice(5);
  return stepMs < 1_000 ? time : time.slice(0, stepMs < 60_000 ? 8 : 5);
}

/** "840 ns", "12.5 µs", "2.1 ms", "1.87 s", "2 min 5 s", "3 h 2 min". */
export function formatDuration(nanos: number | bigint | string): string {
  const value = Number(nanos);
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return "–";
  if (size < 1_000) return `${Math.round(value)} ns`;
  if (size < nanosPerMs) return `${short(value / 1_000)} µs`;
  if (size < 1_000 * nanosPerMs) return `${short(value / nanosPerMs)} ms`;
  const seconds = value / 1e9;
  if (size < 60e9) return `${short(seconds)} s`;
  const whole = Math.round(Math.abs(seconds));
  const sign = value < 0 ? "−" : "";
  if (whole < 3_600) return `${sign}${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${sign}${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/** "250 ms", "15 s", "5 min", "12 h", "7 d": the width of a bar or of a point. */
export function formatStep(ms: number): string {
  const [unit, sizeMs] = stepUnits.find(([, size]) => ms >= size) ?? ["ms", 1];
  return `${short(ms / sizeMs)} ${unit}`;
}
const stepUnits = [
  ["d", dayMs],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** "12,431" */
export const formatCount = (count: number) =>
  Number.isFinite(count) ? Math.round(count).toLocaleString("en-US") : "–";

/** "212", "1.1k", "11k", "1.2M": for chips. */
export function formatCountShortly(count: number): string {
  const size = Math.abs(count);
  if (size < 1_000) return String(Math.round(count));
  for (const [unit, suffix] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (size < unit * 0.9995) continue;
    const scaled = count / unit;
    return `${Math.abs(scaled) < 9.95 ? scaled.toFixed(1) : String(Math.round(scaled))}${suffix}`;
  }
  return String(Math.round(count));
}

/** A count with its noun: "1 row", "12,431 rows". */
export const countOf = (count: number, noun: string) =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

/** "0 B", "18.2 kB", "1.5 GB": powers of a thousand. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"] as const;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? String(Math.round(value)) : short(value)} ${units[unit] ?? "B"}`;
}

/** "2,140/s", "3.7/s", "0.3/s": what is counted over a moment has no more digits. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 10) return `${formatCount(perSecond)}/s`;
  return `${Number(perSecond >= 1 ? perSecond.toFixed(1) : perSecond.toPrecision(1))}/s`;
}

/** A number as a person reads it: at most four significant digits below a thousand. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  if (size >= 1_000)
    return value.toLocaleString("en-US", { maximumFractionDigits: size < 10_000 ? 1 : 0 });
  return String(Number(value.toPrecision(4)));
}

/** "61 %", "< 1 %". */
export const formatShare = (part: number, whole: number) =>
  percent(whole <= 0 ? 0 : Math.min(1, part / whole));

/** "3 s ago", "5 min ago". */
export function formatAgo(ms: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - ms) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

const two = (value: number) => String(value).padStart(2, "0");

/** Three significant digits without a useless fraction: 1.87, 12.5, 204. */
const short = (value: number) => String(Number(value.toPrecision(3)));
