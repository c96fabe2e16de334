// What the command line asks of the thread that decodes a Parquet file.

import type { Calls } from "../../collector/store/threadCalls";

/** Objects that JSON can hold. */
export interface ParquetBatch {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Of the file that is read by then. */
  readonly share: number;
}

export interface ParquetCalls extends Calls {
  /** The next ones; undefined after the last. */
  readonly rows: { readonly params: undefined; readonly result: ParquetBatch | undefined };
}

/** What the thread starts with. */
export interface ParquetStart {
  readonly path: string;
  /** Shared: its one number is raised with each part of the file that is read or decoded. */
  readonly signs: Int32Array;
}
