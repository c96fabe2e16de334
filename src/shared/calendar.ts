// The small parts of written times: clocks, zones and what they make on a calendar day. Offsets are into
// the text being read; nothing here allocates more than its answer.

import { lastTimeNanos } from "./time";

/** A time found at the start of a text, and where the text goes on. */
export interface TimeAt {
  readonly nanos: bigint;
  /** Offset behind the time, and behind its zone. */
  readonly end: number;
}

export interface Clock {
  /** Milliseconds into the day. */
  readonly ms: number;
  /** 0..999,999 within the millisecond. */
  readonly nanos: number;
  readonly end: number;
}

export const dayMs = 86_400_000;

/** `10:00:00[.123456789]`, `10:00`, `3:04:05 PM`; `24:00` and a leap second `:60` overflow as they should. */
export function readClock(text: string, start: number): Clock | undefined {
  const hourDigits = text.charCodeAt(start + 1) === 58 ? 1 : 2;
  let hour = digits(text, start, hourDigits);
  let end = start + hourDigits;
  if (hour < 0 || hour > 24 || text.charCodeAt(end) !== 58) return undefined;
  const minute = digits(text, end + 1, 2);
  if (minute < 0 || minute > 59) return undefined;
  end += 3;
  let second = 0;
  let fraction = 0;
  if (text.charCodeAt(end) === 58) {
    second = digits(text, end + 1, 2);
    if (second < 0 || second > 60) return undefined;
    end += 3;
    const mark = text.charCodeAt(end);
    // Comma and, in Log4j's and Monolog's odd patterns, colon stand for the decimal point.
    if ((mark === 46 || mark === 44 || mark === 58) && isDigit(text.charCodeAt(end + 1))) {
      let scale = 100_000_000;
      for (end++; isDigit(text.charCodeAt(end)); end++) {
        fraction += (text.charCodeAt(end) - 48) * scale;
        scale = Math.floor(scale / 10);
      }
    }
  }
  if (isDigit(text.charCodeAt(end))) return undefined;
  if (hour >= 1 && hour <= 12 && mayBeHalf(text, end)) {
    const half = sticky(/ ?([AaPp])\.?[Mm]\b\.?/y, text, end);
    if (half !== undefined) {
      hour = (hour % 12) + (half[1]?.toLowerCase() === "p" ? 12 : 0);
      end += half[0].length;
    }
  }
  const ms = ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(fraction / 1_000_000);
  return { ms, nanos: fraction % 1_000_000, end };
}

/** Is the next letter an A or a P? Spares most times the search for AM and PM. */
function mayBeHalf(text: string, start: number): boolean {
  const code = text.charCodeAt(text.charCodeAt(start) === 32 ? start + 1 : start) | 32;
  return code === 97 || code === 112;
}

/** The moment of a clock on a day (`month` 0..11), in the zone that follows it or else in local time. */
export function onDay(
  text: string,
  year: number,
  month: number,
  day: number,
  clock: Clock,
): TimeAt | undefined {
  const zone = readZone(text, clock.end);
  return momentOf(year, month, day, clock, zone?.offsetMinutes, zone?.end ?? clock.end);
}

export function momentOf(
  year: number,
  month: number,
  day: number,
  clock: Clock,
  offsetMinutes: number | undefined,
  end: number,
): TimeAt | undefined {
  const ms =
    offsetMinutes === undefined
      ? new Date(year, month, day, 0, 0, 0, clock.ms).getTime()
      : Date.UTC(year, month, day) + clock.ms - offsetMinutes * 60_000;
  const nanos = inRange(BigInt(ms) * 1_000_000n + BigInt(clock.nanos));
  return nanos === undefined ? undefined : { nanos, end };
}

/** Names that logs print; only those whose meaning is beyond doubt in practice. */
const zoneHours: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  BST: 1,
  CET: 1,
  WEST: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/** `Z`, `+01:00`, ` +0100`, `+01`, ` UTC`, ` GMT+0100`; undefined when the text goes on without a zone. */
export function readZone(
  text: string,
  start: number,
): { readonly offsetMinutes: number; readonly end: number } | undefined {
  const first = text.charCodeAt(start);
  if (first === 90 || first === 122) {
    return isLetter(text.charCodeAt(start + 1)) ? undefined : { offsetMinutes: 0, end: start + 1 };
  }
  if (first !== 43 && first !== 45 && first !== 32 && !isLetter(first)) return undefined;
  const match = sticky(
    / ?(?:(UTC|GMT)?([+-])(\d\d):?(\d\d)?(?![\d:.-])|([A-Z]{1,4})(?![\w-]))/y,
    text,
    start,
  );
  if (match === undefined) return undefined;
  const end = start + match[0].length;
  if (match[5] !== undefined) {
    if (!Object.hasOwn(zoneHours, match[5])) return undefined;
    return { offsetMinutes: (zoneHours[match[5]] ?? 0) * 60, end };
  }
  const hours = Number(match[3]);
  const minutes = Number(match[4] ?? 0);
  if (hours > 15 || minutes > 59) return undefined;
  // "10:00:00 -12 text": a lone " -12" is a number, not a zone.
  if (match[4] === undefined && first === 32) return undefined;
  return { offsetMinutes: (hours * 60 + minutes) * (match[2] === "-" ? -1 : 1), end };
}

/** The number in so many digits; -1 when there is anything else. */
export function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isLetter = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** A match of a sticky pattern at `start`. */
export function sticky(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

/** What the store takes: after 1970, up to the year 2116. */
export function inRange(nanos: bigint): bigint | undefined {
  return nanos > 0n && nanos <= lastTimeNanos ? nanos : undefined;
}
