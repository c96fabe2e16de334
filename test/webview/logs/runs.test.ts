import { describe, expect, it } from "vitest";
import {
  appended,
  endRank,
  type Folding,
  goesOn,
  heldRuns,
  indexOfRank,
  indexOfSeq,
  keptAround,
  prepended,
  rejoined,
  type Runs,
  runsOf,
  unfolded,
  withoutOldest,
} from "../../../webview/logs/runs";
import { aRow, rowsOf } from "./aRow";

const folded: Folding = { isOn: true, opened: [] };
const textOf = (runs: Runs) =>
  runs.map(({ rank, count, first, row }) => `${rank}: ${first.seq}-${row.seq} ×${count}`);
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => aRow(from + at));

describe("rows side by side of one pattern", () => {
  it("are one line, the newest of them, with their number and the oldest", () => {
    expect(textOf(runsOf(rowsOf("a,b,b,b,a"), 10, folded))).toEqual([
      "10: 1-1 ×1",
      "11: 2-4 ×3",
      "14: 5-5 ×1",
    ]);
  });

  it("may go on where what is held ends, and then their number is the least", () => {
    const held = runsOf(rowsOf("a,a,b,a,a"), 10, folded);

    expect(held.map((run) => goesOn(run, held, 20))).toEqual([true, false, true]);
    expect(held.map((run) => goesOn(run, held, 15))).toEqual([true, false, false]);
    const whole = runsOf(rowsOf("a,a,b"), 0, folded);
    expect(whole.map((run) => goesOn(run, whole, 3))).toEqual([false, false]);
  });

  it("of another service or level are another line", () => {
    const pattern = "a";
    const rows = [
      aRow(1, { pattern }),
      aRow(2, { pattern, service: "db" }),
      aRow(3, { pattern, service: "db", severity: "ERROR" }),
    ];

    expect(runsOf(rows, 0, folded)).toHaveLength(3);
  });

  it("without a pattern stay as they are, and so do all while repeats are shown", () => {
    expect(runsOf(rowsOf(","), 0, folded)).toHaveLength(2);
    expect(runsOf(rowsOf("a,a"), 0, unfolded)).toHaveLength(2);
  });

  it("that are opened stay row by row, and those beside them do not join them", () => {
    const folding: Folding = { isOn: true, opened: [[2, 3]] };

    expect(textOf(runsOf(rowsOf("a,a,a,a,a"), 0, folding))).toEqual([
      "0: 1-1 ×1",
      "1: 2-2 ×1",
      "2: 3-3 ×1",
      "3: 4-5 ×2",
    ]);
  });
});

describe("pages of rows", () => {
  it("join at their edges", () => {
    const [a, b, c] = [
      rowsOf("a,b,b,b,b,c").slice(0, 2),
      rowsOf("a,b,b,b,b,c").slice(2, 4),
      rowsOf("a,b,b,b,b,c").slice(4),
    ];
    const middle = runsOf(b, 2, folded);

    const all = appended(prepended(middle, a, folded), c, folded);

    expect(textOf(all)).toEqual(["0: 1-1 ×1", "1: 2-5 ×4", "5: 6-6 ×1"]);
    expect(endRank(all)).toBe(6);
  });

  it("push out what is far from where the list is", () => {
    const held = runsOf(many(1_001, heldRuns + 400), 500, unfolded);
    const kept = (rank: number) => {
      const runs = keptAround(held, rank);
      return [runs.length, runs[0]?.rank];
    };

    expect(kept(0)).toEqual([heldRuns, 500]);
    expect(kept(1_000)).toEqual([heldRuns, 700]);
    expect(kept(9_000)).toEqual([heldRuns, 900]);
    expect(keptAround(held.slice(0, 10), 9_000)).toHaveLength(10);
  });

  it("join when repeats are collapsed after they were loaded", () => {
    expect(textOf(rejoined(runsOf(rowsOf("a,a,b"), 0, unfolded), folded))).toEqual([
      "0: 1-2 ×2",
      "2: 3-3 ×1",
    ]);
  });
});

it("a rank and a record are found in their run", () => {
  const runs = runsOf(rowsOf("a,b,b,b,c"), 10, folded);

  expect([9, 10, 11, 13, 14, 15].map((rank) => indexOfRank(runs, rank))).toEqual([
    -1, 0, 1, 1, 2, -1,
  ]);
  expect([0, 1, 2, 3, 5, 6].map((seq) => indexOfSeq(runs, seq))).toEqual([-1, 0, 1, 1, 2, -1]);
});

it("what retention took is gone from the runs, or from a part of one", () => {
  const runs = runsOf(rowsOf("a,b,b,b,c"), 1, folded);

  expect(textOf(withoutOldest(runs, 3))).toEqual(["0: 2-4 ×2", "2: 5-5 ×1"]);
});
