// When a filled database is opened anew: once, while nothing else is to do; and nobody loses anything by it.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Renewal } from "../../../src/collector/store/renewal";
import { patienceMs } from "../../patience";
import { aLog, storesOfTest } from "./builders";

const worthIt = 250_000;

describe("when", () => {
  let pace: { isIdle: boolean };
  let renewal: Renewal;
  let renewals: number;
  let fails: boolean;
  beforeEach(() => {
    vi.useFakeTimers();
    pace = { isIdle: true };
    renewals = 0;
    fails = false;
    renewal = new Renewal(pace, async () => {
      renewals++;
      await new Promise((done) => setTimeout(done, 700));
      if (fails) throw new Error("disk full");
      renewal.dispose(); // as closing the database does
    });
  });
  afterEach(() => {
    renewal.dispose();
    vi.useRealTimers();
  });

  test("once, after enough was written", async () => {
    renewal.committed(worthIt - 1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(renewals).toBe(0);

    renewal.committed(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(renewals).toBe(1);
  });

  test("not while there is something else to do", async () => {
    pace.isIdle = false;
    renewal.committed(worthIt);
    await vi.advanceTimersByTimeAsync(5000);
    expect(renewals).toBe(0);

    pace.isIdle = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(renewals).toBe(1);
  });

  test("again where it was not possible, one at a time", async () => {
    fails = true;
    renewal.committed(worthIt);
    await vi.advanceTimersByTimeAsync(1100);
    expect(renewals).toBe(1);

    await vi.advanceTimersByTimeAsync(2000);
    expect(renewals).toBe(3);
  });
});

const { newPath, open } = storesOfTest();

test("records go on being stored and questions answered while it happens", async () => {
  const store = await open(newPath());
  // In the instance's own memory, not in the file: gone when the database is opened anew.
  await store.all("create table memory.main.first_opening as select 1 as n");
  let seq = 0;
  const commit = (rows: number) =>
    store.commit({
      logs: Array.from({ length: rows }, () => aLog({ seq: ++seq, body: `order ${seq % 1000}` })),
      spans: [],
      points: [],
    });
  while (seq < worthIt) await commit(10_000);
  const isFirst = async () => {
    const [row] = await store.all<{ n: number }>(
      "select count(*)::integer as n from duckdb_tables() where table_name = 'first_opening'",
    );
    return row?.n === 1;
  };
  expect(await isFirst()).toBe(true);

  // A trickle of records and of questions, with pauses between them as people make.
  const until = performance.now() + patienceMs;
  while (await isFirst()) {
    expect(performance.now()).toBeLessThan(until);
    const resting = new Promise((done) => setTimeout(done, 400 + 40 * (seq % 20)));
    for (let i = 0; i < 10; i++) {
      await commit(1);
      await new Promise((done) => setTimeout(done, 40));
    }
    await resting;
    const [row] = await store.all<{ n: number }>("select count(*)::integer as n from logs");
    expect(row?.n).toBe(seq);
  }

  await commit(1);
  const asked = await store.all(
    "select count(*)::integer as n, max(seq)::integer as last from logs",
  );
  expect(asked).toEqual([{ n: seq, last: seq }]);
  expect(store.status()).toMatchObject({ restarts: 0, rows: { logs: seq } });
});
