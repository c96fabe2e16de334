// The list of rows: which line shows what, what is selected, and where the view is. Whatever opens, closes
// or arrives, what is looked at stays where it is on the screen.

import { batch, computed, effect, type Signal, signal } from "@preact/signals";
import type { LogJson } from "../../src/shared/contract/json";
import type { Selection } from "../../src/shared/contract/selection";
import { ListScroll } from "../lib/listScroll";
import { type RowRange, rowHeightPx } from "../lib/rowWindow";
import type { SelectMode } from "../lib/VirtualList";
import type { PlacedContext } from "./contextQuery";
import { Contexts } from "./contexts";
import { type Line, Lines } from "./lines";
import { Picked } from "./picked";
import { Repeats } from "./repeats";
import { RowLoader } from "./rowLoader";
import type { RowCollector } from "./rowPlaces";
import { endRank } from "./runs";

export class LogList {
  readonly isFollowing = signal(true);
  readonly scroll = new ListScroll(this.isFollowing);
  readonly lines: Signal<Lines> = signal(new Lines(0));
  /** The record whose detail is shown, and from which keys move; -1: none. */
  readonly selectedSeq = signal(-1);
  readonly selectedLine = computed(() => this.lines.value.indexOfSeq(this.selectedSeq.value));
  readonly loader: RowLoader;
  readonly contexts: Contexts;
  readonly repeats: Repeats;
  readonly picked: Picked;

  /** To be selected when it has come. */
  private awaited: { readonly rank: number; readonly mode: SelectMode } | undefined;
  /** As the lines were laid: rows that were gone, and the contexts. */
  private gone = 0;
  private opened: readonly PlacedContext[] = [];
  private lastRanks: RowRange = { first: 0, end: 0 };

  constructor(
    collector: RowCollector,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.loader = new RowLoader(collector, onFailure);
    this.contexts = new Contexts(collector, this.loader, onFailure);
    this.repeats = new Repeats(this.loader, () => this.seenSeq(), onFailure);
    this.picked = new Picked(this.loader, onFailure);
    effect(() => this.lay());
    this.lines.subscribe(() => queueMicrotask(() => this.selectAwaited()));
    this.loader.watch({
      ranks: computed(() => this.ranks()),
      isMoving: this.scroll.isMoving,
      lineCount: () => this.scroll.pageRows() + 1,
    });
  }

  get total(): number {
    return this.loader.total.value;
  }

  /** Shows another selection; what was opened or selected together in the last one is not kept. */
  async load(selection: Selection, lastSeq: number): Promise<void> {
    this.contexts.stop();
    await this.loader.load(selection, lastSeq, () => {
      this.contexts.closeAll();
      this.repeats.forget();
      this.picked.clear();
    });
  }

  /** Selects a record by its seq, and no other. */
  select(seq: number): void {
    const row = this.row(this.lines.peek().indexOfSeq(seq));
    batch(() => {
      this.isFollowing.value = false;
      this.selectedSeq.value = seq;
      if (row === undefined) this.picked.clear();
      else this.picked.only(row);
    });
  }

  unselect(): void {
    batch(() => {
      this.selectedSeq.value = -1;
      this.picked.clear();
    });
  }

  /** A key moved there: past a line that is no record to the next one in the direction of the move. */
  moveTo(index: number, mode: SelectMode): void {
    const step = index < this.selectedLine.peek() ? -1 : 1;
    let target = index;
    while (this.lines.peek().at(target)?.kind === "edge") target += step;
    this.selectLine(target, mode);
  }

  /** Selects the record on a line, where there is one. */
  selectLine(index: number, mode: SelectMode): void {
    const lines = this.lines.peek();
    const line = lines.at(index);
    this.awaited = line?.kind === "awaited" ? { rank: line.rank, mode } : undefined;
    if (line === undefined || line.kind === "awaited" || line.kind === "edge") return;
    const row = line.kind === "run" ? line.run.row : line.row;
    batch(() => {
      this.isFollowing.value = false;
      this.selectedSeq.value = row.seq;
      if (mode === "only") this.picked.only(row);
      else if (mode === "toggle") this.picked.toggle(row);
      else this.picked.rangeTo(row, lines);
    });
  }

  selectLoaded(): void {
    const rows = this.loader.held.peek().map(({ row }) => row);
    this.isFollowing.value = false;
    this.picked.all(this.lines.peek(), [...rows, ...this.lines.peek().contextRows()]);
  }

  /** Selects a record wherever it is in the list. */
  async goTo(seq: number): Promise<void> {
    this.select(seq);
    try {
      const rank = await this.loader.rankOf(seq);
      if (rank >= 0) this.scroll.centre(this.lines.peek().indexOfRank(rank));
    } catch (error) {
      this.onFailure(error);
    }
  }

  isSeen(seq: number): boolean {
    return this.inView().includes(this.lines.peek().indexOfSeq(seq));
  }

  row(index: number): LogJson | undefined {
    return this.lines.value.rowAt(index);
  }

  private selectAwaited(): void {
    const { awaited } = this;
    if (awaited === undefined) return;
    this.selectLine(this.lines.peek().indexOfRank(awaited.rank), awaited.mode);
  }

  /** The row in the middle of interest: the selected one, else the first in view. */
  private seenSeq(): number {
    const at = this.selectedLine.peek();
    const isSeen = this.inView().includes(at);
    const row = isSeen
      ? this.lines.peek().rowAt(at)
      : this.inView().flatMap((index) => this.lines.peek().rowAt(index) ?? [])[0];
    return row?.seq ?? -1;
  }

  /** Puts each line in its place, so that what was seen is where it was. */
  private lay(): void {
    const held = this.loader.held.value;
    const blocks = this.contexts.blocks.value;
    const total = this.loader.total.value;
    const gone = this.loader.gone.value;
    // Repeats of a fast tail are read a little later: the list ends with what is there.
    const isBehind = this.loader.folding.value.isOn && this.scroll.isMoving.value;
    const end = isBehind && held.length > 0 ? endRank(held) : total;
    const lines = new Lines(Math.max(end, blocks.at(-1)?.toRank ?? 0), held, blocks);
    const opened = this.contexts.open.peek();
    const topRow = this.scroll.isMoving.peek()
      ? 0
      : this.topRowFor(lines, gone - this.gone, anchorsOfChanged(this.opened, opened));
    this.gone = gone;
    this.opened = opened;
    batch(() => {
      this.lines.value = lines;
      this.scroll.place(lines.count, topRow);
    });
  }

  /** The first line in view that is there still decides; before all others what a context is about. */
  private topRowFor(lines: Lines, gone: number, anchors: readonly number[]): number {
    const before = this.lines.peek();
    const topRow = this.scroll.topRow.peek();
    const seen = this.inView();
    const first = [...anchors, this.selectedSeq.peek()].map((seq) => before.indexOfSeq(seq));
    for (const index of [...first.filter((at) => seen.includes(at)), ...seen]) {
      const line = before.at(index);
      if (line === undefined || line.kind === "edge") continue;
      const now = placeIn(lines, line, gone);
      if (now >= 0) return topRow + now - index;
    }
    const closed = seen.map((index) => before.anchorOf(index)).find((row) => row !== undefined);
    const at = closed === undefined ? -1 : lines.indexOfSeq(closed.seq);
    return at < 0 ? topRow : at - Math.floor(seen.length / 2);
  }

  /** Lines that are wholly in view. */
  private inView(): number[] {
    const top = this.scroll.topRow.peek();
    const first = Math.ceil(top - 0.05);
    const end = Math.floor(top + this.scroll.heightPx.peek() / rowHeightPx + 0.05);
    const count = Math.min(end, this.lines.peek().count) - first;
    return Array.from({ length: Math.max(0, count) }, (_, at) => first + at);
  }

  private ranks(): RowRange {
    const next = this.lines.value.ranksOf(this.scroll.drawn.value);
    const isSame = next.first === this.lastRanks.first && next.end === this.lastRanks.end;
    if (!isSame) this.lastRanks = next;
    return this.lastRanks;
  }
}

/** Where what a line shows is among others, after retention took `gone` rows; -1 when it is not there. */
function placeIn(lines: Lines, line: Exclude<Line, { kind: "edge" }>, gone: number): number {
  if (line.kind === "awaited") return lines.indexOfRank(line.rank - gone);
  const at = lines.indexOfSeq(line.kind === "run" ? line.run.row.seq : line.row.seq);
  if (at >= 0 || line.kind === "context") return at;
  return lines.indexOfRank(line.run.rank + line.run.count - 1 - gone);
}

/** Seqs of the anchors of contexts that opened, changed or closed. */
function anchorsOfChanged(
  before: readonly PlacedContext[],
  after: readonly PlacedContext[],
): readonly number[] {
  const changed = [
    ...after.filter((context) => !before.includes(context)),
    ...before.filter((context) => !after.includes(context)),
  ];
  return changed.flatMap(({ anchors }) => anchors.map((row) => row.seq));
}
