// What can be wrong with a store's file: one clear message each, and the file is left as it was.

import { DuckDBInstance } from "@duckdb/node-api";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { StoreError, StoreTooNewError } from "../../../src/collector/store/errors";
import { defaultDatabaseLimits } from "../../../src/collector/store/limits";
import { migrations, openDatabase } from "../../../src/collector/store/openDatabase";
import { aLog, storesOfTest } from "./builders";

const { newFolder, newPath, open } = storesOfTest();
const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
const failure = (promise: Promise<unknown>): Promise<StoreError> =>
  promise.then(
    () => expect.fail("should have been refused"),
    (error: unknown) => error as StoreError,
  );

async function withDatabase(path: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

test("a store of a newer format is refused by path and format, and not changed", async () => {
  const path = newPath();
  await (await open(path)).dispose();
  await withDatabase(path, "update meta set value = '99' where key = 'format_version'");
  const before = digest(path);

  const error = await failure(open(path));

  expect(error).toBeInstanceOf(StoreTooNewError);
  expect(error.message).toContain(path);
  expect(error.message).toContain("format 99");
  expect(digest(path)).toBe(before);
});

test.each([
  ["none", "delete from meta where key = 'format_version'"],
  ["no number", "update meta set value = 'two' where key = 'format_version'"],
  ["an empty one", "update meta set value = '' where key = 'format_version'"],
  ["nothing's", "update meta set value = '0' where key = 'format_version'"],
  ["a negative one", "update meta set value = '-1' where key = 'format_version'"],
  ["a broken one", "update meta set value = '1.5' where key = 'format_version'"],
])("a store whose format is %s is refused by path, and not changed", async (_, sql) => {
  const path = newPath();
  await (await open(path)).dispose();
  await withDatabase(path, sql);
  const before = digest(path);

  const error = await failure(open(path));

  expect(error.kind).toBe("corrupt");
  expect(error.message).toContain(path);
  expect(error.message).toContain("Move it away");
  expect(digest(path)).toBe(before);
});

test("an older format is brought up to date step by step, with its rows", async () => {
  const path = newPath();
  const store = await open(path);
  await store.commit({ logs: [aLog({ seq: 1, body: "kept" })], spans: [], points: [] });
  await store.dispose();
  const steps = [
    ...migrations,
    "alter table logs add column colour varchar default 'red'",
    "create table later (id integer)",
  ];

  const database = await openDatabase(path, defaultDatabaseLimits, steps);
  const connection = await database.connect();
  const rows = await connection.runAndReadAll(
    "select body, colour, (select value from meta) from logs",
  );
  connection.closeSync();
  database.dispose();

  expect(rows.getRows()).toEqual([["kept", "red", String(steps.length)]]);
});

test("a store of the first format opens with its rows", async () => {
  const path = newPath();
  const first = await openDatabase(path, defaultDatabaseLimits, migrations.slice(0, 1));
  const connection = await first.connect();
  await connection.run(
    `insert into logs (seq, time_unix_nano, observed_time_unix_nano, severity_number, body, attributes, resource_id, receiver)
    values (1, 0, 0, 9, 'kept', '{"a":1}', 0, 'test')`,
  );
  connection.closeSync();
  first.dispose();

  const store = await open(path);

  const query = { signal: "logs", query: "a:1", order: "newest", limit: 10 } as const;
  const { rows } = await store.reads.rows(query, new AbortController().signal);
  expect(rows).toMatchObject([{ body: "kept" }]);
});

test("a migration that fails leaves the store as it was", async () => {
  const path = newPath();
  await (await open(path)).dispose();

  const error = await failure(
    openDatabase(path, defaultDatabaseLimits, [
      ...migrations,
      "create table half (id integer)",
      "select nonsense",
    ]),
  );
  const store = await open(path);

  expect(error.message).toContain(path);
  expect(await store.all("select value from meta")).toEqual([{ value: String(migrations.length) }]);
  expect(await store.all("select 1 from duckdb_tables() where table_name = 'half'")).toEqual([]);
});

test("a file that is no store is refused and not changed", async () => {
  const path = newPath();
  writeFileSync(path, "these are my notes, not a database ".repeat(200));
  const before = digest(path);

  const error = await failure(open(path));

  expect(error.kind).toBe("corrupt");
  expect(error.message).toMatch(/damaged or no Sidelight store.*Move it away/);
  expect(digest(path)).toBe(before);
});

test("a DuckDB file of another program is refused and not changed", async () => {
  const path = newPath();
  await withDatabase(path, "create table mine (id integer)");
  const before = digest(path);

  const error = await failure(open(path));

  expect(error.kind).toBe("corrupt");
  expect(digest(path)).toBe(before);
});

test("a damaged store is refused", async () => {
  const path = newPath();
  await (await open(path)).dispose();
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096, 12_288);
  writeFileSync(path, bytes);

  expect((await failure(open(path))).kind).toBe("corrupt");
});

test("a store that another process holds is refused with that process", async () => {
  const path = newPath();
  await (await open(path)).dispose();
  const holder = spawn(process.execPath, [
    "-e",
    `require("@duckdb/node-api").DuckDBInstance.create(${JSON.stringify(path)}).then(i => { globalThis.i = i; console.log("open"); setInterval(() => i, 1000) })`,
  ]);
  try {
    await new Promise((resolve) => holder.stdout.once("data", resolve));

    const error = await failure(open(path));

    expect(error.kind).toBe("locked");
    expect(error.message).toContain(`process ${String(holder.pid)}`);
  } finally {
    holder.kill();
  }
});

test.skipIf(process.platform === "win32")("a read-only folder is said to be one", async () => {
  const folder = newFolder();
  chmodSync(folder, 0o555);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.("nobody"); // nothing is read-only to root

  const error = await failure(open(`${folder}/store.duckdb`)).finally(() => {
    if (isRoot) process.seteuid?.(0);
  });

  expect(error.kind).toBe("read-only");
  expect(error.message).toMatch(/write permission|another data folder/);
});

test("a path that cannot be is named", async () => {
  const folder = newFolder();
  writeFileSync(`${folder}/file`, "");

  const error = await failure(open(`${folder}/file/store.duckdb`));

  expect(error).toBeInstanceOf(StoreError);
  expect(error.message).toContain(`${folder}/file/store.duckdb`);
});
