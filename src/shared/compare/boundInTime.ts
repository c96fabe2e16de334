// Is the failing bound to what a metric said, or do both only come and go? What wanders is high for a while, and
// failures come in bursts: two such agree by chance far more often than single observations would.

import type { Findings } from "./findings";
import { bestRange, type Range } from "./ranges";
import { scoreOf } from "./statistics";

/** In order of time: what the metric said, and whether a request failed then. */
export interface Observations {
  readonly values: readonly number[];
  readonly isBad: readonly boolean[];
}

/** At so many other times the metric must tell less of the failing than at its own. */
const shifts = 40;
/** As shares of the stretch; closer by the metric says nearly the same. */
const leastShift = 0.1;
const mostShift = 0.9;

export function* isBoundTo(
  range: Range,
  { values, isBad }: Observations,
  findings: Findings,
): Generator<undefined, boolean> {
  const sizes = { bad: 0, good: 0 };
  const counts = { bad: 0, good: 0 };
  const requests = values.map((value, i) => {
    const group = isBad[i] === true ? "bad" : "good";
    sizes[group]++;
    if (range.has(value)) counts[group]++;
    return i;
  });
  if (!findings.isCertain(counts, sizes, range.tests)) return false;
  const own = scoreOf(counts, sizes);
  for (let shift = 0; shift < shifts; shift++) {
    yield;
    const share = leastShift + ((mostShift - leastShift) * shift) / (shifts - 1);
    const by = Math.round(values.length * share);
    const shifted = [...isBad.slice(by), ...isBad.slice(0, by)];
    const other = bestRange(requests, values, shifted, { sizes, families: 0 });
    if (other !== undefined && scoreOf(other.counts, sizes) >= own) return false;
  }
  return true;
}
