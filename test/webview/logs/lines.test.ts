import { describe, expect, it } from "vitest";
import { type Block, type Line, Lines } from "../../../webview/logs/lines";
import { runsOf, unfolded } from "../../../webview/logs/runs";
import { aRow, rowsOf } from "./aRow";

const folded = { isOn: true, opened: [] } as const;
const textOf = (line: Line | undefined): string => {
  if (line === undefined) return "nothing";
  if (line.kind === "awaited") return `awaited ${line.rank}`;
  if (line.kind === "edge") return line.side;
  if (line.kind === "context") return `${line.isAnchor ? "anchor" : "context"} ${line.row.seq}`;
  return `${line.run.row.seq}${line.run.count > 1 ? ` ×${line.run.count}` : ""}`;
};
const linesOf = (lines: Lines) =>
  Array.from({ length: lines.count }, (_, index) => textOf(lines.at(index)));

/** Around the row of `rank`, with what is before and after it in the store; matches have even seqs. */
const aBlock = (over: Partial<Block> = {}): Block => ({
  fromRank: 2,
  toRank: 3,
  lines: [
    { kind: "edge", side: "above", context: 1 },
    { kind: "context", row: aRow(5), isMatch: false, isAnchor: false, context: 1 },
    { kind: "context", row: aRow(6), isMatch: true, isAnchor: true, context: 1 },
    { kind: "edge", side: "below", context: 1 },
  ],
  before: [aRow(2), aRow(4)],
  after: [aRow(8), aRow(10)],
  ...over,
});
const evenRows = [2, 4, 6, 8, 10].map((seq) => aRow(seq));

describe("the lines of the list", () => {
  it("are a line a row, loaded or not", () => {
    const lines = new Lines(5, runsOf(evenRows.slice(1, 3), 1, unfolded));

    expect(linesOf(lines)).toEqual(["awaited 0", "4", "6", "awaited 3", "awaited 4"]);
    expect(lines.indexOfSeq(6)).toBe(2);
    expect(lines.indexOfSeq(7)).toBe(-1);
  });

  it("are fewer where repeats are one line", () => {
    const lines = new Lines(6, runsOf(rowsOf("a,b,b,b,c"), 1, folded));

    expect(linesOf(lines)).toEqual(["awaited 0", "1", "4 ×3", "5"]);
    expect(lines.indexOfRank(3)).toBe(2);
    expect(lines.indexOfSeq(3)).toBe(2);
    expect(lines.ranksOf({ first: 2, end: 4 })).toEqual({ first: 2, end: 6 });
  });

  it("have a context in place of the rows that it shows, and the others around it", () => {
    const lines = new Lines(5, runsOf(evenRows, 0, unfolded), [aBlock()]);

    expect(linesOf(lines)).toEqual([
      "2",
      "4",
      "above",
      "context 5",
      "anchor 6",
      "below",
      "8",
      "10",
    ]);
    expect(lines.indexOfRank(2)).toBe(4);
    expect(lines.indexOfRank(3)).toBe(6);
    expect(lines.indexOfSeq(5)).toBe(3);
    expect(lines.ranksOf({ first: 0, end: 8 })).toEqual({ first: 0, end: 5 });
  });

  it("know the rows beside a context where the list is elsewhere", () => {
    const lines = new Lines(9, [], [aBlock()]);

    expect(linesOf(lines).slice(0, 9)).toEqual([
      ...["2", "4", "above", "context 5", "anchor 6", "below", "8", "10", "awaited 5"],
    ]);
  });

  it("need the rows of the larger side, where a context stands for very many", () => {
    const lines = new Lines(9_000, [], [aBlock({ fromRank: 20, toRank: 8_000 })]);

    expect(lines.ranksOf({ first: 15, end: 50 })).toEqual({ first: 8_000, end: 8_026 });
  });
});

it("a run of repeats that a context stands in goes on before and after it", () => {
  const runs = runsOf(rowsOf("a,a,a,a,a,a,a"), 0, folded);
  const block = aBlock({
    fromRank: 2,
    toRank: 4,
    before: [aRow(1), aRow(2)],
    after: [aRow(5), aRow(6)],
  });

  const lines = new Lines(7, runs, [block]);

  expect(linesOf(lines)).toEqual(["2 ×2", "above", "context 5", "anchor 6", "below", "7 ×3"]);
  const rest = lines.at(5);
  expect(rest?.kind === "run" && rest.run.first.seq).toBe(5);
});
