import { DuckDBInstance } from "@duckdb/node-api";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parquetRows } from "../../../src/cli/import/parquetRows";

const threadPath = join(import.meta.dirname, "../../../dist/parquet.js");
const folder = mkdtempSync(join(tmpdir(), "sidelight-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the database writes of a query. */
async function fileOf(sql: string, options: string): Promise<string> {
  const path = join(mkdtempSync(join(folder, "x")), "rows.parquet");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`copy (${sql}) to '${path}' (format parquet, ${options})`);
  instance.closeSync();
  return path;
}

async function rowsOf(path: string, patienceMs?: number) {
  const rows = [];
  for await (const { row } of parquetRows(path, threadPath, patienceMs)) rows.push(row);
  return rows;
}

test.each(["zstd", "snappy", "gzip", "brotli", "uncompressed"])(
  "rows of a file packed with %s are read",
  async (codec) => {
    const path = await fileOf(
      "select 'line ' || i as message, i from range(30000) t(i)",
      `codec ${codec}, row_group_size 10000`,
    );

    const rows = await rowsOf(path);

    expect(rows).toHaveLength(30_000);
    expect(rows[29_999]).toEqual({ message: "line 29999", i: 29_999 });
  },
);

test("lists, structs and maps are read, and rows that lack them", async () => {
  const path = await fileOf(
    `select i, if(i % 3 = 0, null, range(i % 5)) as list, if(i % 2 = 0, null, {a: i, b: 'x'}) as struct,
       if(i % 7 = 0, null, map {'k': i}) as map, null::integer as nothing
     from range(50000) t(i)`,
    "row_group_size 25000",
  );

  const rows = await rowsOf(path);

  expect(rows).toHaveLength(50_000);
  expect(rows[49_999]).toEqual({
    i: 49_999,
    list: [0, 1, 2, 3],
    struct: { a: 49_999, b: "x" },
    map: { k: 49_999 },
  });
  expect(rows[0]).toEqual({ i: 0 });
});

test("JSON keeps what it says is null, and the digits of long integers", async () => {
  const json = '{"a":null,"n":12345678901234567890,"o":{"b":null}}';
  const path = await fileOf(
    `select if(i = 0, '${json}'::json, null) as j, i from range(2) t(i)`,
    "codec snappy",
  );

  expect(await rowsOf(path)).toEqual([
    { j: { a: null, n: "12345678901234567890", o: { b: null } }, i: 0 },
    { i: 1 },
  ]);
});

test("a file that its decoder never comes to an end of is left, and said to be broken", async () => {
  const path = join(import.meta.dirname, "fixtures/endless.parquet");

  await expect(rowsOf(path, 1_000)).rejects.toThrow(
    `${path} cannot be read: its decoder got no further in 1 s: it is broken`,
  );
});

test("a file that promises more rows than it holds is no file of empty rows", async () => {
  const path = join(import.meta.dirname, "fixtures/promising.parquet");

  await expect(rowsOf(path)).rejects.toThrow(`The column "time" ends before row`);
});
