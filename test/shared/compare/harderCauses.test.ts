// A second shop, as apps are: causes that fail some of the time, values skewed and bound to each other, heavy
// tails, lost records, coarse clocks, steps between cause and error. The bar of each family is what was measured.

import { expect, test } from "vitest";
import { causelessShop, type HardshipName, hardships, hardSet } from "./harderRequests";
import { findCauses, rank } from "./firstCause";

/** A hundred tell how surely a family is found. */
const seeds = Number(process.env["SIDELIGHT_FAULT_SEEDS"] ?? 10);
/** Of ten. */
const usualBar = 9;
const lowerBars: Partial<Record<HardshipName, number>> = {
  // Twenty requests that fail in a dozen stretches of the metric are nearly too few.
  "a metric among those that wander": 7,
};

const names = Object.keys(hardships) as HardshipName[];

test.each(names)(
  "the true cause ranks first: %s",
  (name) => {
    const { right, wrong } = findCauses((seed) => hardSet(name, seed, { requests: 500 }), {
      count: seeds,
    });

    const bar = lowerBars[name] ?? usualBar;
    expect(right, wrong.join("\n")).toBeGreaterThanOrEqual((bar / 10) * seeds);
  },
  6_000_000,
);

test("of requests that fail by chance nothing but symptoms is named", () => {
  const wrong = Array.from({ length: 20 }, (_, seed) => {
    const { requests, metrics } = causelessShop(seed);
    return rank(requests, metrics);
  }).filter(({ differences }) => differences.some(({ isOutcome }) => !isOutcome));

  expect(wrong.length).toBeLessThanOrEqual(1);
}, 600_000);
