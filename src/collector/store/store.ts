// The store as the rest of the collector sees it, on the main thread: commits, reads, interning, upkeep.
// The database itself is on a thread of its own (writerThread.ts), because its writes block their caller.

import type { PatternBook } from "../../shared/patterns/patternBook";
import type { Resource, Series } from "../../shared/record";
import type { Interner } from "../pipeline/intake";
import { encodeBatch, encodePatterns } from "./encodeBatch";
import { ThreadEndedError } from "./errors";
import { defaultInternerLimits, type InternerLimits, StoreInterner } from "./interner";
import { LastingThread } from "./lastingThread";
import {
  type DatabaseLimits,
  defaultDatabaseLimits,
  defaultRetentionLimits,
  type RetentionLimits,
} from "./limits";
import { loadInterned, reconcileInterned } from "./loadInterned";
import { PackedRecords } from "./packedRecords";
import { transferablesOf } from "./packTable";
import { type LearntRows, PatternBackfill } from "./patternBackfill";
import type { Reader, SqlParams } from "./reader";
import { createReads, createReadWhole } from "./reads";
import type {
  Batch,
  CollectorStore,
  ReadWhole,
  ResourceKey,
  SeriesKey,
  StoreReads,
  StoreStatus,
} from "./recordStore";
import { StoreTally } from "./storeTally";
import { sizeOf } from "./fileSize";
import type { Opened, PackedRows } from "./writerProtocol";

/** How far past its limits the store may get, in time: a busy second is 100,000 records, about 10 MB. */
const defaultUpkeepEveryMs = 5000;
/** A store in which nothing happens only gets older. */
const idleUpkeepEveryMs = 60 * 60 * 1000;
/** A tenth of the time goes to patterns of old rows, while there are any: a minute or two for a million. */
const backfillMs = 500;

export interface StoreOptions {
  /** The database file; its folder is made. */
  readonly path: string;
  /** dist/writer.js */
  readonly writerPath: string;
  readonly interner?: InternerLimits;
  readonly database?: DatabaseLimits;
  readonly retention?: RetentionLimits;
  /** How often it looks after its bounds; 5 s when absent. */
  readonly upkeepEveryMs?: number;
}

/** @throws StoreError of the kind that fits; its message is for the user. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const interner = new StoreInterner(options.interner ?? defaultInternerLimits);
  let store: Store | undefined;
  const thread = new LastingThread({
    path: options.path,
    writerPath: options.writerPath,
    database: options.database ?? defaultDatabaseLimits,
    onDidRestart: async (opened, client) => {
      const all = async <Row>(sql: string) =>
        unpack<Row>(await client.call("all", { sql, params: {} }));
      await reconcileInterned({ all }, interner);
      store?.reopened(opened);
    },
  });
  try {
    const opened = await thread.opened();
    store = new Store(options, thread, interner, opened);
    await loadInterned(store, interner);
    return store;
  } catch (error) {
    await thread.dispose();
    throw error;
  }
}

export class Store implements CollectorStore, Interner, Reader {
  readonly path: string;
  readonly reads: StoreReads;
  readonly readWhole: ReadWhole;
  readonly lastSeq: number;
  private lastWrite: Promise<unknown> = Promise.resolve();
  private disposed: Promise<void> | undefined;
  private readonly retention: RetentionLimits;
  private readonly tally: StoreTally;
  private readonly upkeepTimer: NodeJS.Timeout;
  private readonly backfill: PatternBackfill;
  private hasChanged = true;
  /** See Reader. Deleting everything leaves resources to be pruned. */
  resourceChanges = 0;
  private lastUpkeepMs = -Infinity;

  constructor(
    options: StoreOptions,
    private readonly thread: LastingThread,
    private readonly interner: StoreInterner,
    opened: Opened,
  ) {
    this.path = options.path;
    this.retention = options.retention ?? defaultRetentionLimits;
    this.reads = createReads(this, interner.patterns);
    this.readWhole = createReadWhole(this, interner.patterns);
    this.lastSeq = opened.lastSeq;
    this.tally = new StoreTally(opened);
    this.backfill = new PatternBackfill(this, interner.patterns, (learn) => this.learn(learn));
    this.upkeepTimer = setInterval(
      () => this.upkeepWhenChanged(),
      options.upkeepEveryMs ?? defaultUpkeepEveryMs,
    );
    this.upkeepTimer.unref();
  }

  resource(key: ResourceKey): Resource {
    return this.interner.resource(key);
  }
  series(key: SeriesKey): Series | undefined {
    return this.interner.series(key);
  }

  get patterns(): PatternBook {
    return this.interner.patterns;
  }

  pack(records: Partial<Batch>): PackedRecords {
    return new PackedRecords(records, this.interner.patterns, "later");
  }

  /** @throws StoreError; nothing of the batch is stored then. */
  commit(batch: Batch, packed: readonly PackedRecords[] = []): Promise<void> {
    return this.write(async () => {
      const encoded = encodeBatch(batch, this.interner, packed);
      const { tables, own, newResources, newSeries, newPatterns, lastSeq } = encoded;
      if (tables.length === 0) return;
      const transfer = transferablesOf(own); // what is packed may have to be committed again
      try {
        await this.thread.call("commit", { tables, lastSeq }, { transfer });
      } catch (error) {
        if (await this.wasStored(error, lastSeq)) return; // what it brought anew was found on reopening
        this.tally.failed(error);
        throw error;
      } finally {
        if (newResources.length > 0) this.resourceChanges++;
      }
      this.interner.markStored(newResources, newSeries);
      this.interner.patterns.markStored(newPatterns);
      this.tally.committed(encoded);
      this.hasChanged = true;
    });
  }

  async all<Row>(sql: string, params: SqlParams = {}, signal?: AbortSignal): Promise<Row[]> {
    const options = signal === undefined ? {} : { signal };
    return unpack<Row>(await this.thread.call("all", { sql, params }, options));
  }

  status(): StoreStatus {
    const { problem = this.thread.notice, ...known } = this.tally.status();
    return {
      ...known,
      problem,
      restarts: this.thread.restarts,
      series: this.interner.seriesCount,
      diskBytes: sizeOf(this.path) + sizeOf(`${this.path}.wal`),
      diskLimitBytes: this.retention.sizeBytes,
    };
  }

  /**
   * Deletes what is past size and age, and what then nothing refers to; finds the patterns of some rows that
   * have none. Runs by itself every few seconds.
   */
  async upkeep(nowMs = Date.now()): Promise<void> {
    await this.retain(nowMs);
    const endMs = performance.now() + backfillMs;
    while (!this.backfill.isDone && this.disposed === undefined && performance.now() < endMs) {
      await this.backfill.step();
    }
  }

  private async retain(nowMs: number): Promise<void> {
    const before = this.tally.evictedCount;
    this.tally.retained(await this.thread.call("retain", { limits: this.retention, nowMs }));
    if (this.tally.evictedCount === before) return;
    await this.write(async () => {
      const { resources, series, patterns } = await this.thread.call("prune", undefined);
      this.resourceChanges++;
      this.interner.forget(resources, series);
      this.interner.patterns.forget(patterns);
    });
  }

  deleteAll(): Promise<void> {
    return this.write(async () => {
      await this.thread.call("deleteAll", undefined);
      this.interner.patterns.clear();
      this.tally.deletedAll();
    });
  }

  /** Moves what is in the write-ahead log into the file. */
  async checkpoint(): Promise<void> {
    await this.thread.call("checkpoint", undefined);
  }

  /** Commits what was handed over, checkpoints and closes. May be called again. */
  dispose(): Promise<void> {
    this.disposed ??= this.close();
    return this.disposed;
  }

  private async close(): Promise<void> {
    clearInterval(this.upkeepTimer);
    await this.lastWrite;
    await this.thread.dispose();
  }

  /** After its thread died. */
  reopened(opened: Opened): void {
    this.tally.reopened(opened);
  }

  /** A commit's thread died: all of it is in the log, or nothing. */
  private async wasStored(error: unknown, lastSeq: number): Promise<boolean> {
    if (!(error instanceof ThreadEndedError)) return false;
    try {
      return (await this.thread.opened()).lastSeq >= lastSeq;
    } catch {
      return false; // it could not be opened again, which the next call tells
    }
  }

  private learn(learn: () => Promise<LearntRows>): Promise<void> {
    return this.write(async () => {
      const { patterns } = this.interner;
      const { seqs, numbers, seenEarlier } = await learn();
      const newPatterns = patterns.notStored();
      const firstSeen = seenEarlier.map(({ number, firstSeenNanos: nanos }) => ({ number, nanos }));
      const tables = encodePatterns(newPatterns);
      const transfer = transferablesOf(tables);
      await this.thread.call("learn", { tables, seqs, numbers, firstSeen }, { transfer });
      patterns.markStored(newPatterns);
    });
  }

  private upkeepWhenChanged(): void {
    const isDue =
      !this.backfill.isDone || performance.now() - this.lastUpkeepMs >= idleUpkeepEveryMs;
    if (!this.hasChanged && !isDue) return;
    this.hasChanged = false;
    this.lastUpkeepMs = performance.now();
    this.upkeep().catch((error: unknown) => this.tally.failed(error));
  }

  /** One after the other: what a batch brings anew is known to be stored before the next is looked at. */
  private write<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lastWrite.then(work);
    this.lastWrite = done.catch(() => undefined); // its caller has been told
    return done;
  }
}

function unpack<Row>({ names, columns, rowCount }: PackedRows): Row[] {
  const rows = new Array<Row>(rowCount);
  for (let i = 0; i < rowCount; i++) {
    const row: Record<string, unknown> = {};
    for (let j = 0; j < names.length; j++) row[names[j] ?? ""] = columns[j]?.[i];
    rows[i] = row as Row; // the caller names the row its SQL gives
  }
  return rows;
}
