// Times as logs write them → nanoseconds since the epoch. A time without a zone is local; a date without
// a year is the nearest past one; numbers are seconds, ms, µs or ns by their magnitude.

import {
  dayMs,
  digits,
  inRange,
  isDigit,
  isLetter,
  momentOf,
  onDay,
  readClock,
  readZone,
  sticky,
  type Clock,
  type TimeAt,
} from "./calendar";

/**
 * A whole value as a time; undefined when it is none (also uptimes, and what a signed 64-bit number of
 * nanoseconds cannot hold). `nowMs` decides the year or day that the text leaves out.
 */
export function parseTime(
  value: string | number | bigint,
  nowMs: number = Date.now(),
): bigint | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value)) return integerNanos(value);
  if (typeof value !== "string") return epochNanos(String(value));
  const text = value.trim();
  const found = readTime(text, 0, nowMs);
  if (found === undefined) return epochNanos(text);
  if (found.end === text.length) return found.nanos;
  // "[Europe/Paris]" of Java, "(CET)" of JavaScript: names of the zone that the offset has said already.
  return /^ ?(\[[\w/+-]*\]|\([\w +-]*\))$/.test(text.slice(found.end)) ? found.nanos : undefined;
}

/** Digits, with a fraction or not: < 1e11 seconds, < 1e14 ms, < 1e17 µs, else ns; below 1e8 no date. */
function epochNanos(text: string): bigint | undefined {
  const match = /^(\d{9,19})(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const whole = BigInt(match[1] ?? "0");
  const unitDigits = whole < 10n ** 11n ? 9 : whole < 10n ** 14n ? 6 : whole < 10n ** 17n ? 3 : 0;
  const fraction = (match[2] ?? "").slice(0, unitDigits).padEnd(unitDigits, "0");
  return inRange(whole * 10n ** BigInt(unitDigits) + BigInt(fraction || "0"));
}

/** The same for a whole number, which most loggers write: without a text between. */
function integerNanos(value: number): bigint | undefined {
  if (value < 1e8) return undefined;
  if (value < 1e11) return inRange(BigInt(value) * 1_000_000_000n);
  if (value < 1e14) return inRange(BigInt(value) * 1_000_000n);
  return inRange(BigInt(value) * (value < 1e17 ? 1000n : 1n));
}

/** The time that stands at `start`; undefined when none does. Epoch numbers are not looked for. */
export function readTime(text: string, start: number, nowMs: number): TimeAt | undefined {
  const first = text.charCodeAt(start);
  if (isDigit(first)) {
    return (
      readIso(text, start) ??
      readDayFirst(text, start) ??
      readClockAlone(text, start, nowMs) ??
      readCompact(text, start, nowMs)
    );
  }
  return isLetter(first) ? readMonthFirst(text, start, nowMs) : undefined;
}

/** `2024-01-01T10:00:00.123456789+01:00` and its relatives: space, comma, slashes, no zone, no seconds. */
function readIso(text: string, start: number): TimeAt | undefined {
  const dash = text.charCodeAt(start + 4);
  if ((dash !== 45 && dash !== 47) || text.charCodeAt(start + 7) !== dash) return undefined;
  const year = digits(text, start, 4);
  const month = digits(text, start + 5, 2);
  const day = digits(text, start + 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const separator = text.charCodeAt(start + 10);
  const hasClock = separator === 84 || separator === 116 || separator === 32; // T, t, space
  const clock = hasClock ? readClock(text, start + 11) : undefined;
  if (clock !== undefined) return onDay(text, year, month - 1, day, clock);
  // A date alone is its midnight, unless more of a word or number follows.
  if (isDigit(separator) || isLetter(separator)) return undefined;
  return momentOf(year, month - 1, day, midnight, undefined, start + 10);
}
const midnight: Clock = { ms: 0, nanos: 0, end: 0 };

/** `17/Oct/2018:20:18:20 +0100`, `01-Jan-2024 10:00:00 UTC`, `01 Jan 2024 10:00:00.123`. */
function readDayFirst(text: string, start: number): TimeAt | undefined {
  const match = sticky(/(\d{1,2})([/ -])([A-Za-z]{3,9})\2(\d{4}|\d\d)[:, ] ?/y, text, start);
  const month = monthOf(match?.[3]);
  if (match === undefined || month === undefined) return undefined;
  const clock = readClock(text, start + match[0].length);
  return clock && onDay(text, fullYear(match[4]), month, Number(match[1]), clock);
}

/**
 * `Jan _2 15:04:05 [2024]`, `Wed May 01 10:00:00.123456 2024`, RFC 1123, JavaScript's Date.toString(), Kibana's
 * `Jan 2, 2024 @ 15:04:05.678`.
 */
function readMonthFirst(text: string, start: number, nowMs: number): TimeAt | undefined {
  const weekday = sticky(/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? {1,3}/y, text, start);
  const from = start + (weekday?.[0].length ?? 0);
  if (weekday !== undefined && isDigit(text.charCodeAt(from))) return readDayFirst(text, from);
  const match = sticky(
    /([A-Za-z]{3,9}) {1,3}(\d{1,2})(?:,? {1,3}(\d{4})(?!:)(?: @(?= ))?)?,? {1,3}/y,
    text,
    from,
  );
  const month = monthOf(match?.[1]);
  const clock = match && readClock(text, from + match[0].length);
  if (match === undefined || month === undefined || clock === undefined) return undefined;
  const day = Number(match[2]);
  if (match[3] !== undefined) return onDay(text, Number(match[3]), month, day, clock);
  const late = sticky(/ (?:([A-Z]{3,4}|[+-]\d{4}) )?(\d{4})(?![\w:.-])/y, text, clock.end);
  if (late === undefined) return nearestPast(text, month, day, clock, nowMs);
  const zone = late[1] === undefined ? undefined : readZone(late[1], 0)?.offsetMinutes;
  return momentOf(Number(late[2]), month, day, clock, zone, clock.end + late[0].length);
}

/** `10:00:00.123`, `10:00AM`: today, or yesterday when that would be in the future. */
function readClockAlone(text: string, start: number, nowMs: number): TimeAt | undefined {
  const clock = readClock(text, start);
  if (clock === undefined) return undefined;
  const now = new Date(nowMs);
  const time = onDay(text, now.getFullYear(), now.getMonth(), now.getDate(), clock);
  // Late yesterday, read early today; an hour's lead is a fast clock.
  if (time === undefined || Number(time.nanos / 1_000_000n) <= nowMs + dayMs / 24) return time;
  return { nanos: time.nanos - BigInt(dayMs) * 1_000_000n, end: time.end };
}

/** klog's `0102 15:04:05.000000`, `20240101T100000Z`, and `1/31/2024, 10:00:00 AM` of US locales. */
function readCompact(text: string, start: number, nowMs: number): TimeAt | undefined {
  const klog = sticky(/(\d\d)(\d\d) (?=\d\d:)/y, text, start);
  if (klog !== undefined) {
    const clock = readClock(text, start + 5);
    return clock && nearestPast(text, Number(klog[1]) - 1, Number(klog[2]), clock, nowMs);
  }
  const basic = sticky(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?!\d)/y, text, start);
  const us = basic ? undefined : sticky(/(\d{1,2})\/(\d{1,2})\/(\d{4}),? /y, text, start);
  const [, a, b, c, hour, minute, second] = (basic ?? us ?? []).map(Number);
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const [year, month, day] = basic ? [a, b, c] : [c, a, b];
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const clock = basic
    ? {
        ms: (((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (second ?? 0)) * 1000,
        nanos: 0,
        end: start + 15,
      }
    : readClock(text, start + (us?.[0].length ?? 0));
  return clock && onDay(text, year, month - 1, day, clock);
}

/** The latest such day that is not after tomorrow: a zone ahead of ours may already be there. */
function nearestPast(
  text: string,
  month: number,
  day: number,
  clock: Clock,
  nowMs: number,
): TimeAt | undefined {
  if (month < 0 || month > 11 || day < 1 || day > 31) return undefined;
  const year = new Date(nowMs).getFullYear();
  const thisYear = onDay(text, year, month, day, clock);
  const isPast = thisYear && Number(thisYear.nanos / 1_000_000n) <= nowMs + dayMs;
  return isPast ? thisYear : onDay(text, year - 1, month, day, clock);
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthOf(name: string | undefined): number | undefined {
  const month = months.indexOf((name ?? "").slice(0, 3).toLowerCase());
  return month < 0 ? undefined : month;
}

function fullYear(text: string | undefined): number {
  const year = Number(text);
  return year < 100 ? year + 2000 : year;
}
