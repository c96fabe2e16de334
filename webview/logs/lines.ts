// What is on each line of the list: the matching rows by their rank, held ones as runs, and the contexts
// that stand in place of a few of them. Place on the screen ↔ rank and seq. Pure.

import type { LogJson } from "../../src/shared/contract/json";
import type { RowRange } from "../lib/rowWindow";
import { pageRows } from "../lib/rowWindow";
import { endRank, indexOfRank, indexOfSeq, type Run, type Runs, startRank } from "./runs";

export type Line =
  | { readonly kind: "run"; readonly run: Run }
  /** Not loaded yet. */
  | { readonly kind: "awaited"; readonly rank: number }
  | ContextLine;

export type ContextLine =
  | {
      readonly kind: "context";
      readonly row: LogJson;
      /** False of what only the context shows. */
      readonly isMatch: boolean;
      readonly isAnchor: boolean;
      readonly context: number;
    }
  | { readonly kind: "edge"; readonly side: "above" | "below"; readonly context: number };

/** Lines in place of the matching rows [fromRank, toRank). */
export interface Block {
  readonly fromRank: number;
  readonly toRank: number;
  readonly lines: readonly ContextLine[];
  /** A page of the matching rows before it and after it, ascending. */
  readonly before: readonly LogJson[];
  readonly after: readonly LogJson[];
}

interface Segment {
  /** Of its first line. */
  readonly at: number;
  readonly lineCount: number;
  readonly fromRank: number;
  readonly toRank: number;
  readonly block?: Block;
  /** Index of its first run, where it is held. */
  readonly firstRun?: number;
}

export class Lines {
  readonly count: number;
  private readonly segments: readonly Segment[];

  /** `total` matching rows; blocks ascending and apart. */
  constructor(
    total: number,
    private readonly runs: Runs = [],
    private readonly blocks: readonly Block[] = [],
  ) {
    this.segments = segmentsOf(total, runs, blocks);
    const last = this.segments.at(-1);
    this.count = last === undefined ? 0 : last.at + last.lineCount;
  }

  at(index: number): Line | undefined {
    const segment = this.segments.find(({ at, lineCount }) => index < at + lineCount);
    if (segment === undefined || index < segment.at) return undefined;
    const offset = index - segment.at;
    if (segment.block !== undefined) return segment.block.lines[offset];
    const { fromRank, toRank, firstRun } = segment;
    if (firstRun !== undefined) {
      const run = this.runs[firstRun + offset];
      return run && { kind: "run", run: this.cut(run, fromRank, toRank) };
    }
    const rank = fromRank + offset;
    const row = this.besideBlock(rank);
    return row === undefined
      ? { kind: "awaited", rank }
      : { kind: "run", run: { rank, count: 1, first: row, row } };
  }

  /** The record of a line; undefined of one that has none. */
  rowAt(index: number): LogJson | undefined {
    const line = this.at(index);
    return line?.kind === "run" ? line.run.row : line?.kind === "context" ? line.row : undefined;
  }

  /** What the context on a line is about; undefined on another line. */
  anchorOf(index: number): LogJson | undefined {
    const block = this.segments.find(({ at, lineCount }) => index < at + lineCount)?.block;
    const anchor = block?.lines.find((line) => line.kind === "context" && line.isAnchor);
    return anchor?.kind === "context" ? anchor.row : undefined;
  }

  /** What contexts show. */
  contextRows(): LogJson[] {
    return this.blocks.flatMap(({ lines }) =>
      lines.flatMap((line) => (line.kind === "context" ? [line.row] : [])),
    );
  }

  /** The line that shows a record, alone or among repeats; -1 when none is known to. */
  indexOfSeq(seq: number): number {
    for (const { block, at } of this.segments) {
      const offset = block?.lines.findIndex((one) => one.kind === "context" && one.row.seq === seq);
      if (offset !== undefined && offset >= 0) return at + offset;
    }
    const run = this.runs[indexOfSeq(this.runs, seq)];
    if (run !== undefined) return this.indexOfRank(run.rank + run.count - 1);
    for (const block of this.blocks) {
      const before = block.before.findIndex((row) => row.seq === seq);
      if (before >= 0) return this.indexOfRank(block.fromRank - block.before.length + before);
      const after = block.after.findIndex((row) => row.seq === seq);
      if (after >= 0) return this.indexOfRank(block.toRank + after);
    }
    return -1;
  }

  /** The line that a matching row is on; of one within a context its first anchor's. */
  indexOfRank(rank: number): number {
    const segment = this.segments.find(({ toRank }) => rank < toRank);
    if (segment === undefined || rank < segment.fromRank) return -1;
    const { at, block, firstRun, fromRank } = segment;
    if (block !== undefined) {
      return at + block.lines.findIndex((line) => line.kind === "context" && line.isAnchor);
    }
    return firstRun === undefined
      ? at + rank - fromRank
      : at + indexOfRank(this.runs, rank) - firstRun;
  }

  /**
   * Ranks [first, end) of the rows on lines [first, end): what has to be held. Where a context stands for
   * more rows than a page, those of its larger side, as it holds the others itself.
   */
  ranksOf({ first, end }: RowRange): RowRange {
    let best = { first: 0, end: 0, lines: 0 };
    let part = best;
    for (const segment of this.segments) {
      const from = Math.max(first, segment.at);
      const to = Math.min(end, segment.at + segment.lineCount);
      if (from >= to || segment.block !== undefined) continue;
      const ranks = { first: this.rankAt(segment, from), end: this.rankAt(segment, to) };
      const isNear = part.lines > 0 && ranks.first - part.end < pageRows;
      part = isNear
        ? { first: part.first, end: ranks.end, lines: part.lines + to - from }
        : { ...ranks, lines: to - from };
      if (part.lines > best.lines) best = part;
    }
    return { first: best.first, end: best.end };
  }

  /** The rank of the row on a line of a segment, or behind its last one. */
  private rankAt({ at, lineCount, fromRank, toRank, firstRun }: Segment, index: number): number {
    if (index >= at + lineCount) return toRank;
    if (firstRun === undefined) return fromRank + index - at;
    return Math.max(fromRank, this.runs[firstRun + index - at]?.rank ?? fromRank);
  }

  /** A run of which a context shows a part: the rest of it. */
  private cut(run: Run, fromRank: number, toRank: number): Run {
    const end = run.rank + run.count;
    if (run.rank >= fromRank && end <= toRank) return run;
    const rank = Math.max(run.rank, fromRank);
    return {
      rank,
      count: Math.min(end, toRank) - rank,
      first: run.rank < fromRank ? (this.besideBlock(fromRank) ?? run.first) : run.first,
      row: end > toRank ? (this.besideBlock(toRank - 1) ?? run.row) : run.row,
    };
  }

  private besideBlock(rank: number): LogJson | undefined {
    for (const { fromRank, toRank, before, after } of this.blocks) {
      const row = rank < fromRank ? before[rank - fromRank + before.length] : after[rank - toRank];
      if (row !== undefined) return row;
    }
    return undefined;
  }
}

function segmentsOf(total: number, runs: Runs, blocks: readonly Block[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const add = (segment: Omit<Segment, "at">) => {
    if (segment.lineCount > 0) segments.push({ ...segment, at });
    at += segment.lineCount;
  };
  const [heldFrom, heldTo] = [startRank(runs), endRank(runs)];
  const addRows = (fromRank: number, toRank: number) => {
    const from = Math.min(toRank, Math.max(fromRank, heldFrom));
    const to = Math.max(from, Math.min(toRank, heldTo));
    add({ fromRank, toRank: from, lineCount: from - fromRank });
    if (to > from) {
      const firstRun = indexOfRank(runs, from);
      const lineCount = indexOfRank(runs, to - 1) - firstRun + 1;
      add({ fromRank: from, toRank: to, lineCount, firstRun });
    }
    add({ fromRank: to, toRank, lineCount: toRank - to });
  };
  let rank = 0;
  for (const block of blocks) {
    addRows(rank, Math.max(rank, block.fromRank));
    const { fromRank, toRank, lines } = block;
    add({ fromRank, toRank, lineCount: lines.length, block });
    rank = toRank;
  }
  addRows(rank, Math.max(rank, total));
  return segments;
}
