import { expect, test } from "vitest";
import { isBoundTo, type Observations } from "../../../src/shared/compare/boundInTime";
import { Findings } from "../../../src/shared/compare/findings";
import { bestRange } from "../../../src/shared/compare/ranges";
import { createRandom } from "./faultyRequests";

const count = 120;
const draws = 100;

/** Of a hundred drawn ones, how many are found to be bound. */
function boundOf(draw: (random: () => number, normal: () => number) => Observations): number {
  let bound = 0;
  for (let seed = 1; seed <= draws; seed++) {
    const random = createRandom(seed * 7919);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const observations = draw(random, normal);
    const { values, isBad } = observations;
    const bad = isBad.filter(Boolean).length;
    const findings = new Findings({ bad, good: count - bad });
    const requests = values.map((_, i) => i);
    const range = bestRange(requests, values, isBad, findings);
    if (range === undefined) continue;
    const steps = isBoundTo(range, observations, findings);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    if (step.value) bound++;
  }
  return bound;
}

const following = (normal: () => number, keeps: number) => {
  let value = 0;
  return Array.from({ length: count }, () => (value = value * keeps + normal()));
};

test("what fails when a pool is full is bound to it, though the pool fills and empties slowly", () => {
  const bound = boundOf((random, normal) => {
    const values = following(normal, 0.8);
    const full = [...values].sort((a, b) => b - a)[12] ?? 0;
    return { values, isBad: values.map((value) => random() < (value > full ? 0.9 : 0.02)) };
  });

  expect(bound).toBeGreaterThanOrEqual(95);
});

test("what fails each time that a pool is full is bound to it, though it is full by the clock", () => {
  const bound = boundOf((random) => ({
    values: Array.from({ length: count }, (_, i) => (i % 6 === 0 ? 60 : 5) + random()),
    isBad: Array.from({ length: count }, (_, i) => i % 6 === 0),
  }));

  expect(bound).toBe(draws);
});

test("what fails in bursts is seldom bound to what wanders by itself", () => {
  const bound = boundOf((random, normal) => {
    const starts = [0.1, 0.4, 0.7].map((at) => (at + random() * 0.2) * count);
    const isInBurst = (i: number) => starts.some((start) => i >= start && i < start + 6);
    return {
      values: following(normal, 1),
      isBad: Array.from({ length: count }, (_, i) => random() < (isInBurst(i) ? 0.9 : 0.02)),
    };
  });

  expect(bound).toBeLessThanOrEqual(5);
});
