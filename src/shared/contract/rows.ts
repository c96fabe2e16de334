// Pages of records, one record, and where matching records lie: what is asked and answered.

import type { Signal } from "../record";
import type { AnyRecordJson } from "./json";
import type { Selection } from "./selection";

export interface RowQuery extends Selection {
  /** Exclusive keyset bounds. */
  readonly afterSeq?: number;
  readonly beforeSeq?: number;
  readonly order: "newest" | "oldest";
  /** 1..1000 */
  readonly limit: number;
}

export interface RowPage {
  /** In the order asked for. */
  readonly rows: readonly AnyRecordJson[];
  /** False when the last matching record in that direction is among them. */
  readonly hasMore: boolean;
}

export interface RecordKey {
  readonly signal: Signal;
  readonly seq: number;
}

export interface RowIndex {
  readonly total: number;
  /** Ascending by seq; counts sum to `total`. At most 512. Empty buckets are left out. */
  readonly buckets: readonly {
    readonly fromSeq: number;
    readonly toSeq: number;
    readonly count: number;
  }[];
}
