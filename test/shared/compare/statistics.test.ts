// How sure, and how much: against exact sums and at the ends.

import { describe, expect, test } from "vitest";
import {
  createLogFactorials,
  logChance,
  scoreOf,
  shareEnd,
} from "../../../src/shared/compare/statistics";

const table = createLogFactorials(200);

/** The tail of Fisher's exact test, term by term. */
function exactChance(bad: number, good: number, ofBad: number, ofGood: number): number {
  const choose = (n: number, k: number) =>
    Math.exp((table[n] ?? 0) - (table[k] ?? 0) - (table[n - k] ?? 0));
  let sum = 0;
  for (let more = 0; bad + more <= ofBad && good - more >= 0; more++) {
    sum += choose(ofBad, bad + more) * choose(ofGood, good - more);
  }
  return sum / choose(ofBad + ofGood, bad + good);
}

describe("the chance of a difference", () => {
  test.each([
    [7, 0, 7, 93],
    [10, 3, 20, 80],
    [15, 60, 20, 100],
    [2, 0, 50, 50],
  ])("of %i and %i among %i and %i is bounded closely from above", (bad, good, ofBad, ofGood) => {
    const exact = exactChance(bad, good, ofBad, ofGood);

    const bound = Math.exp(logChance({ bad, good }, { bad: ofBad, good: ofGood }, table));

    expect(bound).toBeGreaterThanOrEqual(exact * 0.999999);
    expect(bound).toBeLessThan(Math.max(exact * 2, 1e-300));
  });

  test("is one when it is spread evenly", () => {
    expect(logChance({ bad: 10, good: 50 }, { bad: 20, good: 100 }, table)).toBe(0);
  });
});

describe("the score", () => {
  const of = { bad: 1000, good: 10_000 };

  test("is nearly a bit when all bad requests and no good one have it", () => {
    expect(scoreOf({ bad: 1000, good: 0 }, of)).toBeGreaterThan(0.98);
  });

  test("is nothing for what both have, and for a value of one request", () => {
    expect(scoreOf({ bad: 500, good: 5000 }, of)).toBe(0);
    expect(scoreOf({ bad: 1, good: 0 }, of)).toBeLessThan(0.001);
  });

  test("is small for a value of few requests, even where each of them failed", () => {
    expect(scoreOf({ bad: 20, good: 0 }, of)).toBeLessThan(0.02);
    expect(scoreOf({ bad: 20, good: 0 }, of)).toBeLessThan(scoreOf({ bad: 300, good: 900 }, of));
  });

  test("is less where few requests of a group are known", () => {
    const score = (bad: number, good: number) => scoreOf({ bad, good: 0 }, { bad, good });

    expect(score(3, 10_000)).toBeLessThan(0.75 * score(3000, 10_000));
    expect(score(3000, 3)).toBeLessThan(0.75 * score(3000, 10_000));
  });

  test("grows with the share of bad requests and falls with that of good ones", () => {
    expect(scoreOf({ bad: 900, good: 300 }, of)).toBeGreaterThan(
      scoreOf({ bad: 600, good: 300 }, of),
    );
    expect(scoreOf({ bad: 900, good: 300 }, of)).toBeGreaterThan(
      scoreOf({ bad: 900, good: 900 }, of),
    );
  });
});

test("the ends of a share close in on it with the number of requests", () => {
  const wide = shareEnd(3, 4, "upper") - shareEnd(3, 4, "lower");
  const narrow = shareEnd(3000, 4000, "upper") - shareEnd(3000, 4000, "lower");

  expect(wide).toBeGreaterThan(0.5);
  expect(narrow).toBeLessThan(0.03);
});
