// Where the rows of a selection are: rank ↔ seq by the collector's row index, kept true while records arrive
// and go. Asks for rows by either.

import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { AnyRecordJson, LogJson } from "../../src/shared/contract/json";
import type { RowIndex, RowQuery } from "../../src/shared/contract/rows";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import type { TailBatch } from "../../src/shared/contract/tail";
import { bucketOfRank, bucketOfSeq, grown, pageRows } from "../lib/rowWindow";

export type RowCollector = Pick<Client<CollectorApi>, "rows" | "rowIndex">;

/** Consecutive rows, ascending, with the rank of the first. */
export interface PlacedRows {
  readonly rank: number;
  readonly rows: readonly LogJson[];
}

export class RowPlaces {
  constructor(
    private readonly collector: RowCollector,
    readonly selection: Selection = { signal: "logs", query: "" },
    private index: RowIndex = { total: 0, buckets: [] },
    /** The newest record that is known of. */
    private latest = 0,
  ) {}

  get total(): number {
    return this.index.total;
  }
  get lastSeq(): number {
    return this.latest;
  }

  add({ lastSeq, matched }: Pick<TailBatch, "lastSeq" | "matched">): void {
    this.index = grown(this.index, this.latest + 1, lastSeq, matched);
    this.latest = lastSeq;
  }

  /** Counts anew; how many rows retention took, undefined where records came meanwhile. */
  async recount(abort: AbortSignal): Promise<number | undefined> {
    const { latest } = this;
    const index = await this.collector.rowIndex(this.within(0, latest), abort);
    if (this.latest !== latest) return undefined;
    const gone = this.index.total - index.total;
    this.index = index;
    return gone;
  }

  /** The selection, within [fromSeq, toSeq]. */
  within(fromSeq: number, toSeq: number): Selection {
    const sinceSeq = Math.max(this.selection.sinceSeq ?? 0, fromSeq - 1);
    return { ...this.selection, sinceSeq, untilSeq: toSeq };
  }

  /** Rows in the order that is asked for, up to the newest one that is known of. */
  async page(
    query: Pick<RowQuery, "order" | "limit" | "afterSeq" | "beforeSeq">,
    abort: AbortSignal,
  ): Promise<LogJson[]> {
    const page = await this.collector.rows(
      { ...this.selection, untilSeq: this.latest, ...query },
      abort,
    );
    return page.rows.filter(isLog);
  }

  /** The newest `limit` rows between two records, both included, ascending. */
  async between(
    fromSeq: number,
    toSeq: number,
    limit: number,
    abort: AbortSignal,
  ): Promise<LogJson[]> {
    const selection = this.within(fromSeq, toSeq);
    const page = await this.collector.rows({ ...selection, order: "newest", limit }, abort);
    return page.rows.filter(isLog).reverse();
  }

  /** How many rows match between two records, both included. */
  async countBetween(fromSeq: number, toSeq: number, abort: AbortSignal): Promise<number> {
    return (await this.collector.rowIndex(this.within(fromSeq, toSeq), abort)).total;
  }

  /** Rank of a record among the matching ones; -1 when it does not match. */
  async rankOf(seq: number, abort: AbortSignal): Promise<number> {
    const start = bucketOfSeq(this.index, seq);
    if (start === undefined) return -1;
    const [count, [row]] = await Promise.all([
      this.countBetween(start.fromSeq, seq, abort),
      this.between(seq, seq, 1, abort),
    ]);
    return row === undefined ? -1 : start.startRank + count - 1;
  }

  /**
   * Two pages of rows about a rank. Exact: buckets begin at known ranks, and the buckets of a bucket hold a
   * few rows each.
   */
  async around(rank: number, abort: AbortSignal): Promise<PlacedRows> {
    const wanted = Math.max(0, rank - pageRows / 2);
    let bucket = bucketOfRank(this.index, wanted);
    if (bucket === undefined) return { rank: 0, rows: [] };
    if (wanted - bucket.startRank > pageRows / 4) {
      const inner = await this.collector.rowIndex(this.within(bucket.fromSeq, bucket.toSeq), abort);
      const found = bucketOfRank(inner, wanted - bucket.startRank);
      if (found !== undefined) bucket = { ...found, startRank: bucket.startRank + found.startRank };
    }
    const afterSeq = bucket.fromSeq - 1;
    const rows = await this.page({ afterSeq, order: "oldest", limit: 2 * pageRows }, abort);
    return { rank: bucket.startRank, rows };
  }
}

/** Of the three record forms only a log has a body. */
export const isLog = (row: AnyRecordJson): row is LogJson => "body" in row;
