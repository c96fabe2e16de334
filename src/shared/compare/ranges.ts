// Where to cut a number so that bad requests lie on one side and good ones on the other.

import { escapeField } from "../query/clause";
import type { Base } from "./bases";
import { type Counts, scoreOf, type Sizes } from "./statistics";

export interface Range {
  /** Exclusive. */
  readonly above: number | undefined;
  readonly below: number | undefined;
  /** "> 16000", "< 20", "16000 to 20000" */
  readonly text: string;
  readonly counts: Counts;
  readonly medians: { readonly bad: number; readonly good: number };
  /** Cuts that were tried: above each bad number and below it. */
  readonly tests: number;
  has(number: number): boolean;
}

/** What is looked at is counted. */
interface Looked {
  readonly sizes: Sizes;
  families: number;
}

/** A band between two cuts must tell so much more than one cut, or it is one cut and chance. */
const bandGain = 1.2;

/** A cut must tell so much more than that there is a number at all, or it leaves out a few by chance. */
const cutGain = 1.2;

/**
 * The cut that tells most; undefined where none tells anything. `requests` ascend and may repeat: a
 * request is above a cut when one of its numbers is. Numbers that only ever rise with time tell the time.
 */
export function bestRange(
  requests: ArrayLike<number>,
  numbers: ArrayLike<number>,
  isBad: readonly boolean[],
  findings: Looked,
): Range | undefined {
  const { highest, lowest } = extremesOf(requests, numbers, isBad);
  const { bad, good } = highest;
  if (bad.length < 2 || bad.length + good.length < 5 || isCounter(requests, numbers))
    return undefined;
  findings.families++;
  const upper = bestCut(bad, good, findings);
  const below = lowest();
  const lower = bestCut(below.bad, below.good, findings);
  const values = distinct(bad, good);
  const tests = 2 * countRuns(bad);
  const medians = { bad: middle(bad), good: middle(good) };
  const band = bestBand(values, bad, good, findings);
  const best = Math.max(upper?.score ?? 0, lower?.score ?? 0);
  const there = scoreOf({ bad: bad.length, good: good.length }, findings.sizes);
  const single = best > there * cutGain ? best : 0;
  if (single <= 0 && band === undefined) return undefined;
  if (band !== undefined && band.score > single * bandGain) {
    const { above, below, counts } = band;
    // Only where each request has one number do highest numbers in a band mean numbers in it.
    if (requests.length === bad.length + good.length) {
      return {
        above,
        below,
        text: `${above} to ${below}`,
        counts,
        medians,
        tests: 8 * values.length,
        has: (number) => number > above && number < below,
      };
    }
  }
  if (single <= 0) return undefined;
  if (upper !== undefined && upper.score >= (lower?.score ?? 0)) {
    const { cut, counts } = upper;
    const has = (number: number) => number > cut;
    return { above: cut, below: undefined, text: `> ${cut}`, counts, medians, tests, has };
  }
  if (lower === undefined) return undefined;
  const cut = -lower.cut;
  const has = (number: number) => number < cut;
  return {
    above: undefined,
    below: cut,
    text: `< ${cut}`,
    counts: lower.counts,
    medians,
    tests,
    has,
  };
}

export interface RangeOfBase {
  readonly base: Base;
  readonly range: Range;
}

/** The best one among the requests of each base. */
export function rangesIn(
  bases: readonly Base[],
  requests: ArrayLike<number>,
  numbers: ArrayLike<number>,
  isBad: readonly boolean[],
  findings: Pick<Looked, "families">,
): RangeOfBase[] {
  let families = 0;
  const found = bases.flatMap((base) => {
    const looked = { sizes: base.sizes, families: 0 };
    const range = bestRange(requests, numbers, isBad, looked);
    families = Math.max(families, looked.families);
    return range === undefined ? [] : [{ base, range }];
  });
  findings.families += families;
  return found;
}

export function rangeClause(field: string, { above, below }: Range): string {
  const name = escapeField(field);
  if (above !== undefined && below !== undefined) return `${name}:{${above} TO ${below}}`;
  return above === undefined ? `${name}:<${below ?? 0}` : `${name}:>${above}`;
}

/** A number of each request that has one, ascending. */
interface Extremes {
  readonly bad: Float64Array;
  readonly good: Float64Array;
}

/** Of each request its highest number, and its lowest one negated. Sorting is most of what a range costs. */
function extremesOf(
  requests: ArrayLike<number>,
  numbers: ArrayLike<number>,
  isBad: readonly boolean[],
): { readonly highest: Extremes; readonly lowest: () => Extremes } {
  const most = Math.min(requests.length, isBad.length);
  const list = (): Extremes => ({ bad: new Float64Array(most), good: new Float64Array(most) });
  const highest = list();
  const lowest = list();
  const counts = { bad: 0, good: 0 };
  let isOneEach = true;
  let at = 0;
  while (at < requests.length) {
    const request = requests[at] ?? 0;
    let high = -Infinity;
    let low = Infinity;
    for (; at < requests.length && requests[at] === request; at++) {
      const number = numbers[at] ?? NaN;
      if (number > high) high = number;
      if (number < low) low = number;
    }
    if (high === -Infinity) continue;
    if (high !== low) isOneEach = false;
    const group = isBad[request] === true ? "bad" : "good";
    const to = counts[group]++;
    highest[group][to] = high;
    lowest[group][to] = -low;
  }
  const sorted = ({ bad, good }: Extremes): Extremes => ({
    bad: bad.subarray(0, counts.bad).sort(),
    good: good.subarray(0, counts.good).sort(),
  });
  const found = sorted(highest);
  return {
    highest: found,
    lowest: () =>
      isOneEach ? { bad: negated(found.bad), good: negated(found.good) } : sorted(lowest),
  };
}

/** Of an ascending list, ascending. */
const negated = (ascending: Float64Array) => ascending.map((number) => -number).reverse();

interface Cut {
  readonly cut: number;
  readonly counts: Counts;
  readonly score: number;
}

/** The best "greater than". */
function bestCut(bad: Float64Array, good: Float64Array, { sizes }: Looked): Cut | undefined {
  let best: { bad: number; good: number } | undefined;
  let bestScore = 0;
  let goodBelow = 0;
  for (let i = 0; i < bad.length; i++) {
    const value = bad[i] ?? 0;
    if (i > 0 && value === bad[i - 1]) continue;
    while (goodBelow < good.length && (good[goodBelow] ?? 0) < value) goodBelow++;
    const counts = { bad: bad.length - i, good: good.length - goodBelow };
    const score = scoreOf(counts, sizes);
    if (score <= bestScore) continue;
    bestScore = score;
    best = { bad: i, good: goodBelow };
  }
  if (best === undefined) return undefined;
  const under = Math.max(bad[best.bad - 1] ?? -Infinity, good[best.good - 1] ?? -Infinity);
  // All numbers are above it: then it is no cut but that the number is there.
  if (under === -Infinity) return undefined;
  return {
    cut: roundBetween(under, bad[best.bad] ?? 0),
    counts: { bad: bad.length - best.bad, good: good.length - best.good },
    score: bestScore,
  };
}

/** The stretch in which bad numbers most outweigh good ones (Kadane's scan), judged like a cut. */
function bestBand(
  values: readonly number[],
  bad: Float64Array,
  good: Float64Array,
  { sizes }: Looked,
): { above: number; below: number; counts: Counts; score: number } | undefined {
  const tally = (numbers: Float64Array) => {
    const counts = new Int32Array(values.length);
    let at = 0;
    for (const number of numbers) {
      while ((values[at] ?? Infinity) < number) at++;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  };
  const badAt = tally(bad);
  const goodAt = tally(good);
  let sum = 0;
  let from = 0;
  let best = { from: 0, to: -1, sum: 0 };
  for (let i = 0; i < values.length; i++) {
    if (sum <= 0) {
      sum = 0;
      from = i;
    }
    sum += (badAt[i] ?? 0) / sizes.bad - (goodAt[i] ?? 0) / sizes.good;
    if (sum > best.sum) best = { from, to: i, sum };
  }
  if (best.from === 0 || best.to < 0 || best.to >= values.length - 1) return undefined;
  const counts = { bad: 0, good: 0 };
  for (let i = best.from; i <= best.to; i++) {
    counts.bad += badAt[i] ?? 0;
    counts.good += goodAt[i] ?? 0;
  }
  return {
    above: roundBetween(values[best.from - 1] ?? 0, values[best.from] ?? 0),
    below: -roundBetween(-(values[best.to + 1] ?? 0), -(values[best.to] ?? 0)),
    counts,
    score: scoreOf(counts, sizes),
  };
}

/** The roundest number t with low <= t < high. */
export function roundBetween(low: number, high: number): number {
  const gap = high - low;
  if (!(gap > 0) || !Number.isFinite(gap)) return low;
  for (let power = Math.ceil(Math.log10(gap)) + 1; power > -15; power--) {
    for (const factor of [5, 2, 1]) {
      const step = factor * 10 ** power;
      const candidate = (Math.ceil(high / step) - 1) * step;
      const clean = power < 0 ? Number(candidate.toFixed(-power)) : candidate;
      if (clean >= low && clean < high) return clean === 0 ? 0 : clean;
    }
  }
  return low;
}

/** True for numbers that go one way from nearly each request to the next: a sequence number, a time. */
function isCounter(requests: ArrayLike<number>, numbers: ArrayLike<number>): boolean {
  let rises = 0;
  let falls = 0;
  let steps = 0;
  for (let i = 1; i < requests.length; i++) {
    if (requests[i] === requests[i - 1]) continue;
    steps++;
    const step = (numbers[i] ?? 0) - (numbers[i - 1] ?? 0);
    if (step > 0) rises++;
    else if (step < 0) falls++;
  }
  return steps >= 20 && Math.max(rises, falls) > steps * 0.95;
}

/** Of both ascending lists, ascending. */
function distinct(bad: Float64Array, good: Float64Array): number[] {
  const values: number[] = [];
  let i = 0;
  let j = 0;
  while (i < bad.length || j < good.length) {
    const value = Math.min(bad[i] ?? Infinity, good[j] ?? Infinity);
    values.push(value);
    while (bad[i] === value) i++;
    while (good[j] === value) j++;
  }
  return values;
}

/** How many different numbers an ascending list has. */
export function countRuns(ascending: Float64Array | Int32Array): number {
  let count = 0;
  for (let i = 0; i < ascending.length; i++) if (ascending[i] !== ascending[i - 1]) count++;
  return count;
}

function middle(sorted: Float64Array): number {
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
