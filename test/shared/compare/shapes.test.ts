// What texts are like: found where values are all different, and named by a query that finds just these.

import { describe, expect, test } from "vitest";
import { Comparison } from "../../../src/shared/compare/rank";
import { titleOf } from "../../../src/shared/compare/text";
import { parseQuery } from "../../../src/shared/query/parser";
import { compilePredicate } from "../../../src/shared/query/predicate";
import { aLog } from "../../builders";
import { toCompared } from "./flatRecord";

/** Of 20 bad and 60 good requests, whose failing says no more. */
function firstOf(
  valueOf: (isBad: boolean, i: number) => string,
  isBadAt = (i: number) => i % 4 === 0,
) {
  const comparison = new Comparison();
  for (let i = 0; i < 80; i++) {
    const isBad = isBadAt(i);
    const record = toCompared({
      timeNanos: i * 1e9,
      attributes: { "order.of": valueOf(isBad, i) },
    });
    const name = { id: `r${i}`, field: "request_id" };
    comparison.add({ ...name, isBad, matchedSeq: undefined, records: [record] });
  }
  return comparison.rank();
}

describe.each<[string, (isBad: boolean, i: number) => string, string]>([
  [
    "a length",
    (isBad, i) => `${i} ${"é".repeat(isBad ? 41 + (i % 7) : 10 + (i % 30))}`,
    "order.of > 42 characters",
  ],
  [
    "characters beyond ASCII",
    (isBad, i) => `name ${i * 7919} ${isBad ? ["ł", "é", "美"][i % 3] : "e"} of\tall`,
    "order.of has characters beyond ASCII",
  ],
  [
    "an hour",
    (isBad, i) =>
      `2026-03-${10 + (i % 20)}T${isBad ? 22 + (i % 8) / 4 : 10 + (i % 11)}:${10 + (i % 50)}:07Z`,
    "hour of order.of > 20",
  ],
])("%s", (_, valueOf, title) => {
  const [first] = firstOf(valueOf).differences;

  test("is what failed requests have", () => {
    expect(first === undefined ? "nothing" : titleOf(first)).toBe(title);
    expect(first).toMatchObject({ badCount: 20, goodCount: 0 });
  });

  test("is named by a query that finds the values of these alone", () => {
    const matches = compilePredicate(parseQuery(first?.query ?? ""), "logs");
    for (let i = 0; i < 80; i++) {
      const isBad = i % 4 === 0;
      const attributes = JSON.stringify({ "order.of": valueOf(isBad, i) });

      expect(matches(aLog({ attributes })), valueOf(isBad, i)).toBe(isBad);
    }
  });
});

test("the length of ids that are counted up tells the time, and is no difference", () => {
  const { differences } = firstOf(
    (_, i) => `order-${i < 60 ? 10 + i : 1000 + i}`,
    (i) => i >= 60,
  );

  expect(differences).toEqual([]);
});

test("one value of a field that names single requests is found where it comes again", () => {
  const { differences, identifying } = firstOf((isBad, i) => (isBad ? "m-4711" : `m-${5000 + i}`));

  expect(differences.map(titleOf)[0]).toBe("order.of = m-4711");
  expect(identifying).toEqual([]);
});

test("a request's own id explains nothing, however it is written", () => {
  const comparison = new Comparison();
  const idOf = (i: number) =>
    i % 4 === 0 ? `the-failed-request-of-a-long-name-${i}` : `request-number-${i + 10_000}`;
  for (let i = 0; i < 80; i++) {
    const attributes = { "correlation.of": idOf(i), worker: i % 4 === 0 ? "w7" : `w${i % 3}` };
    const record = toCompared({ timeNanos: i * 1e9, attributes });
    const name = { id: idOf(i), field: "request_id" };
    comparison.add({ ...name, isBad: i % 4 === 0, matchedSeq: undefined, records: [record] });
  }

  const { differences } = comparison.rank();

  expect(differences.map(({ field }) => field)).not.toContain("correlation.of");
  expect(differences[0]).toMatchObject({ field: "worker", value: "w7" });
});
