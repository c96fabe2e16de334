// Facts of spans are judged among the requests whose spans were recorded, and say so.

import { expect, test } from "vitest";
import type { RankedDifference } from "../../../src/shared/compare/model";
import { Comparison } from "../../../src/shared/compare/rank";
import { aboutOf, sharesOf, titleOf } from "../../../src/shared/compare/text";
import { type FlatRecord, toCompared } from "./flatRecord";

type Told = Partial<FlatRecord>;

/** 20 bad and 60 good requests, a second apart. */
function rank(recordsOf: (isBad: boolean, i: number) => readonly Told[]) {
  const comparison = new Comparison();
  for (let i = 0; i < 80; i++) {
    const isBad = i < 20;
    const records = recordsOf(isBad, i).map((over, at) =>
      toCompared({ seq: i * 100 + at, service: "shop", timeNanos: i * 1e9 + at * 1e7, ...over }),
    );
    comparison.add({ id: `r${i}`, field: "request_id", isBad, matchedSeq: undefined, records });
  }
  return comparison.rank();
}

/** In a span of 50 ms that holds all of it; nothing of the spans is there when they are not recorded. */
const traced = (isRecorded: boolean, spans: readonly Told[]): Told[] => [
  ...(isRecorded ? [{ signal: "spans", text: "GET /", durationNanos: 5e7 } as const] : []),
  { text: "begun" },
  ...(isRecorded
    ? spans.map((span) => ({ signal: "spans", durationNanos: 1e6, ...span }) as const)
    : []),
  { text: "ended" },
];
const titles = (differences: readonly RankedDifference[]) => differences.map(titleOf);

test("what spans alone say is judged among traced requests, and each share is said to be theirs", () => {
  const [first] = rank((isBad, i) =>
    traced(i % 2 === 0, [
      { text: "SELECT", service: "db", attributes: { shard: isBad ? "s9" : "s1" } },
    ]),
  ).differences;

  expect(first === undefined ? "" : titleOf(first)).toBe("shard = s9");
  expect(first).toMatchObject({ badCount: 10, badShare: 1, goodCount: 0, goodShare: 0 });
  expect(first?.among).toEqual({ of: "spans", bad: 10, good: 30 });
  expect(first === undefined ? "" : sharesOf(first)).toBe(
    "100 % of traced failed · 0 % of traced passed",
  );
  expect(first === undefined ? "" : aboutOf(first)).toBe(
    "field of db · among 10 failed and 30 passed requests whose spans were recorded",
  );
});

test("that failed requests alone are recorded is no difference", () => {
  const { differences } = rank((isBad, i) =>
    traced(isBad || i % 8 === 0, [{ text: "SELECT", service: "db" }]),
  );

  expect(titles(differences)).toEqual([]);
});

test("a service that has spans alone and was not reached is missing among all", () => {
  const [first] = rank((isBad) => [
    { text: "begun" },
    ...(isBad ? [] : [{ signal: "spans", text: "SELECT", service: "db" } as const]),
    { text: "ended" },
  ]).differences;

  expect(first === undefined ? "" : titleOf(first)).toMatch(
    /^(?:never came to db|missing: “SELECT”)$/,
  );
  expect(first).toMatchObject({ badCount: 20, goodCount: 0, among: undefined });
});

test("spans that go missing with the failing are told, though nothing else is known of these requests", () => {
  const { differences } = rank((isBad, i) => traced(!isBad || i === 0, [{ text: "SELECT" }]));

  expect(differences[0]).toMatchObject({ kind: "missing-template", badCount: 19, goodCount: 0 });
});
