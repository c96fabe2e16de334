// What the rest of the collector knows of the store.

import type { CollectorApi } from "../../shared/contract/collectorApi";
import type { FieldInfo, FieldsProgress, FieldsQuery } from "../../shared/contract/fields";
import type { AnyRecordJson } from "../../shared/contract/json";
import type { Server } from "../../shared/contract/rpc";
import type { Selection } from "../../shared/contract/selection";
import type { PatternBook } from "../../shared/patterns/patternBook";
import type { Resource, Series, Signal } from "../../shared/record";
import type { RecordWriter, ResourceKey, SeriesKey } from "../pipeline/batch";

export type { Batch, ResourceKey, SeriesKey } from "../pipeline/batch";

/** The questions a store answers, as the contract asks them; each can be cancelled. */
export type StoreReads = Pick<
  Server<CollectorApi>,
  | "rows"
  | "record"
  | "rowIndex"
  | "histogram"
  | "groups"
  | "groupTotals"
  | "groupChart"
  | "values"
  | "patterns"
  | "timeline"
  | "requests"
  | "services"
  | "compare"
  | "series"
  | "chart"
> & {
  /** `tell` hears of each field as soon as it is known. */
  fields(
    query: FieldsQuery,
    signal: AbortSignal,
    tell?: (progress: Omit<FieldsProgress, "job">) => void,
  ): Promise<FieldInfo[]>;
};

/** Whole records page by page, oldest first, for exports; what arrives meanwhile is not among them. */
export type ReadWhole = (
  query: Selection & { readonly limit?: number },
  signal: AbortSignal,
) => AsyncIterable<readonly AnyRecordJson[]>;

/** What the collector composes: `openStore` gives it. */
export interface CollectorStore extends RecordWriter {
  readonly reads: StoreReads;
  readonly readWhole: ReadWhole;
  resource(key: ResourceKey): Resource;
  /** undefined past the bound on series. */
  series(key: SeriesKey): Series | undefined;
  /** What the messages of logs are like. */
  readonly patterns: PatternBook;
  status(): StoreStatus;
  /** Deletes every record; series and resources stay interned, patterns are learnt anew. */
  deleteAll(): Promise<void>;
  /** Commits what waits, checkpoints and closes. */
  dispose(): Promise<void>;
}

export interface StoreStatus {
  readonly rows: Readonly<Record<Signal, number>>;
  readonly series: number;
  readonly diskBytes: number;
  readonly diskLimitBytes: number;
  /** Rows deleted by retention since the start, by reason ("size", "age"). */
  readonly evicted: Readonly<Record<string, number>>;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** How often its thread died and was started again. */
  readonly restarts: number;
  /** One sentence with the remedy, while the store cannot do its work (disk full, …). */
  readonly problem?: string | undefined;
}
