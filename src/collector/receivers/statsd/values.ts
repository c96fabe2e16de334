// The value of a line: one number, or several packed as `1:2:3` (DogStatsD 1.1).

import { parseNumber } from "./number";
import type { Refused, SampledSeries } from "./series";

/** A sample. With its sign, because `+4` and `-4` may be changes of a gauge. */
export interface Value {
  readonly number: number;
  readonly sign: "" | "+" | "-";
}

/**
 * Reads text[from, to) into `into`. Empty items of a list are skipped; one bad number refuses the whole,
 * because what its neighbours mean is then in doubt.
 */
export function parseValues(
  series: SampledSeries,
  text: string,
  from: number,
  to: number,
  into: Value[],
): Refused | undefined {
  into.length = 0;
  let at = from;
  while (at <= to) {
    let end = at;
    while (end < to && text.charCodeAt(end) !== 0x3a) end++;
    if (end > at) {
      const number = parseNumber(text, at, end);
      if (!Number.isFinite(number * series.weight)) return "bad-value"; // NaN, or an overflow
      if (number < 0 && series.unit === "ms") return "negative-timing";
      into.push({ number, sign: signOf(text.charCodeAt(at)) });
    }
    at = end + 1;
  }
  return into.length === 0 ? "no-value" : undefined;
}

function signOf(code: number): Value["sign"] {
  if (code === 0x2d) return "-";
  return code === 0x2b ? "+" : "";
}
