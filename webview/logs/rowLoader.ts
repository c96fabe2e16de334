// Holds the rows around what is seen, and keeps them true while records arrive: loads pages by seq, appends
// the live tail, counts what is new below. Where rows are is rowPlaces.ts, how they join runs.ts.

import { batch, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { LogJson } from "../../src/shared/contract/json";
import type { Selection } from "../../src/shared/contract/selection";
import type { TailBatch } from "../../src/shared/contract/tail";
import { neededRows, pageRows, type RowRange } from "../lib/rowWindow";
import { isLog, type RowCollector, RowPlaces } from "./rowPlaces";
import {
  appended,
  endRank,
  type Folding,
  heldAbout,
  indexOfSeq,
  keptAround,
  prepended,
  type Runs,
  runsOf,
  startRank,
  unfolded,
  withoutOldest,
} from "./runs";

/** The most that one call brings: repeats are many rows on one line. */
const foldedPageRows = 1_000;
/** Pages that are read for the newest lines of a tail that is faster than it is sent. */
const newestPages = 5;
/** Between two such readings. */
const newestEveryMs = 250;
/** Pages that are loaded one after the other for one place. */
const mostRounds = 20;

export interface Seen {
  /** Ranks of what is drawn. */
  readonly ranks: ReadonlySignal<RowRange>;
  /** True while the view moves with the end. */
  readonly isMoving: ReadonlySignal<boolean>;
  /** Lines that fill the view. */
  lineCount(): number;
}

export class RowLoader {
  /** How many match. */
  readonly total = signal(0);
  /** Rows that retention took since the selection was loaded. */
  readonly gone = signal(0);
  readonly held = signal<Runs>([]);
  /** Arrived since the list stopped following. */
  readonly newCount = signal(0);
  readonly isLoading = signal(false);
  readonly folding = signal<Folding>(unfolded);
  places: RowPlaces;

  /** The newest rows, kept while reading so that following again shows them at once. */
  private newest: Runs = [];
  private abort = new AbortController();
  private isPumping = false;
  private isReadingNewest = false;
  private stops: readonly (() => void)[] = [];
  private seen: Seen = {
    ranks: signal({ first: 0, end: 0 }),
    isMoving: signal(false),
    lineCount: () => 0,
  };

  constructor(
    private readonly collector: RowCollector,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.places = new RowPlaces(collector);
  }

  /** From now on, what is seen decides what is loaded. */
  watch(seen: Seen): void {
    this.seen = seen;
    this.stops = [
      seen.ranks.subscribe(() => queueMicrotask(() => void this.pump())),
      effect(() => {
        if (seen.isMoving.value) this.showNewest();
      }),
    ];
  }

  dispose(): void {
    this.abort.abort();
    for (const stop of this.stops) stop();
  }

  /**
   * Shows another selection, up to `lastSeq`; later rows come by `add`. What is seen stays until the new
   * rows are there, of which `onLoaded` hears in the same step.
   */
  async load(selection: Selection, lastSeq: number, onLoaded?: () => void): Promise<void> {
    this.abort.abort();
    const abort = (this.abort = new AbortController());
    this.isLoading.value = true;
    const bounded = { ...selection, untilSeq: lastSeq };
    try {
      const [index, page] = await Promise.all([
        this.collector.rowIndex(bounded, abort.signal),
        this.collector.rows({ ...bounded, order: "newest", limit: pageRows }, abort.signal),
      ]);
      const rows = page.rows.filter(isLog).reverse();
      batch(() => {
        onLoaded?.();
        this.places = new RowPlaces(this.collector, selection, index, lastSeq);
        const rank = Math.max(0, index.total - rows.length);
        this.newest = runsOf(rows, rank, this.folding.peek());
        this.held.value = this.newest;
        this.newCount.value = 0;
        this.gone.value = 0;
        this.total.value = index.total;
      });
    } finally {
      if (this.abort === abort) this.isLoading.value = false;
    }
    void this.pump();
  }

  /** A batch of the live tail of the same selection. */
  add(tail: TailBatch): void {
    if (tail.lastSeq <= this.places.lastSeq) return;
    const rows = tail.rows.filter(isLog);
    const oldTotal = this.places.total;
    this.places.add(tail);
    const { total } = this.places;
    const folding = this.folding.peek();
    const isWhole = tail.spared === 0 && endRank(this.newest) === oldTotal;
    if (isWhole) this.newest = keptAround(appended(this.newest, rows, folding), total);
    else if (!folding.isOn) this.newest = runsOf(rows, total - rows.length, folding);
    else void this.readNewest();
    batch(() => {
      if (this.seen.isMoving.peek()) this.held.value = this.newest;
      else this.newCount.value += tail.matched;
      this.total.value = total;
    });
  }

  /** Retention took rows: counts anew and keeps what is seen in its place. */
  async recount(): Promise<void> {
    const { places } = this;
    const gone = await places.recount(this.abort.signal);
    if (places !== this.places || gone === undefined || gone === 0) return;
    batch(() => {
      this.newest = withoutOldest(this.newest, gone);
      this.held.value = withoutOldest(this.held.peek(), gone);
      this.gone.value += gone;
      this.total.value = places.total;
    });
  }

  /** Rank of a record among the matching ones, by asking where needed; -1 when it does not match. */
  async rankOf(seq: number): Promise<number> {
    const run = this.held.peek()[indexOfSeq(this.held.peek(), seq)];
    if (run?.row.seq === seq) return run.rank + run.count - 1;
    return this.places.rankOf(seq, this.abort.signal);
  }

  /** The newest record that is known of. */
  latestSeq(): number {
    return this.places.lastSeq;
  }

  /** Rows of the selection between two records, both included, the newest `limit` of them, ascending. */
  rowsBetween(fromSeq: number, toSeq: number, limit: number): Promise<LogJson[]> {
    return this.places.between(fromSeq, toSeq, limit, this.abort.signal);
  }

  /** Holds the same rows in other runs. */
  change(folding: Folding, changed: (runs: Runs) => Runs): void {
    batch(() => {
      const isNewest = this.held.peek() === this.newest;
      this.folding.value = folding;
      this.held.value = changed(this.held.peek());
      this.newest = isNewest ? this.held.peek() : changed(this.newest);
    });
    void this.pump();
  }

  /** Loads again what is held, about a record. */
  async reload(folding: Folding, seq: number): Promise<void> {
    const { places, abort } = this;
    const { total } = places;
    const [rank, newest] = await Promise.all([
      this.rankOf(seq),
      places.page({ order: "newest", limit: pageRows }, abort.signal),
    ]);
    const around = await places.around(Math.max(0, rank), abort.signal);
    if (abort.signal.aborted) return;
    batch(() => {
      this.folding.value = folding;
      this.newest = runsOf(newest.reverse(), total - newest.length, folding);
      this.held.value = this.seen.isMoving.peek()
        ? this.newest
        : runsOf(around.rows, around.rank, folding);
    });
    void this.pump();
  }

  private showNewest(): void {
    batch(() => {
      this.held.value = this.newest;
      this.newCount.value = 0;
    });
    void this.pump();
    if (endRank(this.newest) < this.places.total) void this.readNewest();
  }

  /** Repeats joined, and more of them arrive than are sent: the newest lines are read a few times a second. */
  private async readNewest(): Promise<void> {
    if (this.isReadingNewest) return;
    this.isReadingNewest = true;
    try {
      while (this.folding.peek().isOn && endRank(this.newest) < this.places.total) {
        const { abort } = this;
        const runs = await this.newestRuns(abort.signal);
        if (abort.signal.aborted) break;
        batch(() => {
          this.newest = runs;
          if (this.seen.isMoving.peek()) this.held.value = runs;
        });
        if (!this.seen.isMoving.peek()) break; // read again when it is looked at
        await new Promise((resolve) => setTimeout(resolve, newestEveryMs));
      }
    } catch (error) {
      if (!this.abort.signal.aborted) this.onFailure(error);
    } finally {
      this.isReadingNewest = false;
    }
  }

  private async newestRuns(abort: AbortSignal): Promise<Runs> {
    const folding = this.folding.peek();
    const { total, lastSeq } = this.places;
    let runs: Runs = [];
    for (let page = 0; page < newestPages; page += 1) {
      const toSeq = (runs[0]?.first.seq ?? lastSeq + 1) - 1;
      const rows = await this.places.between(0, toSeq, foldedPageRows, abort);
      const isFirst = runs.length === 0;
      runs = isFirst ? runsOf(rows, total - rows.length, folding) : prepended(runs, rows, folding);
      if (rows.length < foldedPageRows || runs.length >= this.seen.lineCount()) break;
    }
    return keptAround(runs, total);
  }

  /** Loads until what is drawn is held; one request at a time, for the place that is seen by then. */
  private async pump(): Promise<void> {
    if (this.isPumping) return;
    this.isPumping = true;
    try {
      for (let round = 0; round < mostRounds && (await this.loadNeeded()); round += 1);
    } catch (error) {
      if (!this.abort.signal.aborted) this.onFailure(error);
    } finally {
      this.isPumping = false;
    }
  }

  /** True when something was loaded and there may be more to do. */
  private async loadNeeded(): Promise<boolean> {
    const { places, abort } = this;
    const range = this.seen.ranks.peek();
    const need = neededRows(heldAbout(this.held.peek(), range), range, places.total);
    if (need.kind === "nothing") return false;
    if (this.seen.isMoving.peek()) {
      // Ahead of a fast tail there is nothing to prefetch: the next batch brings it.
      const isSeen = range.first >= startRank(this.held.peek());
      if (need.kind === "after" || (need.kind === "before" && isSeen)) return false;
    }
    if (need.kind === "around") {
      const around = await places.around(need.rank, abort.signal);
      if (abort.signal.aborted || around.rows.length === 0) return false;
      this.held.value = runsOf(around.rows, around.rank, this.folding.peek());
      return true;
    }
    const isBefore = need.kind === "before";
    const limit = this.folding.peek().isOn ? foldedPageRows : pageRows;
    const rows = await places.page(
      isBefore
        ? { beforeSeq: need.seq, order: "newest", limit }
        : { afterSeq: need.seq, order: "oldest", limit },
      abort.signal,
    );
    if (abort.signal.aborted) return false;
    const held = this.held.peek();
    const edge = isBefore ? held[0]?.first : held.at(-1)?.row;
    if (edge?.seq !== need.seq) return true; // what is held moved on meanwhile
    if (rows.length === 0) return false;
    const folding = this.folding.peek();
    const more = isBefore
      ? prepended(held, rows.reverse(), folding)
      : appended(held, rows, folding);
    this.held.value = keptAround(more, this.seen.ranks.peek().first);
    if (isBefore && this.seen.isMoving.peek()) this.newest = this.held.peek();
    return true;
  }
}
