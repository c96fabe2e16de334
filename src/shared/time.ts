// RFC 3339 with nanoseconds: the one way times are written in JSON, and read from users and contracts.

const nanosPerMs = 1_000_000n;
const nanosPerSecond = 1_000_000_000n;

/** "2026-11-22T11:44:23.000000001Z"; always nine digits. Works from year 0001 to 9999, clamps beyond. */
export function formatTime(timeUnixNano: bigint): string {
  const time =
    timeUnixNano < minNanos ? minNanos : timeUnixNano > maxNanos ? maxNanos : timeUnixNano;
  let ms = time / nanosPerMs;
  let rest = time % nanosPerMs;
  if (rest < 0n) {
    rest += nanosPerMs;
    ms -= 1n;
  }
  const iso = new Date(Number(ms)).toISOString();
  return `${iso.slice(0, -1)}${String(rest).padStart(6, "0")}Z`;
}

const minNanos = BigInt(Date.parse("0001-01-01T00:00:00Z")) * nanosPerMs;
const maxNanos = BigInt(Date.parse("9999-12-31T23:59:59.999Z")) * nanosPerMs + 999_999n;

const rfc3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,30}))?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/;

/**
 * Nanoseconds since the epoch, or undefined when the text is no date and time. Also takes a blank for the
 * "T", a comma for the point, an offset without colon, and a missing zone, which is UTC. Digits past the
 * ninth are dropped; a leap second is the second after it.
 */
export function parseRfc3339(text: string): bigint | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, day = "", hour = "", minute = "", second = "", fraction = "", , sign, h = "", m = ""] =
    match;
  const isLeap = second === "60";
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const ms = Date.parse(`${day}T${hour}:${minute}:${isLeap ? "59" : second}Z`);
  // Date.parse takes February 30 for March 1 or 2.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return undefined;
  let nanos = BigInt(ms) * nanosPerMs + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
  if (isLeap) nanos += nanosPerSecond;
  if (sign !== undefined) {
    const offsetMinutes = BigInt(Number(h) * 60 + Number(m));
    nanos -= (sign === "-" ? -offsetMinutes : offsetMinutes) * 60n * nanosPerSecond;
  }
  return nanos;
}

/** In February 2116; the first lies as far before 1970. Sums and differences of two such times have 64 bits. */
export const lastTimeNanos = (1n << 62n) - 1n;

/** The nearest time that can be stored: nothing lies beyond. */
export function nearestTime(nanos: bigint): bigint {
  if (nanos > lastTimeNanos) return lastTimeNanos;
  return nanos < -lastTimeNanos ? -lastTimeNanos : nanos;
}

/** A time as the contract takes it: RFC 3339 or decimal nanoseconds; undefined when it is neither. */
export function parseTimeBound(text: string): bigint | undefined {
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : parseRfc3339(text);
}
