// The one writing connection of an open database. A commit is one transaction over all tables: rows go in
// by appenders on this thread, `commit` writes the log on a thread of libuv's pool.

import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";
import { ChunkWriter } from "./chunkWriter";
import type { PackedTable } from "./packTable";
import type { Connects } from "./reader";
import deleteAll from "./sql/deleteAll.sql";
import formatOf from "./sql/formatOf.sql";
import noteArrival from "./sql/noteArrival.sql";
import prunePatterns from "./sql/prunePatterns.sql";
import pruneResources from "./sql/pruneResources.sql";
import pruneSeries from "./sql/pruneSeries.sql";
import setFirstSeen from "./sql/setFirstSeen.sql";
import setIndexPatterns from "./sql/setIndexPatterns.sql";
import setPatterns from "./sql/setPatterns.sql";
import { tableNames, type TableName } from "./tables";
import type { Learnt } from "./writerProtocol";

/** How precisely retention by age knows arrivals. */
const arrivalEveryMs = 60_000;

export class Writer {
  private readonly tables = new Map<TableName, ChunkWriter>();
  private lastArrivalMs = 0;

  static async open(database: Connects): Promise<Writer> {
    const connection = await database.connect();
    const writer = new Writer(connection, await connection.prepare("commit"));
    for (const table of tableNames) {
      writer.tables.set(table, await ChunkWriter.create(writer.connection, table));
    }
    return writer;
  }

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly commitStatement: DuckDBPreparedStatement,
  ) {}

  /** Everything up to `lastSeq` has arrived. One call at a time. */
  async commit(tables: readonly PackedTable[], lastSeq: number): Promise<void> {
    await this.transaction(async () => {
      this.append(tables);
      await this.noteArrival(lastSeq);
    });
  }

  /** Between commits, and while nothing else changes the database. */
  async learn({ tables, seqs, numbers, firstSeen }: Learnt): Promise<void> {
    const rows = {
      seqs: JSON.stringify(seqs),
      numbers: JSON.stringify(numbers),
      from_seq: BigInt(seqs[0] ?? 0),
      to_seq: BigInt(seqs.at(-1) ?? -1),
    };
    await this.transaction(async () => {
      this.append(tables);
      await this.connection.run(setPatterns, rows);
      await this.connection.run(setIndexPatterns, rows);
      for (const { number, nanos } of firstSeen) {
        await this.connection.run(setFirstSeen, { id: number, nanos });
      }
    });
  }

  async deleteAll(): Promise<void> {
    await this.transaction(async () => {
      await this.connection.run(deleteAll);
    });
  }

  /** Deletes resources, series and patterns that no record refers to; to be called between commits. */
  async prune(): Promise<{ resources: number[]; series: number[]; patterns: number[] }> {
    const series = await this.ids(pruneSeries);
    const resources = await this.ids(pruneResources);
    const patterns = await this.ids(prunePatterns);
    return { resources, series, patterns };
  }

  /** Rejects when DuckDB has given the database up. */
  async probe(): Promise<void> {
    await this.connection.run(formatOf);
  }

  dispose(): void {
    for (const table of this.tables.values()) table.dispose();
    this.commitStatement.destroySync();
    this.connection.closeSync();
  }

  private append(tables: readonly PackedTable[]): void {
    for (const packed of tables) this.tables.get(packed.table)?.append(packed);
    for (const name of new Set(tables.map(({ table }) => table))) this.tables.get(name)?.flush();
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    await this.connection.run("begin");
    try {
      await work();
      await this.writeLog();
    } catch (error) {
      for (const table of this.tables.values()) table.clear();
      this.lastArrivalMs = 0;
      await this.connection.run("rollback").catch(() => undefined); // gone already when DuckDB gave up
      throw error;
    }
  }

  /**
   * `run("commit")` would spin in a thread of libuv's pool while one of DuckDB's waits for the disk: 3.1 ms of
   * CPU for a commit of five rows, against 1.0 ms when it is asked each millisecond whether it is done.
   */
  private async writeLog(): Promise<void> {
    const commit = this.commitStatement.start();
    await sleep(1); // for DuckDB's thread to take it: nobody took it yet means that it is done on this one
    await commit.runAllTasks();
    await commit.getResult();
  }

  private async ids(sql: string): Promise<number[]> {
    return (await this.connection.runAndReadAll(sql)).getRows().map(([id]) => Number(id));
  }

  private async noteArrival(seq: number): Promise<void> {
    const nowMs = Date.now();
    // A clock that was ahead and is set back goes on from there.
    if (Math.abs(nowMs - this.lastArrivalMs) < arrivalEveryMs) return;
    await this.connection.run(noteArrival, {
      seq: BigInt(seq),
      time_unix_nano: BigInt(nowMs) * 1_000_000n,
    });
    this.lastArrivalMs = nowMs;
  }
}
