// What keeps the file small, off the hot path and on a connection of its own, one job at a time: moving the
// write-ahead log into the file, and deleting the oldest records past a size or an age. DuckDB's own
// checkpoint would run inside the commit that triggers it; this one lets commits go on for most of its time.

import type { DuckDBConnection } from "@duckdb/node-api";
import { BelievedClock } from "./believedClock";
import type { Connects } from "./reader";
import { sizeOf } from "./fileSize";
import type { RetentionLimits } from "./limits";
import { addCounts, type Evicted, noEvictions, type Retained, totalOf } from "./evicted";
import ageCut from "./sql/ageCut.sql";
import databaseSize from "./sql/databaseSize.sql";
import evictArrivals from "./sql/evictArrivals.sql";
import evictBlocks from "./sql/evictBlocks.sql";
import evictIndex from "./sql/evictIndex.sql";
import evictLogs from "./sql/evictLogs.sql";
import evictPoints from "./sql/evictPoints.sql";
import evictSpans from "./sql/evictSpans.sql";
import formatOf from "./sql/formatOf.sql";
import lastArrival from "./sql/lastArrival.sql";
import seqRange from "./sql/seqRange.sql";

/**
 * About 40,000 records: what is in the log is also in memory (50 MB, never spilled), and is read again after a crash. With
 * half of it each record cost a seventh more CPU: a checkpoint writes the last group of rows again.
 */
const walBytesToCheckpoint = 16 * 1024 * 1024;
/** When so much waits, because checkpoints met open transactions, commits wait for one. */
const walBytesToWait = 8 * walBytesToCheckpoint;
/** Of this it is also rid when nothing was committed for so long, so that questions have the memory. */
const walBytesAtRest = 1024 * 1024;
const restMs = 1000;
/** Past the limit the store is brought down to this share of it, so that each delete is worth its cost. */
const sizeAfterEviction = 0.9;
/** An estimate by rows may miss; then the next upkeep goes on. */
const maxRounds = 5;

/** What outlives one opening of the database. */
export interface Remembered {
  /** Not told yet: an upkeep that failed midway has deleted, too. */
  evicted: Evicted;
  clock: BelievedClock | undefined;
}

export const nothingRemembered = (): Remembered => ({ evicted: noEvictions(), clock: undefined });

export class Upkeep {
  /** The database must be opened anew. */
  isGivenUp = false;
  private lastJob: Promise<unknown> = Promise.resolve();
  private checkpointing: Promise<void> | undefined;
  /** In this stretch of `restMs`, and in the one before. */
  private hasCommitted = false;
  private wasBusy = false;
  private readonly restTimer: NodeJS.Timeout;

  static async open(
    database: Connects,
    path: string,
    remembered = nothingRemembered(),
  ): Promise<Upkeep> {
    return new Upkeep(await database.connect(), path, remembered);
  }

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly path: string,
    private readonly remembered: Remembered,
  ) {
    this.restTimer = setInterval(() => this.checkpointAtRest(), restMs);
    this.restTimer.unref();
  }

  /** To be called after each commit of records or of the index; waits only when the log has grown far too long. */
  async afterCommit(): Promise<void> {
    this.hasCommitted = true;
    const walBytes = sizeOf(`${this.path}.wal`);
    if (walBytes < walBytesToCheckpoint) return;
    const checkpointing = this.checkpointSoon();
    if (walBytes >= walBytesToWait) await checkpointing;
  }

  checkpoint(): Promise<void> {
    return this.job(async () => {
      try {
        await this.connection.run("checkpoint");
      } catch (error) {
        await this.probe();
        throw error;
      }
    });
  }

  /** Moves the log into the file beside what goes on; false where that was not possible. */
  async settle(): Promise<boolean> {
    if (!this.isSettled()) await this.checkpointSoon();
    return this.isSettled() && !this.isGivenUp;
  }

  /** Deletes what is too old, then the oldest while the store is too large. */
  retain(limits: RetentionLimits, wallMs: number, steadyMs = performance.now()): Promise<Retained> {
    return this.job(async () => {
      const clock = (this.remembered.clock ??= new BelievedClock({
        wallMs: await this.lastSeenMs(wallMs),
        steadyMs,
      }));
      const nowMs = Math.floor(clock.now({ wallMs, steadyMs }));
      await this.evictByAge(limits.ageMs, nowMs);
      await this.evictBySize(limits.sizeBytes);
      const { evicted } = this.remembered;
      this.remembered.evicted = noEvictions();
      if (totalOf(evicted.age) + totalOf(evicted.size) === 0) return { evicted };
      return { evicted, firstSeq: (await this.range()).first };
    });
  }

  private checkpointSoon(): Promise<void> {
    this.checkpointing ??= this.job(() => this.tryCheckpoint()).finally(() => {
      this.checkpointing = undefined;
    });
    return this.checkpointing;
  }

  /** Once for each pause. */
  private checkpointAtRest(): void {
    const isPause = this.wasBusy && !this.hasCommitted;
    this.wasBusy = this.hasCommitted;
    this.hasCommitted = false;
    if (isPause && !this.isSettled()) void this.checkpointSoon();
  }

  private isSettled(): boolean {
    return sizeOf(`${this.path}.wal`) < walBytesAtRest;
  }

  /** Ends with a checkpoint, so that the next start has no log to read. */
  async dispose(): Promise<void> {
    clearInterval(this.restTimer);
    await this.job(() => this.tryCheckpoint());
    this.connection.closeSync();
  }

  /** What time it was when something arrived last; `wallMs` where nothing ever did. */
  private async lastSeenMs(wallMs: number): Promise<number> {
    const [row] = await this.rows(lastArrival);
    return row === undefined ? wallMs : Number(row.time_ms);
  }

  private async evictByAge(ageMs: number, nowMs: number): Promise<void> {
    const [row] = await this.rows(ageCut, {
      cut_unix_nano: BigInt(Math.floor(nowMs - ageMs)) * 1_000_000n,
      now_unix_nano: BigInt(nowMs) * 1_000_000n,
    });
    const cut = Number(row?.seq ?? 0);
    if (cut === 0) return;
    const { first } = await this.range();
    if (first > 0 && first <= cut) await this.evict("age", cut);
  }

  private async evictBySize(limitBytes: number): Promise<void> {
    let used = await this.usedBytes();
    if (used <= limitBytes) return;
    for (let round = 0; round < maxRounds && used > limitBytes * sizeAfterEviction; round++) {
      const { first, last } = await this.range();
      if (first === 0) return; // nothing left to delete
      const share = 1 - (limitBytes * sizeAfterEviction) / used;
      await this.evict("size", first + Math.max(1, Math.floor((last - first + 1) * share)) - 1);
      used = await this.usedBytes();
    }
  }

  private async evict(reason: "size" | "age", cut: number): Promise<void> {
    const seq = BigInt(cut);
    await this.connection.run("begin");
    try {
      const counts = {
        logs: await this.change(evictLogs, { seq }),
        spans: await this.change(evictSpans, { seq }),
        metrics: await this.change(evictPoints, { seq }),
      };
      await this.change(evictIndex, { seq });
      await this.change(evictBlocks, { seq });
      await this.change(evictArrivals, { seq });
      await this.connection.run("commit");
      addCounts(this.remembered.evicted[reason], counts);
    } catch (error) {
      await this.connection.run("rollback").catch(() => undefined); // gone already when DuckDB gave up
      throw error;
    }
    await this.tryCheckpoint();
  }

  /** Of all tables; zeros when they are empty. */
  async range(): Promise<{ first: number; last: number }> {
    const [row] = await this.rows(seqRange);
    return { first: Number(row?.first_seq ?? 0), last: Number(row?.last_seq ?? 0) };
  }

  /** Blocks in use; the file keeps freed blocks and fills them again. */
  private async usedBytes(): Promise<number> {
    const [row] = await this.rows(databaseSize);
    return Number(row?.used_bytes ?? 0) + sizeOf(`${this.path}.wal`);
  }

  private async change(sql: string, params: Record<string, bigint>): Promise<number> {
    return (await this.connection.run(sql, params)).rowsChanged;
  }

  private async rows(sql: string, params: Record<string, bigint> = {}) {
    return (await this.connection.runAndReadAll(sql, params)).getRowObjectsJS();
  }

  private async tryCheckpoint(): Promise<void> {
    try {
      await this.connection.run("checkpoint");
    } catch {
      // A write was under way, or the disk is full. The next commit tries again, and every row is safe in the log.
      await this.probe();
    }
  }

  /** After a checkpoint that could not be written DuckDB answers nothing from this database any more. */
  private async probe(): Promise<void> {
    try {
      await this.connection.run(formatOf);
    } catch {
      this.isGivenUp = true;
    }
  }

  /** Runs between the jobs: no checkpoint and no eviction is under way meanwhile. */
  job<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lastJob.then(work);
    this.lastJob = done.catch(() => undefined); // its caller has been told
    return done;
  }
}
