// A store in memory without a thread: the real schema, the real writer, the real reader.

import { BlockBuilder } from "../../../src/collector/store/blocks/blockBuilder";
import { encodeBatch } from "../../../src/collector/store/encodeBatch";
import { defaultDatabaseLimits } from "../../../src/collector/store/limits";
import { StoreInterner } from "../../../src/collector/store/interner";
import { type Database, openDatabase } from "../../../src/collector/store/openDatabase";
import { ConnectionPool } from "../../../src/collector/store/reader";
import type { Batch } from "../../../src/collector/pipeline/batch";
import { Writer } from "../../../src/collector/store/writer";

export class MemoryStore {
  readonly interner = new StoreInterner();
  readonly reader: ConnectionPool;

  static async open(): Promise<MemoryStore> {
    // As much as the store's thread gives to what does not fit: here is none who gives it and asks again.
    const { largeMemory } = defaultDatabaseLimits;
    const limits = { ...defaultDatabaseLimits, memory: largeMemory };
    const database = await openDatabase(":memory:", limits);
    return new MemoryStore(database, await Writer.open(database));
  }

  private constructor(
    private readonly database: Database,
    private readonly writer: Writer,
  ) {
    this.reader = new ConnectionPool(database, 2);
  }

  async commit(records: Partial<Batch>): Promise<void> {
    const batch = { logs: [], spans: [], points: [], ...records };
    const encoded = encodeBatch(batch, this.interner);
    await this.writer.commit(encoded.tables, encoded.lastSeq);
    this.interner.markStored(encoded.newResources, encoded.newSeries);
  }

  /** Builds blocks of so many logs, as many as there are; gives their number. */
  async buildBlocks(rows: number): Promise<number> {
    const builder = await BlockBuilder.open(this.database, rows);
    let count = 0;
    while (await builder.buildNext()) count++;
    builder.dispose();
    return count;
  }

  async clear(): Promise<void> {
    await this.writer.deleteAll();
  }

  dispose(): void {
    this.reader.dispose();
    this.writer.dispose();
    this.database.dispose();
  }
}
