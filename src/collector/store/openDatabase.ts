// Opens the store's file: checks who may read it, brings an older format up to date, and says in one
// clear message why a file cannot be opened. A file that is not ours or newer is never written.

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { storeCorrupt, storeTooNew, toStoreError } from "./errors";
import format1 from "./schema.sql";
import formatOf from "./sql/formatOf.sql";
import setFormat from "./sql/setFormat.sql";
import tablesOf from "./sql/tables.sql";

/** Entry n brings format n to n + 1; format 0 is an empty file. */
export const migrations: readonly string[] = [format1];

export interface DatabaseLimits {
  /** DuckDB's own bound on its buffers, as DuckDB writes sizes ("256MB"). */
  readonly memory: string;
  readonly threads: number;
}
// 256 MB keeps the whole collector under 400 MB resident with 5 M records; two threads leave the app its cores.
export const defaultDatabaseLimits: DatabaseLimits = { memory: "256MB", threads: 2 };

/** @throws StoreError, of the kind that fits. */
export async function openDatabase(
  path: string,
  limits: DatabaseLimits = defaultDatabaseLimits,
  steps: readonly string[] = migrations,
): Promise<DuckDBInstance> {
  let instance: DuckDBInstance | undefined;
  try {
    if (path !== ":memory:") {
      mkdirSync(dirname(path), { recursive: true });
      if (existsSync(path)) refuseForeignFile(path);
    }
    instance = await DuckDBInstance.create(path, {
      memory_limit: limits.memory,
      threads: String(limits.threads),
      // Never on its own: an automatic checkpoint would hold up the commit that triggers it (checkpoints.ts).
      checkpoint_threshold: "1TB",
      // Strings by dictionary and FSST at once: a third of the size of what older formats know.
      storage_compatibility_version: "v1.5.0",
      // Covered by the above; trying it too costs half of each checkpoint.
      disabled_compression_methods: "fsst",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      enable_external_access: path === ":memory:" ? "false" : "true",
    });
    const connection = await instance.connect();
    try {
      await migrate(connection, path, steps);
    } finally {
      connection.closeSync();
    }
    return instance;
  } catch (error) {
    instance?.closeSync();
    throw toStoreError(path, error);
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
  if (!Number.isInteger(format)) throw storeCorrupt(path, new Error("no format version"));
  return format;
}
