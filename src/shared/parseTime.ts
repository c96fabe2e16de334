// Times as logs write them → nanoseconds since the epoch. A time without a zone is local; a date without
// a year is the nearest past one; numbers are seconds, ms, µs or ns by their magnitude.

/** A time found at the start of a text, and where the text goes on. */
export interface TimeAt {
  readonly nanos: bigint;
  /** Offset behind the time, and behind its zone. */
  readonly end: number;
}

const maxNanos = 2n ** 63n - 1n;
const dayMs = 86_400_000;

/**
 * A whole value as a time; undefined when it is none (also uptimes, and what a signed 64-bit number of
 * nanoseconds cannot hold). `nowMs` decides the year or day that the text leaves out.
 */
export function parseTime(
  value: string | number | bigint,
  nowMs: number = Date.now(),
): bigint | undefined {
  if (typeof value !== "string") return epochNanos(String(value));
  const text = value.trim();
  const found = readTime(text, 0, nowMs);
  if (found === undefined) return epochNanos(text);
  if (found.end === text.length) return found.nanos;
  // "[Europe/Paris]" of Java, "(CET)" of JavaScript: names of the zone that the offset has said already.
  return /^ ?(\[[\w/+-]*\]|\([\w +-]*\))$/.test(text.slice(found.end)) ? found.nanos : undefined;
}

/** Digits, with a fraction or not: < 1e11 seconds, < 1e14 ms, < 1e17 µs, else ns; below 1e8 no date. */
export function epochNanos(text: string): bigint | undefined {
  const match = /^(\d{9,19})(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const whole = BigInt(match[1] ?? "0");
  const unitDigits = whole < 10n ** 11n ? 9 : whole < 10n ** 14n ? 6 : whole < 10n ** 17n ? 3 : 0;
  const fraction = (match[2] ?? "").slice(0, unitDigits).padEnd(unitDigits, "0");
  return inRange(whole * 10n ** BigInt(unitDigits) + BigInt(fraction || "0"));
}

/** The time that stands at `start`; undefined when none does. Epoch numbers are not looked for. */
export function readTime(text: string, start: number, nowMs: number): TimeAt | undefined {
  const first = text.charCodeAt(start);
  if (isDigit(first)) {
    return (
      readIso(text, start) ?? readDayFirst(text, start) ?? readOthers(text, start, first, nowMs)
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
  const date = { year, month: month - 1, day };
  const hasClock = separator === 84 || separator === 116 || separator === 32; // T, t, space
  const clock = hasClock ? readClock(text, start + 11) : undefined;
  if (clock === undefined) {
    // A date alone is its midnight, unless more of a word or number follows.
    if (isDigit(separator) || isLetter(separator)) return undefined;
    return at({ ...date, ...midnight }, undefined, start + 10);
  }
  return withZone(text, date, clock);
}

/** `17/Oct/2018:20:18:20 +0100`, `01-Jan-2024 10:00:00 UTC`, `01 Jan 2024 10:00:00.123`. */
function readDayFirst(text: string, start: number): TimeAt | undefined {
  const match = sticky(/(\d{1,2})([/ -])([A-Za-z]{3,9})\2(\d{4}|\d\d)[:, ] ?/y, text, start);
  const month = monthOf(match?.[3]);
  if (match === undefined || month === undefined) return undefined;
  const clock = readClock(text, start + match[0].length);
  if (clock === undefined) return undefined;
  return withZone(text, { year: fullYear(match[4]), month, day: Number(match[1]) }, clock);
}

/** `Jan _2 15:04:05 [2024]`, `Wed May 01 10:00:00.123456 2024`, RFC 1123, JavaScript's Date.toString(). */
function readMonthFirst(text: string, start: number, nowMs: number): TimeAt | undefined {
  const weekday = sticky(/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +/y, text, start);
  const from = start + (weekday?.[0].length ?? 0);
  if (weekday !== undefined && isDigit(text.charCodeAt(from))) return readDayFirst(text, from);
  const match = sticky(/([A-Za-z]{3,9}) +(\d{1,2})(?:,? +(\d{4})(?!:))?,? +/y, text, from);
  const month = monthOf(match?.[1]);
  if (match === undefined || month === undefined) return undefined;
  const clock = readClock(text, from + match[0].length);
  if (clock === undefined) return undefined;
  const day = Number(match[2]);
  if (match[3] !== undefined) return withZone(text, { year: Number(match[3]), month, day }, clock);
  const late = sticky(/ (?:([A-Z]{3,4}|[+-]\d{4}) )?(\d{4})(?![\w:.-])/y, text, clock.end);
  if (late === undefined) return nearestPast(text, month, day, clock, nowMs);
  const zone = late[1] === undefined ? undefined : readZone(late[1], 0)?.offsetMinutes;
  return at({ year: Number(late[2]), month, day, ...clock }, zone, clock.end + late[0].length);
}

function readOthers(text: string, start: number, first: number, nowMs: number): TimeAt | undefined {
  // A clock alone: `10:00:00.123`, `10:00AM`.
  const clock = readClock(text, start);
  if (clock !== undefined) {
    const now = new Date(nowMs);
    const today = { year: now.getFullYear(), month: now.getMonth(), day: now.getDate() };
    const time = withZone(text, today, clock);
    // Late yesterday, read early today; an hour's lead is a fast clock.
    if (time === undefined || Number(time.nanos / 1_000_000n) <= nowMs + dayMs / 24) return time;
    return { nanos: time.nanos - BigInt(dayMs) * 1_000_000n, end: time.end };
  }
  // klog: `0102 15:04:05.000000`.
  const klog = sticky(/(\d\d)(\d\d) (?=\d\d:)/y, text, start);
  const klogClock = klog && readClock(text, start + 5);
  if (klog && klogClock) {
    return nearestPast(text, Number(klog[1]) - 1, Number(klog[2]), klogClock, nowMs);
  }
  // `20240101T100000Z`
  const compact = sticky(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?!\d)/y, text, start);
  if (compact) {
    const [, year, month, day, hour, minute, second] = compact.map(Number);
    if (!month || !day || month > 12 || day > 31) return undefined;
    return withZone(
      text,
      { year: year ?? 0, month: month - 1, day },
      { hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0, nano: 0, end: start + 15 },
    );
  }
  // `1/31/2024, 10:00:00 AM`: what JavaScript's toLocaleString() writes in the US.
  const american = isDigit(first) && sticky(/(\d{1,2})\/(\d{1,2})\/(\d{4}),? /y, text, start);
  if (!american) return undefined;
  const time = readClock(text, start + american[0].length);
  const [month, day] = [Number(american[1]), Number(american[2])];
  if (time === undefined || month < 1 || month > 12 || day > 31) return undefined;
  return withZone(text, { year: Number(american[3]), month: month - 1, day }, time);
}

interface CalendarDay {
  readonly year: number;
  /** 0..11 */
  readonly month: number;
  readonly day: number;
}
interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nano: number;
  readonly end: number;
}
const midnight = { hour: 0, minute: 0, second: 0, nano: 0 };

/** `10:00:00[.123456789]`, `10:00`, `3:04:05 PM`; `24:00` and a leap second `:60` overflow as they should. */
function readClock(text: string, start: number): Clock | undefined {
  const hourDigits = text.charCodeAt(start + 1) === 58 ? 1 : 2;
  let hour = digits(text, start, hourDigits);
  let end = start + hourDigits;
  if (hour < 0 || hour > 24 || text.charCodeAt(end) !== 58) return undefined;
  const minute = digits(text, end + 1, 2);
  if (minute < 0 || minute > 59) return undefined;
  end += 3;
  let second = 0;
  let nano = 0;
  if (text.charCodeAt(end) === 58) {
    second = digits(text, end + 1, 2);
    if (second < 0 || second > 60) return undefined;
    end += 3;
    const mark = text.charCodeAt(end);
    // Comma and, in Log4j's and Monolog's odd patterns, colon stand for the decimal point.
    if ((mark === 46 || mark === 44 || mark === 58) && isDigit(text.charCodeAt(end + 1))) {
      let scale = 100_000_000;
      for (end++; isDigit(text.charCodeAt(end)); end++) {
        nano += (text.charCodeAt(end) - 48) * scale;
        scale = Math.floor(scale / 10);
      }
    }
  }
  if (isDigit(text.charCodeAt(end))) return undefined;
  const half = mayBeHalf(text, end) ? sticky(/ ?([AaPp])\.?[Mm]\b\.?/y, text, end) : undefined;
  if (half !== undefined && hour >= 1 && hour <= 12) {
    hour = (hour % 12) + (half[1]?.toLowerCase() === "p" ? 12 : 0);
    end += half[0].length;
  }
  return { hour, minute, second, nano, end };
}

/** Is the next letter an A or a P? Spares most times the search for AM and PM. */
function mayBeHalf(text: string, start: number): boolean {
  const code = text.charCodeAt(text.charCodeAt(start) === 32 ? start + 1 : start) | 32;
  return code === 97 || code === 112;
}

function withZone(text: string, day: CalendarDay, clock: Clock): TimeAt | undefined {
  const zone = readZone(text, clock.end);
  return at({ ...day, ...clock }, zone?.offsetMinutes, zone?.end ?? clock.end);
}

function at(
  time: CalendarDay & Omit<Clock, "end">,
  offsetMinutes: number | undefined,
  end: number,
): TimeAt | undefined {
  const { year, month, day, hour, minute, second, nano } = time;
  const ms =
    offsetMinutes === undefined
      ? new Date(year, month, day, hour, minute, second).getTime()
      : Date.UTC(year, month, day, hour, minute, second) - offsetMinutes * 60_000;
  const nanos = inRange(BigInt(ms) * 1_000_000n + BigInt(nano));
  return nanos === undefined ? undefined : { nanos, end };
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
  const thisYear = withZone(text, { year, month, day }, clock);
  if (thisYear !== undefined && Number(thisYear.nanos / 1_000_000n) <= nowMs + dayMs) {
    return thisYear;
  }
  return withZone(text, { year: year - 1, month, day }, clock);
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
function readZone(text: string, start: number): { offsetMinutes: number; end: number } | undefined {
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

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthOf(name: string | undefined): number | undefined {
  const month = months.indexOf((name ?? "").slice(0, 3).toLowerCase());
  return month < 0 ? undefined : month;
}

function fullYear(text: string | undefined): number {
  const year = Number(text);
  return year < 100 ? year + 2000 : year;
}

function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

function sticky(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

function inRange(nanos: bigint): bigint | undefined {
  return nanos > 0n && nanos <= maxNanos ? nanos : undefined;
}
