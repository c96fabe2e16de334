// Times in queries: dates of any precision, RFC 3339, and date math ("now-5m", "now/d", "2026-11-22||+1d").
// A date less precise than a nanosecond is the interval it names; blanks for "T", and UTC without a zone.

import { parseRfc3339 } from "../time";

/** [start, end) in nanoseconds; an instant has end = start + 1. */
export interface TimeInterval {
  readonly start: bigint;
  readonly end: bigint;
}

const dated =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(\.\d{1,9})?)?)?)?)?)?(Z|[+-]\d\d:?\d\d)?$/i;
const step = /([+-])(\d{1,9})([yMwdhHms])|\/([yMwdhHms])/gy;
const clockNanos: Readonly<Record<string, bigint>> = {
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  H: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
};
const maxMs = 8_640_000_000_000_000n;
const nanosPerMs = 1_000_000n;

/** Whether what the text means moves with the clock. */
export function isRelativeTime(text: string): boolean {
  return text.startsWith("now");
}

/** Undefined when the text is no time. */
export function parseTime(text: string, nowNanos: bigint): TimeInterval | undefined {
  const anchorEnd = text.indexOf("||");
  if (text.startsWith("now")) return applyMath(instant(nowNanos), text.slice(3));
  if (/^\d{16,19}$/.test(text)) return instant(BigInt(text));
  const anchor = parseDated(anchorEnd < 0 ? text : text.slice(0, anchorEnd));
  if (anchor === undefined || anchorEnd < 0) return anchor;
  return applyMath(instant(anchor.start), text.slice(anchorEnd + 2));
}

const instant = (start: bigint): TimeInterval => ({ start, end: start + 1n });

function parseDated(text: string): TimeInterval | undefined {
  const match = dated.exec(text);
  if (match === null) return undefined;
  const [, year = "", month, day, hour, minute, second, fraction, zone = "Z"] = match;
  const start = parseRfc3339(
    `${year}-${month ?? "01"}-${day ?? "01"}T${hour ?? "00"}:${minute ?? "00"}:${second ?? "00"}${fraction ?? ""}${zone}`,
  );
  if (start === undefined) return undefined;
  if (fraction !== undefined) return { start, end: start + 10n ** BigInt(10 - fraction.length) };
  if (second !== undefined) return { start, end: start + (clockNanos["s"] ?? 1n) };
  if (minute !== undefined) return { start, end: start + (clockNanos["m"] ?? 1n) };
  if (hour !== undefined) return { start, end: start + (clockNanos["h"] ?? 1n) };
  if (day !== undefined) return { start, end: start + (clockNanos["d"] ?? 1n) };
  const end = addCalendar(start, month === undefined ? 12 : 1);
  return end === undefined ? undefined : { start, end };
}

function applyMath(from: TimeInterval, math: string): TimeInterval | undefined {
  let interval: TimeInterval | undefined = from;
  let read = 0;
  step.lastIndex = 0;
  for (let match = step.exec(math); match !== null; match = step.exec(math)) {
    const [whole, sign, amount = "0", unit = "", roundTo] = match;
    read += whole.length;
    interval =
      roundTo === undefined
        ? shifted(interval, sign === "-" ? -Number(amount) : Number(amount), unit)
        : rounded(interval.start, roundTo);
    if (interval === undefined) return undefined;
  }
  return read === math.length ? interval : undefined;
}

function shifted(from: TimeInterval, amount: number, unit: string): TimeInterval | undefined {
  const nanos = clockNanos[unit];
  if (nanos !== undefined) {
    const by = BigInt(amount) * nanos;
    return { start: from.start + by, end: from.end + by };
  }
  const start = addCalendar(from.start, unit === "y" ? amount * 12 : amount);
  return start === undefined ? undefined : { start, end: start + (from.end - from.start) };
}

function rounded(start: bigint, unit: string): TimeInterval | undefined {
  const iso = toIso(start);
  if (iso === undefined) return undefined;
  if (unit === "y") return parseDated(iso.slice(0, 4));
  if (unit === "M") return parseDated(iso.slice(0, 7));
  const length = clockNanos[unit] ?? 1n;
  // The epoch was a Thursday; weeks start on Monday.
  const offset = unit === "w" ? 4n * (clockNanos["d"] ?? 1n) : 0n;
  const past = (((start - offset) % length) + length) % length;
  return { start: start - past, end: start - past + length };
}

/** The same day and time so many months later; the last day of the month where there is no such day. */
function addCalendar(nanos: bigint, months: number): bigint | undefined {
  const iso = toIso(nanos);
  if (iso === undefined || Math.abs(months) > 120_000) return undefined;
  const index = Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12;
  if (year < 1 || year > 9999) return undefined;
  const lastDay = new Date(Date.UTC(2000, month + 1, 0)).getUTCDate();
  const isCommonFebruary =
    month === 1 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0));
  const day = Math.min(Number(iso.slice(8, 10)), isCommonFebruary ? 28 : lastDay);
  const pad = (n: number, width = 2) => String(n).padStart(width, "0");
  const midnight = parseRfc3339(`${pad(year, 4)}-${pad(month + 1)}-${pad(day)}T00:00:00Z`);
  const dayNanos = clockNanos["d"] ?? 1n;
  return midnight === undefined
    ? undefined
    : midnight + (((nanos % dayNanos) + dayNanos) % dayNanos);
}

function toIso(nanos: bigint): string | undefined {
  const ms = nanos / nanosPerMs;
  if (ms > maxMs || ms < -maxMs) return undefined;
  const iso = new Date(Number(ms)).toISOString();
  return /^\d/.test(iso) ? iso : undefined;
}
