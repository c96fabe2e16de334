// Values of whole-number fields → inclusive intervals: lines, times and durations.

import type { Bound, Value } from "./ast";
import { parseTime } from "./dateMath";
import { parseDuration } from "./duration";
import { parseNumber } from "./number";
import { queryError } from "./queryError";
import { requireOrder } from "./rangeChecks";

export interface Interval {
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}
/** What one text stands for: [start, end) of whole numbers. */
interface Extent {
  readonly start: bigint;
  readonly end: bigint;
}

/** DuckDB's BIGINT; what is beyond matches as the bound does. */
const limit = 2n ** 63n - 1n;

/** 0 means absent, so no interval reaches below 1. */
export function integerInterval(name: string, value: Value): Interval {
  const expected = "a whole number or a range of them";
  const interval = intervalOf(value, expected, `${name} is a whole number.`, (text) => {
    const number = parseNumber(text);
    if (number === undefined || Math.abs(number) > Number.MAX_SAFE_INTEGER) return undefined;
    // 2.5 stands for no whole number, but lies between two.
    return { start: BigInt(Math.ceil(number)), end: BigInt(Math.floor(number)) + 1n };
  });
  return { ...interval, min: interval.min === undefined || interval.min < 1n ? 1n : interval.min };
}

export function timeInterval(value: Value, nowNanos: bigint): Interval {
  const expected = "a date, RFC 3339, nanoseconds or date math as in now-5m";
  return intervalOf(value, expected, "This is no time.", (text) => parseTime(text, nowNanos));
}

export function durationInterval(value: Value): Interval {
  return intervalOf(value, "as in 300ms, 1.5s, 2m", "This is no duration.", (text) => {
    const nanos = parseDuration(text);
    return nanos === undefined ? undefined : { start: nanos, end: nanos + 1n };
  });
}

function intervalOf(
  value: Value,
  expected: string,
  problem: string,
  read: (text: string) => Extent | undefined,
): Interval {
  const extentOf = ({ text, place }: Pick<Bound, "text" | "place">): Extent => {
    const extent = read(text);
    if (extent === undefined) throw queryError(place, problem, expected);
    return { start: clamp(extent.start), end: clamp(extent.end) };
  };
  switch (value.kind) {
    case "exists":
      return { min: undefined, max: undefined };
    case "text": {
      const { start, end } = extentOf(value);
      return { min: start, max: end - 1n };
    }
    case "range": {
      const lower = value.lower === undefined ? undefined : extentOf(value.lower);
      const upper = value.upper === undefined ? undefined : extentOf(value.upper);
      const isFrom = value.lower?.isInclusive === true;
      const isTo = value.upper?.isInclusive === true;
      if (lower !== undefined && upper !== undefined) {
        requireOrder(value, lower.start > upper.start && lower.start >= upper.end);
      }
      return {
        min: isFrom ? lower?.start : lower?.end,
        max: upper === undefined ? undefined : isTo ? upper.end - 1n : upper.start - 1n,
      };
    }
    case "wildcard":
    case "regex":
    case "fuzzy":
    case "near":
      throw queryError(value.place, problem, expected);
  }
}

function clamp(value: bigint): bigint {
  return value > limit ? limit : value < -limit ? -limit : value;
}
