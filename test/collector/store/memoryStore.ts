// A store in memory without a thread: the real schema, the real writer, the real reader.

import type { DuckDBInstance } from "@duckdb/node-api";
import { encodeBatch } from "../../../src/collector/store/encodeBatch";
import { StoreInterner } from "../../../src/collector/store/interner";
import { openDatabase } from "../../../src/collector/store/openDatabase";
import { ConnectionPool } from "../../../src/collector/store/reader";
import type { Batch } from "../../../src/collector/store/recordStore";
import { Writer } from "../../../src/collector/store/writer";

export class MemoryStore {
  readonly interner = new StoreInterner();
  readonly reader: ConnectionPool;

  static async open(): Promise<MemoryStore> {
    const instance = await openDatabase(":memory:");
    return new MemoryStore(instance, await Writer.open(instance));
  }

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: Writer,
  ) {
    this.reader = new ConnectionPool(instance, 2);
  }

  async commit(records: Partial<Batch>): Promise<void> {
    const batch = { logs: [], spans: [], points: [], ...records };
    const encoded = encodeBatch(batch, this.interner);
    await this.writer.commit(encoded.tables, encoded.lastSeq);
    this.interner.markStored(encoded.newResources, encoded.newSeries);
  }

  async clear(): Promise<void> {
    await this.writer.deleteAll();
  }

  dispose(): void {
    this.reader.dispose();
    this.writer.dispose();
    this.instance.closeSync();
  }
}
