// Holds the rows around what is seen and keeps them true while records arrive: loads pages by seq, finds a
// place by rank in two steps through the row index, appends the live tail, counts what is new below.

import { batch, effect, signal } from "@preact/signals";
import type {
  CollectorApi,
  RowIndex,
  Selection,
  TailBatch,
} from "../../src/shared/contract/collectorApi";
import type { AnyRecordJson, LogJson } from "../../src/shared/contract/json";
import type { Client } from "../../src/shared/contract/rpc";
import type { ListScroll } from "../lib/listScroll";
import {
  appended,
  bucketOfRank,
  bucketOfSeq,
  endRank,
  grown,
  neededRows,
  pageRows,
  prepended,
  rankOfSeq,
  type RowWindow,
} from "../lib/rowWindow";

type Collector = Pick<Client<CollectorApi>, "rows" | "rowIndex">;
type LogWindow = RowWindow<LogJson>;

const noRows: LogWindow = { startRank: 0, rows: [] };
const noIndex: RowIndex = { total: 0, buckets: [] };

export class RowLoader {
  readonly window = signal<LogWindow>(noRows);
  /** Arrived since the list stopped following. */
  readonly newCount = signal(0);
  readonly isLoading = signal(false);

  private selection: Selection = { signal: "logs", query: "" };
  private index = noIndex;
  /** The newest rows, kept while reading so that following again shows them at once. */
  private newest = noRows;
  private lastSeq = 0;
  private abort = new AbortController();
  private isPumping = false;
  private readonly stops: (() => void)[];

  constructor(
    private readonly collector: Collector,
    readonly scroll: ListScroll,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.stops = [
      scroll.drawn.subscribe(() => queueMicrotask(() => void this.pump())),
      effect(() => {
        if (scroll.isMoving.value) this.showNewest();
      }),
    ];
  }

  dispose(): void {
    this.abort.abort();
    for (const stop of this.stops) stop();
  }

  /**
   * Shows another selection, up to `lastSeq`; later rows come by `add`. What is seen stays until the new
   * rows are there.
   */
  async load(selection: Selection, lastSeq: number): Promise<void> {
    this.abort.abort();
    const abort = (this.abort = new AbortController());
    this.isLoading.value = true;
    const bounded = { ...selection, untilSeq: lastSeq };
    try {
      const [index, page] = await Promise.all([
        this.collector.rowIndex(bounded, abort.signal),
        this.collector.rows({ ...bounded, order: "newest", limit: pageRows }, abort.signal),
      ]);
      const rows = ascending(page.rows.filter(isLog));
      batch(() => {
        this.selection = selection;
        this.lastSeq = lastSeq;
        this.index = index;
        this.newest = { startRank: Math.max(0, index.total - rows.length), rows };
        this.window.value = this.newest;
        this.newCount.value = 0;
        this.scroll.setTotal(index.total);
      });
    } finally {
      if (this.abort === abort) this.isLoading.value = false;
    }
    void this.pump();
  }

  /** A batch of the live tail of the same selection. */
  add(tail: TailBatch): void {
    if (tail.lastSeq <= this.lastSeq) return;
    const rows = tail.rows.filter(isLog);
    const oldTotal = this.index.total;
    const total = oldTotal + tail.matched;
    this.index = grown(this.index, this.lastSeq + 1, tail.lastSeq, tail.matched);
    this.lastSeq = tail.lastSeq;
    const isWhole = tail.spared === 0 && endRank(this.newest) === oldTotal;
    this.newest = isWhole
      ? appended(this.newest, rows)
      : { startRank: Math.max(0, total - rows.length), rows };
    batch(() => {
      if (this.scroll.isMoving.peek()) this.window.value = this.newest;
      else this.newCount.value += tail.matched;
      this.scroll.setTotal(total);
    });
  }

  /** Retention took rows: counts anew and keeps what is seen in its place. */
  async recount(): Promise<void> {
    const { selection, lastSeq, abort } = this;
    const index = await this.collector.rowIndex({ ...selection, untilSeq: lastSeq }, abort.signal);
    if (this.abort !== abort || this.lastSeq !== lastSeq) return;
    const gone = this.index.total - index.total;
    this.index = index;
    if (gone === 0) return;
    batch(() => {
      this.window.value = shifted(this.window.peek(), -gone);
      this.newest = shifted(this.newest, -gone);
      this.scroll.shift(-gone);
    });
  }

  /** Rank of a record among the matching ones, by asking where needed; -1 when it does not match. */
  async rankOf(seq: number): Promise<number> {
    const held = rankOfSeq(this.window.peek(), seq);
    if (held >= 0) return held;
    const start = bucketOfSeq(this.index, seq);
    if (start === undefined) return -1;
    const { total } = await this.collector.rowIndex(
      this.between(start.fromSeq, seq),
      this.abort.signal,
    );
    const { rows } = await this.collector.rows(
      { ...this.between(seq, seq), order: "oldest", limit: 1 },
      this.abort.signal,
    );
    return rows.length === 0 ? -1 : start.startRank + total - 1;
  }

  /** The newest record that is known of. */
  latestSeq(): number {
    return this.lastSeq;
  }

  private showNewest(): void {
    batch(() => {
      this.window.value = this.newest;
      this.newCount.value = 0;
    });
    void this.pump();
  }

  /** Loads until what is drawn is held; one request at a time, for the place that is seen by then. */
  private async pump(): Promise<void> {
    if (this.isPumping) return;
    this.isPumping = true;
    try {
      for (let round = 0; round < 20 && (await this.loadNeeded()); round += 1);
    } catch (error) {
      if (!this.abort.signal.aborted) this.onFailure(error);
    } finally {
      this.isPumping = false;
    }
  }

  /** True when something was loaded and there may be more to do. */
  private async loadNeeded(): Promise<boolean> {
    const range = this.scroll.drawn.peek();
    const need = neededRows(this.window.peek(), range, this.index.total);
    if (need.kind === "nothing") return false;
    // Ahead of a fast tail there is nothing to prefetch: the next batch brings it.
    const isSeen = range.first >= this.window.peek().startRank;
    if (this.scroll.isMoving.peek() && need.kind === "before" && isSeen) return false;
    const { abort } = this;
    if (need.kind === "around") return this.loadAround(need.rank, abort);
    const before = need.kind === "before";
    const page = await this.collector.rows(
      {
        ...this.selection,
        untilSeq: this.lastSeq,
        ...(before
          ? { beforeSeq: need.seq, order: "newest" }
          : { afterSeq: need.seq, order: "oldest" }),
        limit: pageRows,
      },
      abort.signal,
    );
    if (abort.signal.aborted) return false;
    const rows = page.rows.filter(isLog);
    const window = this.window.peek();
    const edge = before ? window.rows[0] : window.rows.at(-1);
    if (edge?.seq !== need.seq) return true; // the window moved on meanwhile
    if (rows.length === 0) return false;
    this.window.value = before ? prepended(window, ascending(rows)) : appended(window, rows);
    if (before && this.scroll.isMoving.peek()) this.newest = this.window.peek();
    return true;
  }

  /** Exact: buckets begin at known ranks, and the buckets of a bucket hold a few rows each. */
  private async loadAround(rank: number, abort: AbortController): Promise<boolean> {
    const wanted = Math.max(0, rank - pageRows / 2);
    let bucket = bucketOfRank(this.index, wanted);
    if (bucket === undefined) return false;
    if (wanted - bucket.startRank > pageRows / 4) {
      const inner = await this.collector.rowIndex(
        this.between(bucket.fromSeq, bucket.toSeq),
        abort.signal,
      );
      const found = bucketOfRank(inner, wanted - bucket.startRank);
      if (found !== undefined) bucket = { ...found, startRank: bucket.startRank + found.startRank };
    }
    const page = await this.collector.rows(
      { ...this.between(bucket.fromSeq, this.lastSeq), order: "oldest", limit: 2 * pageRows },
      abort.signal,
    );
    if (abort.signal.aborted) return false;
    const rows = page.rows.filter(isLog);
    if (rows.length === 0) return false;
    this.window.value = { startRank: bucket.startRank, rows };
    return true;
  }

  /** The selection, within [fromSeq, toSeq]. */
  private between(fromSeq: number, toSeq: number): Selection {
    const sinceSeq = Math.max(this.selection.sinceSeq ?? 0, fromSeq - 1);
    return { ...this.selection, sinceSeq, untilSeq: toSeq };
  }
}

const shifted = (window: LogWindow, ranks: number): LogWindow => {
  const lost = Math.max(0, -(window.startRank + ranks));
  return { startRank: Math.max(0, window.startRank + ranks), rows: window.rows.slice(lost) };
};

const ascending = (rows: readonly LogJson[]) => [...rows].reverse();

/** Of the three record forms only a log has a body. */
const isLog = (row: AnyRecordJson): row is LogJson => "body" in row;
