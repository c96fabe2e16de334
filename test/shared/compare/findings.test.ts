// What of all that was looked at is a difference: beyond chance, for as much as was looked at, the strongest first.

import { expect, test } from "vitest";
import { type Candidate, Findings } from "../../../src/shared/compare/findings";
import type { Sizes } from "../../../src/shared/compare/statistics";

const all = { bad: 20, good: 60 };

const aCandidate = (
  value: string,
  counts: Sizes,
  { sizes = all, tests = 1 }: { readonly sizes?: Sizes; readonly tests?: number } = {},
): Candidate => ({
  kind: "field",
  field: "worker",
  value,
  counts,
  base: { of: undefined, sizes, has: undefined },
  tests,
  place: undefined,
  column: undefined,
  asked: () => ({ query: `worker:${value}`, signal: "logs" }),
  isGiven: true,
  medians: undefined,
  holders: () => undefined,
});

/** Values that are differences, where so many fields and templates were looked at. */
function told(candidates: readonly (readonly Candidate[])[], families = 1): string[] {
  const findings = new Findings({ bad: 1000, good: 1000 });
  findings.families = families;
  for (const one of candidates) findings.offer(one);
  return findings.certain().map(({ value }) => value);
}

test("a value of few requests is no difference once it is the best of many values", () => {
  const few = { bad: 4, good: 0 };

  expect(told([[aCandidate("w7", few)]])).toEqual(["w7"]);
  expect(told([[aCandidate("w7", few, { tests: 20 })]])).toEqual([]);
});

test("nor once many fields were looked at", () => {
  const few = [aCandidate("w7", { bad: 4, good: 0 })];

  expect(told([few], 2)).toEqual(["w7"]);
  expect(told([few], 100)).toEqual([]);
});

test("what tells most of failing comes first, not what is surest", () => {
  const surest = aCandidate("many", { bad: 400, good: 200 }, { sizes: { bad: 1000, good: 1000 } });
  const strongest = aCandidate("most", { bad: 20, good: 0 });

  expect(told([[surest], [strongest]])).toEqual(["most", "many"]);
});

test("a fact is told once, of the requests among which it tells most", () => {
  const fact = [
    aCandidate("of all", { bad: 10, good: 5 }),
    aCandidate("of the traced", { bad: 10, good: 5 }, { sizes: { bad: 10, good: 50 } }),
  ];

  expect(told([fact])).toEqual(["of the traced"]);
});

test("whether anything could be told depends on how many requests there are, and how much is looked at", () => {
  const canBe = (bad: number, good: number, families: number) => {
    const findings = new Findings({ bad, good });
    findings.families = families;
    return findings.canBeCertain();
  };

  expect([canBe(1, 3, 1), canBe(4, 8, 1), canBe(4, 8, 50), canBe(20, 60, 50)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
});
