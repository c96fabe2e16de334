// What is said of clocks that were put right, and where.

import { expect, test } from "vitest";
import { Comparison } from "../../../src/shared/compare/rank";
import { clocksText, rankingText } from "../../../src/shared/compare/text";

const ms = 1e6;
const aSkew = (service: string, correctionNanos: number, host = "") => ({
  ...{ service, host, correctionNanos },
});

test("one clock and several are named with what was added to their times", () => {
  expect(clocksText([aSkew("payment", 41 * ms)])).toEqual([
    "The clock of payment was put right by the calls between services: +41 ms.",
  ]);
  expect(clocksText([aSkew("payment", 41 * ms, "h-2"), aSkew("", -2.5 * ms)])).toEqual([
    "2 clocks were put right by the calls between services: payment on h-2 +41 ms, (no service) -2.5 ms.",
  ]);
});

test("of many the first are named; of none nothing is said", () => {
  const many = Array.from({ length: 7 }, (_, i) => aSkew(`s${i}`, (40 - i) * ms));

  expect(clocksText(many)[0]).toMatch(/^7 clocks .*: s0 \+40 ms, .*, s3 \+37 ms, 3 more\.$/);
  expect(clocksText([])).toEqual([]);
});

test("it is the end of a ranking in words", () => {
  const ranking = new Comparison().rank();

  expect(rankingText(ranking, "request", [aSkew("payment", 41 * ms)])).toMatch(
    /differs beyond chance\.\n\nThe clock of payment .*\.\n$|The clock of payment [^\n]*\n$/,
  );
  expect(rankingText(ranking)).not.toContain("clock");
});
