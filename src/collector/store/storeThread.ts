// What runs on the store's thread: answers the main thread's calls over one open database. Writes follow
// each other; a database that DuckDB has given up (a full disk does that) is opened anew.

import type { DuckDBInstance } from "@duckdb/node-api";
import { storeClosed, toStoreError } from "./errors";
import { type Counts, noCounts } from "./evicted";
import { type DatabaseLimits, openDatabase } from "./openDatabase";
import { ConnectionPool } from "./reader";
import lastSeq from "./sql/lastSeq.sql";
import rowCounts from "./sql/rowCounts.sql";
import type { Handlers } from "./threadCalls";
import { Upkeep } from "./upkeep";
import { Writer } from "./writer";
import type { PackedRows, StoreCalls } from "./writerProtocol";

interface Database {
  readonly instance: DuckDBInstance;
  readonly writer: Writer;
  readonly upkeep: Upkeep;
  readonly readers: ConnectionPool;
}

export class StoreThread {
  private path = "";
  private limits: DatabaseLimits | undefined;
  private database: Database | undefined;
  private lastWrite: Promise<unknown> = Promise.resolve();
  private readonly inUse = new Set<Promise<unknown>>();

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
        const { writer, upkeep } = await this.opened();
        await writer.commit(tables, seq);
        await upkeep.afterCommit();
        return undefined;
      }),
    all: async ({ sql, params }, signal) => {
      const { readers } = await this.opened();
      return pack(await this.use(readers.all<Record<string, unknown>>(sql, params, signal)));
    },
    retain: async ({ limits, nowMs }) => {
      const { upkeep } = await this.opened();
      await this.use(upkeep.retain(limits, nowMs));
      return { evicted: upkeep.evicted, firstSeq: (await upkeep.range()).first };
    },
    prune: () => this.write(async () => (await this.opened()).writer.prune()),
    deleteAll: () =>
      this.write(async () => {
        const { writer, upkeep } = await this.opened();
        await writer.deleteAll();
        await upkeep.checkpoint();
        return undefined;
      }),
    checkpoint: () =>
      this.write(async () => {
        await (await this.opened()).upkeep.checkpoint();
        return undefined;
      }),
    close: () =>
      this.write(async () => {
        this.limits = undefined;
        await this.closeDatabase();
        return undefined;
      }),
  };

  private async opened(): Promise<Database> {
    if (this.database !== undefined) return this.database;
    if (this.limits === undefined) throw storeClosed(this.path);
    const instance = await openDatabase(this.path, this.limits);
    const database = {
      instance,
      writer: await Writer.open(instance),
      upkeep: await Upkeep.open(instance, this.path),
      readers: new ConnectionPool(instance),
    };
    this.database = database;
    return database;
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
      await this.database?.writer.probe();
      return true;
    } catch {
      return false; // "database has been invalidated": every later statement would fail, too
    }
  }

  /** Waits for the reads: a second instance on the file must not exist beside the first. */
  private async closeDatabase(): Promise<void> {
    const { database } = this;
    this.database = undefined;
    if (database === undefined) return;
    await database.upkeep.dispose();
    database.writer.dispose();
    await Promise.allSettled(this.inUse);
    database.readers.dispose();
    database.instance.closeSync();
  }
}

function pack(rows: readonly Readonly<Record<string, unknown>>[]): PackedRows {
  const names = Object.keys(rows[0] ?? {});
  return {
    names,
    rowCount: rows.length,
    columns: names.map((name) => rows.map((row) => row[name])),
  };
}
