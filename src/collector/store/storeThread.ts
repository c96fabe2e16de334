// What runs on the store's thread: answers the main thread's calls over one open database. Writes follow
// each other; a database that DuckDB has given up (a full disk does that) is opened anew, and so is one that this
// process has filled.

import { BlockBuilder } from "./blocks/blockBuilder";
import { BuildPace } from "./blocks/buildPace";
import { isFatal, storeClosed, storeThreadEnded, toStoreError } from "./errors";
import { type Counts, noCounts } from "./evicted";
import type { DatabaseLimits } from "./limits";
import { Memory } from "./memory";
import { type Database, openDatabase } from "./openDatabase";
import type { PackedTable } from "./packTable";
import { ConnectionPool } from "./reader";
import { Renewal } from "./renewal";
import lastSeq from "./sql/lastSeq.sql";
import rowCounts from "./sql/rowCounts.sql";
import type { Handlers } from "./threadCalls";
import { nothingRemembered, Upkeep } from "./upkeep";
import { Writer } from "./writer";
import type { PackedRows, StoreCalls } from "./writerProtocol";

interface Open {
  readonly database: Database;
  readonly writer: Writer;
  readonly upkeep: Upkeep;
  readonly readers: ConnectionPool;
  readonly builder: BlockBuilder;
  readonly pace: BuildPace;
  readonly renewal: Renewal;
  readonly memory: Memory;
}

export class StoreThread {
  private path = "";
  private limits: DatabaseLimits | undefined;
  private readonly remembered = nothingRemembered();
  private opening: Promise<Open> | undefined;
  private closing: Promise<void> = Promise.resolve();
  private lastWrite: Promise<unknown> = Promise.resolve();
  private readonly inUse = new Set<Promise<unknown>>();
  /** Of the questions under way. */
  private readonly stops = new Set<AbortController>();
  private endReason: Error | undefined;

  readonly handlers: Handlers<StoreCalls> = {
    open: async ({ path, database: limits }) => {
      this.path = path;
      this.limits = limits;
      const { readers, upkeep } = await this.opened();
      const [last] = await readers.all<{ last_seq: number }>(lastSeq);
      const [rows] = await readers.all<Counts>(rowCounts);
      return {
        firstSeq: (await upkeep.range()).first,
        lastSeq: last?.last_seq ?? 0,
        rows: rows ?? noCounts(),
      };
    },
    commit: ({ tables, lastSeq: seq }) =>
      this.write(async () => {
        const { writer, upkeep, pace, renewal, memory } = await this.opened();
        await memory.enoughFor(() => writer.commit(tables, seq), rowsIn(tables));
        pace.committed(logsIn(tables));
        renewal.committed(rowsIn(tables));
        await upkeep.afterCommit();
        return undefined;
      }),
    learn: (learnt) =>
      this.write(async () => {
        const { writer, upkeep, memory } = await this.opened();
        await upkeep.job(() => memory.enoughFor(() => writer.learn(learnt)));
        await upkeep.afterCommit();
        return undefined;
      }),
    all: async (question, signal) => {
      try {
        return await this.ask(question, signal);
      } catch (error) {
        if (!isFatal(error)) throw error;
      }
      // Another question may have been what DuckDB gave the database up over: once more on one opened anew.
      try {
        return await this.ask(question, signal);
      } catch (error) {
        throw isFatal(error) ? toStoreError(this.path, error) : error;
      }
    },
    retain: async ({ limits, nowMs }) => {
      const { upkeep } = await this.openedBeside();
      return await this.use(upkeep.retain(limits, nowMs));
    },
    prune: () => this.write(async () => (await this.opened()).writer.prune()),
    deleteAll: () =>
      this.write(async () => {
        const { writer, upkeep } = await this.opened();
        await upkeep.job(() => writer.deleteAll());
        await upkeep.checkpoint();
        return undefined;
      }),
    checkpoint: () =>
      this.write(async () => {
        await (await this.opened()).upkeep.checkpoint();
        return undefined;
      }),
    close: async () => {
      await this.end();
      return undefined;
    },
  };

  /** Closes the database after what is under way; every later call is refused. */
  end(): Promise<void> {
    return this.write(async () => {
      this.limits = undefined;
      await this.closeDatabase();
    });
  }

  /** The same for a thread that has to go: questions under way are not waited for, but stopped. */
  endEarly(reason: string): Promise<void> {
    this.endReason = storeThreadEnded(this.path, reason);
    for (const stop of this.stops) stop.abort();
    return this.end();
  }

  private async ask(
    question: StoreCalls["all"]["params"],
    signal: AbortSignal,
  ): Promise<PackedRows> {
    const { memory } = await this.openedBeside();
    return await memory.enoughFor(() => this.askOnce(question, signal));
  }

  private async askOnce(
    { sql, params }: StoreCalls["all"]["params"],
    signal: AbortSignal,
  ): Promise<PackedRows> {
    const { readers, upkeep, pace } = await this.openedBeside();
    const stop = new AbortController();
    this.stops.add(stop);
    signal.addEventListener("abort", () => stop.abort(), { once: true });
    if (signal.aborted || this.endReason !== undefined) stop.abort();
    try {
      const rows = readers.all<Record<string, unknown>>(sql, params, stop.signal);
      return pack(await this.use(pace.during(rows)));
    } catch (error) {
      if (this.endReason !== undefined && !signal.aborted) throw this.endReason;
      if (isFatal(error)) upkeep.isGivenUp = true;
      throw error;
    } finally {
      this.stops.delete(stop);
    }
  }

  /** For writes. */
  private async opened(): Promise<Open> {
    const open = await this.openOnce();
    if (!open.upkeep.isGivenUp) return open;
    await this.closeDatabase();
    return await this.openOnce();
  }

  /** The same beside the writes: a database that was given up is closed between two of them. */
  private async openedBeside(): Promise<Open> {
    const open = await this.openOnce();
    return open.upkeep.isGivenUp ? await this.write(() => this.opened()) : open;
  }

  private openOnce(): Promise<Open> {
    if (this.opening === undefined) {
      const opening = this.closing.then(() => this.openNow());
      this.opening = opening;
      opening.catch(() => {
        if (this.opening === opening) this.opening = undefined; // the next call tries again
      });
    }
    return this.opening;
  }

  private async openNow(): Promise<Open> {
    const { limits } = this;
    if (limits === undefined) throw storeClosed(this.path);
    const database = await openDatabase(this.path, limits);
    const upkeep = await Upkeep.open(database, this.path, this.remembered);
    const builder = await BlockBuilder.open(database);
    const memory = await Memory.open(database, limits);
    const pace = new BuildPace(builder, async (work) => {
      const isBuilt = await upkeep.job(() => memory.enoughFor(work));
      await upkeep.afterCommit();
      return isBuilt;
    });
    return {
      database,
      writer: await Writer.open(database),
      upkeep,
      readers: new ConnectionPool(database),
      builder,
      pace,
      renewal: new Renewal(pace, () => this.renew(upkeep)),
      memory,
    };
  }

  /** Who asks or writes meanwhile waits for a tenth of a second, since the log is in the file already. */
  private async renew(upkeep: Upkeep): Promise<void> {
    if (!(await upkeep.settle())) return;
    await this.write(async () => {
      const isOpen = (await this.opening)?.upkeep === upkeep;
      if (!isOpen || this.inUse.size > 0) return;
      await this.closeDatabase();
      await this.openOnce();
    });
  }

  /** One write at a time; a failed one leaves a usable database, or a closed one that the next call opens. */
  private write<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lastWrite.then(async () => {
      try {
        return await work();
      } catch (error) {
        if (!(await this.isUsable())) await this.closeDatabase();
        throw toStoreError(this.path, error);
      }
    });
    this.lastWrite = done.catch(() => undefined); // its caller has been told
    return done;
  }

  /** What is under way beside the writes, and must end before the database is closed. */
  private async use<T>(query: Promise<T>): Promise<T> {
    this.inUse.add(query);
    try {
      return await query;
    } finally {
      this.inUse.delete(query);
    }
  }

  private async isUsable(): Promise<boolean> {
    try {
      await (await this.opened()).writer.probe();
      return true;
    } catch {
      return false; // "database has been invalidated": every later statement would fail, too
    }
  }

  /** Whoever opens next waits: a second instance on the file must not exist beside the first. */
  private closeDatabase(): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    if (opening !== undefined) this.closing = this.closing.then(() => this.closeNow(opening));
    return this.closing;
  }

  private async closeNow(opening: Promise<Open>): Promise<void> {
    let open: Open;
    try {
      open = await opening;
    } catch {
      return; // it never was open, and who asked for it was told
    }
    open.pace.dispose();
    open.renewal.dispose();
    await open.memory.dispose();
    await open.upkeep.dispose();
    open.builder.dispose();
    open.writer.dispose();
    await Promise.allSettled(this.inUse);
    open.readers.dispose();
    open.database.dispose();
  }
}

const logsIn = (tables: readonly PackedTable[]): number =>
  tables.reduce((rows, { table, rowCount }) => (table === "logs" ? rows + rowCount : rows), 0);

const rowsIn = (tables: readonly PackedTable[]): number =>
  tables.reduce((rows, { rowCount }) => rows + rowCount, 0);

function pack(rows: readonly Readonly<Record<string, unknown>>[]): PackedRows {
  const names = Object.keys(rows[0] ?? {});
  return {
    names,
    rowCount: rows.length,
    columns: names.map((name) => rows.map((row) => row[name])),
  };
}
