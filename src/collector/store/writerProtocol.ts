// What the main thread asks of the store's thread.

import type { Counts, Retained } from "./evicted";
import type { DatabaseLimits, RetentionLimits } from "./limits";
import type { PackedTable } from "./packTable";
import type { SqlParams } from "./reader";

export type StoreCalls = {
  readonly open: {
    readonly params: { readonly path: string; readonly database: DatabaseLimits };
    readonly result: Opened;
  };
  /** All tables in one transaction; answered when it is in the write-ahead log. */
  readonly commit: {
    readonly params: { readonly tables: readonly PackedTable[]; readonly lastSeq: number };
    readonly result: undefined;
  };
  /** Patterns of rows that had none, and when patterns were first seen, in one transaction. */
  readonly learn: { readonly params: Learnt; readonly result: undefined };
  readonly all: {
    readonly params: { readonly sql: string; readonly params: SqlParams };
    readonly result: PackedRows;
  };
  /** Deletes what is past the limits. */
  readonly retain: {
    readonly params: { readonly limits: RetentionLimits; readonly nowMs: number };
    readonly result: Retained;
  };
  /** Deletes resources, series and patterns that no record refers to, and names them. */
  readonly prune: {
    readonly params: undefined;
    readonly result: {
      readonly resources: readonly number[];
      readonly series: readonly number[];
      readonly patterns: readonly number[];
    };
  };
  readonly deleteAll: { readonly params: undefined; readonly result: undefined };
  readonly checkpoint: { readonly params: undefined; readonly result: undefined };
  readonly close: { readonly params: undefined; readonly result: undefined };
};

export interface Learnt {
  /** Patterns that the store does not hold yet. */
  readonly tables: readonly PackedTable[];
  /** Ascending, one at least; `numbers` are those of their patterns. */
  readonly seqs: readonly number[];
  readonly numbers: readonly number[];
  readonly firstSeen: readonly { readonly number: number; readonly nanos: bigint }[];
}

export interface Opened {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: Readonly<Counts>;
}

/** A result by columns: crossing threads costs a fifth of what row objects cost. */
export interface PackedRows {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly columns: readonly (readonly unknown[])[];
}
