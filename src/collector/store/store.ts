// The store as the rest of the collector sees it, on the main thread: commits, reads, interning, upkeep.
// The database itself is on a thread of its own (writerThread.ts), because its writes block their caller.

import { Worker } from "node:worker_threads";
import type { PatternBook } from "../../shared/patterns/patternBook";
import type { Resource, Series } from "../../shared/record";
import type { Interner } from "../pipeline/intake";
import { encodeBatch, encodePatterns } from "./encodeBatch";
import { StoreError, storeClosed } from "./errors";
import { defaultInternerLimits, type InternerLimits, StoreInterner } from "./interner";
import {
  type DatabaseLimits,
  defaultDatabaseLimits,
  defaultRetentionLimits,
  type RetentionLimits,
} from "./limits";
import { loadInterned } from "./loadInterned";
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
import { ThreadClient } from "./threadCalls";
import { sizeOf } from "./fileSize";
import type { Opened, PackedRows, StoreCalls } from "./writerProtocol";

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
  const thread = new Worker(options.writerPath, { name: "sidelight-store" });
  const client = new ThreadClient<StoreCalls>(thread);
  try {
    const opened = await client.call("open", {
      path: options.path,
      database: options.database ?? defaultDatabaseLimits,
    });
    const interner = new StoreInterner(options.interner ?? defaultInternerLimits);
    const retention = options.retention ?? defaultRetentionLimits;
    const everyMs = options.upkeepEveryMs ?? defaultUpkeepEveryMs;
    const store = new Store(options.path, thread, client, interner, retention, everyMs, opened);
    await loadInterned(store, interner);
    return store;
  } catch (error) {
    await endThread(thread, client);
    throw error;
  }
}

export class Store implements CollectorStore, Interner, Reader {
  readonly reads: StoreReads;
  readonly readWhole: ReadWhole;
  readonly lastSeq: number;
  private lastWrite: Promise<unknown> = Promise.resolve();
  private disposed: Promise<void> | undefined;
  private readonly tally: StoreTally;
  private readonly upkeepTimer: NodeJS.Timeout;
  private readonly backfill: PatternBackfill;
  private hasChanged = true;
  private lastUpkeepMs = 0;

  constructor(
    readonly path: string,
    private readonly thread: Worker,
    private readonly client: ThreadClient<StoreCalls>,
    private readonly interner: StoreInterner,
    private readonly retention: RetentionLimits,
    upkeepEveryMs: number,
    opened: Opened,
  ) {
    this.reads = createReads(this, interner.patterns);
    this.readWhole = createReadWhole(this, interner.patterns);
    this.lastSeq = opened.lastSeq;
    this.tally = new StoreTally(opened);
    this.backfill = new PatternBackfill(this, interner.patterns, (learn) => this.learn(learn));
    this.upkeepTimer = setInterval(() => this.upkeepWhenChanged(), upkeepEveryMs);
    this.upkeepTimer.unref();
    thread.on("error", (error) => {
      client.fail(new StoreError("failed", `The store's thread ended: ${error.message}`, path));
    });
    thread.on("exit", () => client.fail(storeClosed(path)));
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

  /** @throws StoreError; nothing of the batch is stored then. */
  commit(batch: Batch): Promise<void> {
    return this.write(async () => {
      const encoded = encodeBatch(batch, this.interner);
      const { tables, newResources, newSeries, newPatterns, lastSeq } = encoded;
      if (tables.length === 0) return;
      const transfer = transferablesOf(tables);
      try {
        await this.client.call("commit", { tables, lastSeq }, { transfer });
      } catch (error) {
        this.tally.failed(error);
        throw error;
      }
      this.interner.markStored(newResources, newSeries);
      this.interner.patterns.markStored(newPatterns);
      this.tally.committed(batch, lastSeq);
      this.hasChanged = true;
    });
  }

  async all<Row>(sql: string, params: SqlParams = {}, signal?: AbortSignal): Promise<Row[]> {
    const options = signal === undefined ? {} : { signal };
    return unpack<Row>(await this.client.call("all", { sql, params }, options));
  }

  status(): StoreStatus {
    return {
      ...this.tally.status(),
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
    this.tally.retained(await this.client.call("retain", { limits: this.retention, nowMs }));
    if (this.tally.evictedCount === before) return;
    await this.write(async () => {
      const { resources, series, patterns } = await this.client.call("prune", undefined);
      this.interner.forget(resources, series);
      this.interner.patterns.forget(patterns);
    });
  }

  deleteAll(): Promise<void> {
    return this.write(async () => {
      await this.client.call("deleteAll", undefined);
      this.interner.patterns.clear();
      this.tally.deletedAll();
    });
  }

  /** Moves what is in the write-ahead log into the file. */
  async checkpoint(): Promise<void> {
    await this.client.call("checkpoint", undefined);
  }

  /** Commits what was handed over, checkpoints and closes. May be called again. */
  dispose(): Promise<void> {
    this.disposed ??= this.close();
    return this.disposed;
  }

  private async close(): Promise<void> {
    clearInterval(this.upkeepTimer);
    await this.lastWrite;
    await endThread(this.thread, this.client);
  }

  private learn(learn: () => Promise<LearntRows>): Promise<void> {
    return this.write(async () => {
      const { patterns } = this.interner;
      const { seqs, numbers, seenEarlier } = await learn();
      const newPatterns = patterns.notStored();
      const firstSeen = seenEarlier.map(({ number, firstSeenNanos: nanos }) => ({ number, nanos }));
      const tables = encodePatterns(newPatterns);
      const transfer = transferablesOf(tables);
      await this.client.call("learn", { tables, seqs, numbers, firstSeen }, { transfer });
      patterns.markStored(newPatterns);
    });
  }

  private upkeepWhenChanged(): void {
    const isDue = !this.backfill.isDone || Date.now() - this.lastUpkeepMs >= idleUpkeepEveryMs;
    if (!this.hasChanged && !isDue) return;
    this.hasChanged = false;
    this.lastUpkeepMs = Date.now();
    this.upkeep().catch((error: unknown) => this.tally.failed(error));
  }

  /** One after the other: what a batch brings anew is known to be stored before the next is looked at. */
  private write<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lastWrite.then(work);
    this.lastWrite = done.catch(() => undefined); // its caller has been told
    return done;
  }
}

/** Lets it end by itself: ended from outside while DuckDB works for it, it takes the process along. */
async function endThread(thread: Worker, client: ThreadClient<StoreCalls>): Promise<void> {
  const ended = new Promise((resolve) => thread.once("exit", resolve));
  try {
    await client.call("close", undefined);
  } catch {
    return; // it has ended already, and whoever called it was told why
  }
  await ended;
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
