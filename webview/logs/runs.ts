// The rows that the panel holds, side by side in the list: each alone, or repeats (of one pattern, service
// and level) as one run, so that what a line stands for costs the same however many they are. Pure.

import type { LogJson } from "../../src/shared/contract/json";
import { type Held, pageRows, type RowRange } from "../lib/rowWindow";

export interface Run {
  /** Place of its oldest row among all that match. */
  readonly rank: number;
  readonly count: number;
  readonly first: LogJson;
  /** The newest: what the line shows. */
  readonly row: LogJson;
}
/** Ascending, without a gap between them. */
export type Runs = readonly Run[];

/** When rows join. */
export interface Folding {
  readonly isOn: boolean;
  /** Ranges of seq, both ends included, whose rows are shown one by one. */
  readonly opened: readonly (readonly [from: number, to: number])[];
}
export const unfolded: Folding = { isOn: false, opened: [] };

/** A panel holds no more lines than this; what it lets go it can load again. */
export const heldRuns = 3 * pageRows;

export const startRank = (runs: Runs) => runs[0]?.rank ?? 0;
/** One past the last row's place. */
export function endRank(runs: Runs): number {
  const last = runs.at(-1);
  return last === undefined ? 0 : last.rank + last.count;
}

/** Rows ascending by seq, the first of them at `rank`. */
export function runsOf(rows: readonly LogJson[], rank: number, folding: Folding): Run[] {
  const runs: Run[] = [];
  rows.forEach((row, at) => join(runs, { rank: rank + at, count: 1, first: row, row }, folding));
  return runs;
}

/** With later rows. */
export function appended(runs: Runs, rows: readonly LogJson[], folding: Folding): Runs {
  const all = [...runs];
  for (const run of runsOf(rows, endRank(runs), folding)) join(all, run, folding);
  return all;
}

/** With earlier rows. */
export function prepended(runs: Runs, rows: readonly LogJson[], folding: Folding): Runs {
  const all = runsOf(rows, startRank(runs) - rows.length, folding);
  const [next, ...rest] = runs;
  if (next !== undefined) join(all, next, folding);
  return [...all, ...rest];
}

/** Past the limit, those that are far from a rank are let go. */
export function keptAround(runs: Runs, rank: number): Runs {
  const at = lastIndex(runs, (run) => run.rank <= rank);
  const from = Math.min(runs.length - heldRuns, Math.max(0, at - heldRuns / 2));
  return from <= 0 && runs.length <= heldRuns ? runs : runs.slice(from, from + heldRuns);
}

/** Whether more repeats may lie beyond what is held: then its count is only that of those which were read. */
export function goesOn(run: Run, held: Runs, total: number): boolean {
  const end = run.rank + run.count;
  return (run.rank > 0 && run.rank === startRank(held)) || (end < total && end === endRank(held));
}

/** The same rows, joined where they may be now. */
export function rejoined(runs: Runs, folding: Folding): Runs {
  const all: Run[] = [];
  for (const run of runs) join(all, run, folding);
  return all;
}

/** Retention took `ranks` rows before these, or of these. */
export function withoutOldest(runs: Runs, ranks: number): Runs {
  return runs.flatMap((run) => {
    const rank = run.rank - ranks;
    if (rank >= 0) return [{ ...run, rank }];
    return rank + run.count > 0 ? [{ ...run, rank: 0, count: rank + run.count }] : [];
  });
}

/** Index of the run that holds a rank; -1 when none does. */
export function indexOfRank(runs: Runs, rank: number): number {
  const at = lastIndex(runs, (run) => run.rank <= rank);
  const run = runs[at];
  return run !== undefined && rank < run.rank + run.count ? at : -1;
}

/** Index of the run that a record is shown by or folded into; -1 when it is in none. */
export function indexOfSeq(runs: Runs, seq: number): number {
  const at = lastIndex(runs, (run) => run.first.seq <= seq);
  const run = runs[at];
  return run !== undefined && seq <= run.row.seq ? at : -1;
}

/** What is held, as seen from the ranks that are drawn; undefined when nothing is. */
export function heldAbout(runs: Runs, range: RowRange): Held | undefined {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const from = indexOfRank(runs, range.first);
  const to = indexOfRank(runs, range.end - 1);
  return {
    startRank: first.rank,
    endRank: endRank(runs),
    firstSeq: first.first.seq,
    lastSeq: last.row.seq,
    before: Math.max(0, from),
    after: to < 0 ? 0 : runs.length - 1 - to,
  };
}

/** True of rows that are repeats of each other. */
export const isRepeat = (a: LogJson, b: LogJson) =>
  a.pattern !== undefined &&
  a.pattern === b.pattern &&
  a.service === b.service &&
  a.severity === b.severity;

function join(runs: Run[], next: Run, folding: Folding): void {
  const last = runs.at(-1);
  const isJoined =
    folding.isOn &&
    last !== undefined &&
    isRepeat(last.row, next.first) &&
    !isOpened(last.row.seq, folding) &&
    !isOpened(next.first.seq, folding);
  if (!isJoined) runs.push(next);
  else runs[runs.length - 1] = { ...last, count: last.count + next.count, row: next.row };
}

const isOpened = (seq: number, { opened }: Folding) =>
  opened.some(([from, to]) => from <= seq && seq <= to);

/** The last one that `isBefore` holds for, where it holds for all before it; -1 when for none. */
function lastIndex(runs: Runs, isBefore: (run: Run) => boolean): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run !== undefined && isBefore(run)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
