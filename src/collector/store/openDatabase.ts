// Opens the store's file: checks who may read it, brings an older format up to date, and says in one
// clear message why a file cannot be opened. A file that is not ours or newer is never written.

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { type DatabaseLimits, defaultDatabaseLimits } from "./limits";
import type { Connects } from "./reader";
import { storeCorrupt, storeTooNew, toStoreError } from "./errors";
import format1 from "./schema.sql";
import format2 from "./sql/format2.sql";
import format3 from "./sql/format3.sql";
import format4 from "./sql/format4.sql";
import format5 from "./sql/format5.sql";
import formatOf from "./sql/formatOf.sql";
import setFormat from "./sql/setFormat.sql";
import tablesOf from "./sql/tables.sql";
import { sizeOf } from "./fileSize";

/** Entry n brings format n to n + 1; format 0 is an empty file. */
export const migrations: readonly string[] = [format1, format2, format3, format4, format5];

/**
 * Rows that are compressed together. A checkpoint writes the last, partly filled group again each time:
 * DuckDB's 122,880 cost 4 times the processor time of these, and a first page reads a whole group.
 */
const rowGroupSize = 16_384;

/** An open database whose connections are in the store. */
export class Database implements Connects {
  constructor(private readonly instance: DuckDBInstance) {}

  async connect(): Promise<DuckDBConnection> {
    const connection = await this.instance.connect();
    await connection.run("use store");
    return connection;
  }

  /** All its connections must be closed. */
  dispose(): void {
    this.instance.closeSync();
  }
}

/** @throws StoreError, of the kind that fits. */
export async function openDatabase(
  path: string,
  limits: DatabaseLimits = defaultDatabaseLimits,
  steps: readonly string[] = migrations,
): Promise<Database> {
  let database: Database | undefined;
  try {
    if (path !== ":memory:") {
      mkdirSync(dirname(path), { recursive: true });
      if (existsSync(path)) refuseForeignFile(path);
    }
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: limits.memory,
      threads: String(limits.threads),
      temp_directory: `${path}.tmp`,
      // Never on its own: an automatic checkpoint would hold up the commit that triggers it (upkeep.ts).
      checkpoint_threshold: "1TB",
      // Covered by DICT_FSST of the storage version below; trying it too costs half of each checkpoint.
      disabled_compression_methods: "fsst",
      // Gives memory back to the system after each burst instead of after 128 MB.
      allocator_flush_threshold: "8MB",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    database = new Database(instance);
    await attach(instance, path);
    const connection = await database.connect();
    try {
      await migrate(connection, path, steps);
    } finally {
      connection.closeSync();
    }
    return database;
  } catch (error) {
    database?.dispose();
    throw toStoreError(path, error);
  }
}

/** Attached, because that alone takes a size of row groups; afterwards no statement reaches another file. */
async function attach(instance: DuckDBInstance, path: string): Promise<void> {
  const connection = await instance.connect();
  try {
    const isNew = sizeOf(path) === 0;
    const version = isNew ? ", storage_version 'v1.5.0'" : "";
    await connection.run(
      `attach '${path.replaceAll("'", "''")}' as store (row_group_size ${rowGroupSize}${version})`,
    );
    await connection.run("set enable_external_access = false");
    // memory.ts sets it.
    await connection.run("set allowed_configs = ['memory_limit']");
    await connection.run("set lock_configuration = true");
  } finally {
    connection.closeSync();
  }
}

/** DuckDB's files begin with a checksum and then "DUCK". An empty file is as good as none. */
function refuseForeignFile(path: string): void {
  const head = Buffer.alloc(12);
  const file = openSync(path, "r+");
  try {
    const read = readSync(file, head, 0, head.length, 0);
    if (read > 0 && head.toString("latin1", 8, 12) !== "DUCK") {
      throw storeCorrupt(path, new Error("not a DuckDB file"));
    }
  } finally {
    closeSync(file);
  }
}

async function migrate(
  connection: DuckDBConnection,
  path: string,
  steps: readonly string[],
): Promise<void> {
  const found = await readFormat(connection, path);
  if (found > steps.length) throw storeTooNew(path, found, steps.length);
  if (found === steps.length) return;
  await connection.run("begin");
  for (const step of steps.slice(found)) await connection.run(step);
  await connection.run(setFormat, { format: String(steps.length) });
  await connection.run("commit");
}

async function readFormat(connection: DuckDBConnection, path: string): Promise<number> {
  const tables = await connection.runAndReadAll(tablesOf);
  const names = new Set(tables.getRows().map(([name]) => name));
  if (names.size === 0) return 0;
  if (!names.has("meta")) throw storeCorrupt(path, new Error("a DuckDB file of another program"));
  const [row] = (await connection.runAndReadAll(formatOf)).getRows();
  const format = Number(row?.[0]);
  // Not 0 either: an empty file alone has that, and this one has tables.
  if (!Number.isInteger(format) || format < 1) {
    throw storeCorrupt(path, new Error("no format version"));
  }
  return format;
}
