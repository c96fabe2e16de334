// Is the failing bound to what a metric said, or do both only come and go? What wanders is high for a while, and
// failures come in bursts: two such agree by chance far more often than single observations would.

import type { Findings } from "./findings";
import { bestRange, type Range } from "./ranges";
import { type Counts, scoreOf, type Sizes } from "./statistics";

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
  const isIn = values.map((value) => range.has(value));
  const { counts, sizes } = countEach(isIn, isBad);
  if (!findings.isCertain(counts, sizes, range.tests)) return false;
  const stretches = countStretches(isIn, isBad);
  if (findings.isCertain(stretches.counts, stretches.sizes, range.tests)) return true;
  const own = scoreOf(counts, sizes);
  const indices = values.map((_, i) => i);
  for (let shift = 0; shift < shifts; shift++) {
    yield;
    const share = leastShift + ((mostShift - leastShift) * shift) / (shifts - 1);
    const by = Math.round(values.length * share);
    const shifted = [...isBad.slice(by), ...isBad.slice(0, by)];
    const other = bestRange(indices, values, shifted, { sizes, families: 0 });
    if (other !== undefined && scoreOf(other.counts, sizes) >= own) return false;
  }
  return true;
}

interface Tally {
  readonly counts: Counts;
  readonly sizes: Sizes;
}

function countEach(isIn: readonly boolean[], isBad: readonly boolean[]): Tally {
  const counts = { bad: 0, good: 0 };
  const sizes = { bad: 0, good: 0 };
  isIn.forEach((is, i) => {
    const group = isBad[i] === true ? "bad" : "good";
    sizes[group]++;
    if (is) counts[group]++;
  });
  return { counts, sizes };
}

/** Failures of one stretch in or out of the range are one: so many times apart nothing agrees by wandering. */
function countStretches(isIn: readonly boolean[], isBad: readonly boolean[]): Tally {
  let hasFailed = false;
  const isFirst = isIn.map((is, i) => {
    if (i > 0 && is !== isIn[i - 1]) hasFailed = false;
    const isBegun = isBad[i] === true && !hasFailed;
    hasFailed ||= isBad[i] === true;
    return isBegun;
  });
  const counted = isIn.filter((_, i) => isBad[i] !== true || isFirst[i] === true);
  return countEach(
    counted,
    isFirst.filter((is, i) => is || isBad[i] !== true),
  );
}
