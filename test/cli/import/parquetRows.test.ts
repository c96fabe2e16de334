import { DuckDBInstance } from "@duckdb/node-api";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parquetRows } from "../../../src/cli/import/parquetRows";

test.each(["zstd", "snappy", "gzip", "brotli", "uncompressed"])(
  "rows of a file packed with %s are read",
  async (codec) => {
    const path = join(mkdtempSync(join(tmpdir(), "sidelight-parquet-")), "rows.parquet");
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(
      `copy (select 'line ' || i as message, i from range(30000) t(i))
       to '${path}' (format parquet, codec ${codec}, row_group_size 10000)`,
    );
    instance.closeSync();

    const rows = [];
    for await (const { row } of parquetRows(path)) rows.push(row);

    expect(rows).toHaveLength(30_000);
    expect(rows[29_999]).toEqual({ message: "line 29999", i: 29_999 });
  },
);
