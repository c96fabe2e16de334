// A live tail: what is asked, and the batches that follow.

import type { Signal } from "../record";
import type { AnyRecordJson } from "./json";

export interface TailQuery {
  readonly signal: Signal;
  readonly query: string;
  /** Rows a batch at most (1..500); of more only the newest are sent and the rest is counted. */
  readonly maxRows: number;
}

export interface TailStarted {
  readonly subscription: number;
  /** Records up to here are in the store; every later match is in a batch. */
  readonly seq: number;
}

export interface TailBatch {
  readonly subscription: number;
  /** Ascending by seq. */
  readonly rows: readonly AnyRecordJson[];
  /** Matches since the last batch, `rows` included. */
  readonly matched: number;
  /** Matches that were not sent, because there were more than `maxRows`: they are in the store. */
  readonly spared: number;
  readonly lastSeq: number;
}
