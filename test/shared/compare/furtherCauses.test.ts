// The true cause comes first among more requests, too; what follows from it comes under it.

import { expect, test } from "vitest";
import { causelessSet, faultKinds, faultySet, furtherFaultKinds } from "./faultyRequests";
import { findCauses, rank } from "./firstCause";

/** A hundred tell how surely a family is found; each takes some seconds. */
const largeSets = Number(process.env["SIDELIGHT_FAULT_SEEDS"] ?? 1);

test.each([
  { bad: 110, good: 900, kinds: [...faultKinds, ...furtherFaultKinds] },
  { bad: 300, good: 3000, kinds: ["noise fields", "two causes", "mixture"] as const },
])(
  "the true cause of $bad failed against $good passed requests ranks first",
  ({ kinds, ...sizes }) => {
    const wrong = kinds.flatMap((kind) =>
      findCauses((seed) => faultySet(kind, seed, sizes), {
        from: 5000,
        count: largeSets,
      }).wrong.map((text) => `${kind}, ${text}`),
    );

    expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(0.05 * kinds.length * largeSets);
  },
  6_000_000,
);

test("of two causes at once both come before all that follows from them", () => {
  let both = 0;
  for (let seed = 101; seed <= 110; seed++) {
    const { requests, isCause } = faultySet("two causes", seed, { bad: 120, good: 900 });
    const [first, second] = rank(requests).differences;
    if (first !== undefined && second !== undefined && isCause(first) && isCause(second)) both++;
  }

  expect(both).toBeGreaterThanOrEqual(9);
});

test("of requests that fail by chance nothing but symptoms is named", () => {
  const wrong = Array.from({ length: 20 }, (_, seed) => rank(causelessSet(seed))).filter(
    ({ differences }) => differences.some(({ isOutcome }) => !isOutcome),
  );

  expect(wrong.length).toBeLessThanOrEqual(1);
});

test("what follows from the cause is grouped under it", () => {
  const { requests, isCause } = faultySet("bad worker", 3, { bad: 80, good: 800 });

  const [first, ...rest] = rank(requests).differences;

  expect(first !== undefined && isCause(first)).toBe(true);
  const titles = first?.related.map(({ kind, value }) => `${kind} ${value}`) ?? [];
  expect(titles).toContain("missing-template rows written");
  expect(titles).toContain("field 500");
  expect(rest.filter(({ isOutcome }) => isOutcome)).toEqual([]);
});
