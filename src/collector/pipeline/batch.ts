// What receivers hand over and the store takes: records that belong together, and what interning goes by.

import type { LogRecord, MetricPoint, Series, SpanRecord } from "../../shared/record";

/** Records that were numbered together and are committed together. */
export interface Batch {
  readonly logs: readonly LogRecord[];
  readonly spans: readonly SpanRecord[];
  readonly points: readonly MetricPoint[];
}

/** Everything that makes a Resource but its id. */
export interface ResourceKey {
  readonly service: string;
  readonly attributes: string;
  readonly run: string;
}

/** Of the resource that stands for all those past the bound: its records have lost who sent them. */
export const overflowResourceId = 0;

/** Everything that makes a Series but its id. */
export type SeriesKey = Omit<Series, "id">;

/** Records in the form in which the store takes them; the records themselves need not be kept. */
export interface Packed {
  /** Numbers them, from there on: logs, then spans, then points. To be called before each commit of them. */
  number(firstSeq: number): void;
}

/** The write side of the store: the intake's only way to the disk. */
export interface RecordWriter {
  /** Their `seq` is not read. */
  pack(records: Partial<Batch>): Packed;
  /**
   * Resolves when all is in the write-ahead log; rejects when none of it could be stored. What is packed may then be
   * committed again. `packed`: what this writer packed.
   */
  commit(batch: Batch, packed?: readonly Packed[]): Promise<void>;
  /** Highest `seq` in the store when it was opened. */
  readonly lastSeq: number;
}
