// A database that DuckDB gives up over an error of its own is opened anew, and nobody notices.

import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { aLog, storesOfTest } from "../builders";
import { storeThreadOfTests } from "../bundle";

const { newPath, open } = storesOfTest();
const failing = storeThreadOfTests(join(import.meta.dirname, "invalidatedWriter.ts"));

const only = (seq: number) => ({ logs: [aLog({ seq })], spans: [], points: [] });
const count = "select count(*)::integer as n from logs";

test.each([
  ["give_up_1", "an error of DuckDB's own"],
  ["no_checkpoint_1", "a checkpoint that did not fit"],
])("%s: questions behind %s are answered, and commits go on", async (how) => {
  const store = await open(newPath(), { writerPath: failing() });
  await store.commit(only(1));

  const answers = await Promise.all([
    store.all(`${count} /* ${how} */`),
    ...Array.from({ length: 5 }, () => store.all(count)),
  ]);
  await store.commit(only(2));

  expect(answers).toEqual(Array.from({ length: 6 }, () => [{ n: 1 }]));
  expect(await store.all(count)).toEqual([{ n: 2 }]);
  expect(store.status()).toMatchObject({ restarts: 0, rows: { logs: 2 } });
});

test("one that does it each time is refused, and harms nobody", async () => {
  const store = await open(newPath(), { writerPath: failing() });
  await store.commit(only(1));

  await expect(store.all(`${count} /* give_up_9 */`)).rejects.toThrow(/failed: INTERNAL Error/);
  await store.commit(only(2));

  expect(await store.all(count)).toEqual([{ n: 2 }]);
});

// DuckDB 1.5.5 gave the database up within a hundred of these: duckdb/duckdb#22352, #25713.
test("windows over no rows beside each other are answered", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "4" });
  const sql = `
    with numbers as (select i from range(1) t(i)),
    found as (
      select * from numbers where i >= 5
      union all
      select * from numbers where not exists (select 1 from numbers where i >= 5)
    )
    select i, count(*) over ()::integer as n from found order by i desc limit 5`;
  const ask = async () => {
    const connection = await instance.connect();
    for (let i = 0; i < 500; i++) {
      const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
      expect(rows).toEqual([{ i: 0n, n: 1 }]);
    }
    connection.closeSync();
  };

  await Promise.all([ask(), ask(), ask(), ask()]);
  instance.closeSync();
});
