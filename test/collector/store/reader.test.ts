import { setImmediate } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AbortedError, ConnectionPool } from "../../../src/collector/store/reader";

const endless =
  "select sum(hash(a.range * b.range)) as n from range(1000000) a, range(100000000) b";

describe("ConnectionPool", () => {
  let instance: DuckDBInstance;
  let pool: ConnectionPool;
  beforeEach(async () => {
    instance = await DuckDBInstance.create(":memory:");
    pool = new ConnectionPool(instance, 1);
  });
  afterEach(() => {
    pool.dispose();
    instance.closeSync();
  });

  it("gives rows keyed by column, with named placeholders", async () => {
    const rows = await pool.all("select $a::bigint as a, $b || 'x' as b, [1, 2] as c, null as d", {
      a: 9007199254740993n,
      b: "y",
    });

    expect(rows).toEqual([{ a: 9007199254740993n, b: "yx", c: [1, 2], d: null }]);
  });

  it("stops a running query when its signal is aborted, and serves the next one", async () => {
    const controller = new AbortController();
    await pool.all("select 1"); // the connection is open
    const running = pool.all(endless, {}, controller.signal);
    await setImmediate(); // an earlier end would come before the database has it

    controller.abort();

    await expect(running).rejects.toBeInstanceOf(AbortedError);
    expect(await pool.all("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("lets a query that waits for a connection be aborted without disturbing the running one", async () => {
    const first = new AbortController();
    const second = new AbortController();
    const running = pool.all(endless, {}, first.signal);
    const waiting = pool.all("select 1", {}, second.signal);

    second.abort();

    await expect(waiting).rejects.toBeInstanceOf(AbortedError);
    first.abort();
    await expect(running).rejects.toBeInstanceOf(AbortedError);
  });

  it("refuses an answer that would not fit, and serves the next one", async () => {
    await expect(pool.all("select range from range(3000000)")).rejects.toThrow(/over 2000000 rows/);

    expect(await pool.all("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("rejects with the database's own error when the statement is wrong", async () => {
    await expect(pool.all("select nothing_like_it")).rejects.toThrow(/nothing_like_it/);
  });
});
