// Bounds on disk and age: the oldest go first, what is gone is counted, and the file levels off.

import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Store } from "../../../src/collector/store/store";
import { aLog, aPoint, storesOfTest } from "./builders";

const { newPath, open } = storesOfTest();
const MiB = 1024 * 1024;
const week = 7 * 24 * 3600 * 1000;

async function fill(store: Store, from: number, count: number): Promise<void> {
  const logs = Array.from(
    { length: count },
    (_, i) => aLog({ seq: from + i, body: randomBytes(150).toString("base64") }), // does not compress
  );
  await store.commit({ logs, spans: [], points: [] });
  await store.checkpoint();
}

async function seqs(store: Store): Promise<{ first: number; last: number; count: number }> {
  const [row] = await store.all<{ first: number; last: number; count: number }>(
    "select min(seq)::double as first, max(seq)::double as last, count(*)::double as count from logs",
  );
  return row!;
}

describe("by size", () => {
  test("the oldest records go, newest stay, and status counts them", async () => {
    const store = await open(newPath(), { retention: { sizeBytes: 2 * MiB, ageMs: week } });
    for (let n = 0; n < 4; n++) await fill(store, n * 5000 + 1, 5000);

    await store.upkeep();

    const { first, last, count } = await seqs(store);
    const status = store.status();
    expect(last).toBe(20_000);
    expect(first).toBeGreaterThan(1);
    expect(count).toBe(last - first + 1);
    expect(status.rows.logs).toBe(count);
    expect(status.evicted).toEqual({ size: 20_000 - count, age: 0 });
    expect(status.firstSeq).toBe(first);
  });

  test("the file levels off under steady load", async () => {
    const path = newPath();
    const store = await open(path, { retention: { sizeBytes: 2 * MiB, ageMs: week } });
    const sizes: number[] = [];

    for (let n = 0; n < 12; n++) {
      await fill(store, n * 4000 + 1, 4000);
      await store.upkeep();
      sizes.push(statSync(path).size);
    }

    expect(Math.max(...sizes.slice(6))).toBeLessThan(Math.max(...sizes.slice(0, 6)) * 1.3);
  });
});

describe("by age", () => {
  test("what arrived before goes, whatever time its sender wrote", async () => {
    const store = await open(newPath(), { retention: { sizeBytes: 100 * MiB, ageMs: 1000 } });
    await store.commit({ logs: [aLog({ seq: 1, timeUnixNano: 1n })], spans: [], points: [] });

    await store.upkeep(Date.now() + 500);
    const before = store.status();
    await store.upkeep(Date.now() + 5000);
    const after = store.status();

    expect(before.rows.logs).toBe(1);
    expect(after.rows.logs).toBe(0);
    expect(after.evicted).toEqual({ size: 0, age: 1 });
  });
});

test("series and resources that nothing refers to any more go, and come back with their next point", async () => {
  const path = newPath();
  const store = await open(path, { retention: { sizeBytes: 100 * MiB, ageMs: 1000 } });
  const resource = store.resource({ service: "shop", attributes: "{}", run: "" });
  const key = {
    name: "orders",
    type: "counter" as const,
    unit: "",
    description: "",
    service: "shop",
    attributes: "{}",
    resource,
    receiver: "test",
    run: "",
  };
  const series = store.series(key)!;
  await store.commit({ logs: [], spans: [], points: [aPoint(series, { seq: 1 })] });

  await store.upkeep(Date.now() + 5000);
  const pruned = await store.all("select id from series union all select id from resources");
  await store.commit({ logs: [], spans: [], points: [aPoint(series, { seq: 2 })] });

  expect(pruned).toEqual([]);
  expect(
    await store.all(
      "select s.name, r.service from points p join series s on s.id = p.series_id join resources r on r.id = s.resource_id",
    ),
  ).toEqual([{ name: "orders", service: "shop" }]);
});

test("deleting everything keeps the numbering", async () => {
  const path = newPath();
  const store = await open(path);
  await fill(store, 1, 100);

  await store.deleteAll();
  const status = store.status();
  await store.dispose();

  expect(status.rows).toEqual({ logs: 0, spans: 0, metrics: 0 });
  expect((await open(path)).lastSeq).toBe(100);
});

test("rows are counted on opening", async () => {
  const path = newPath();
  const store = await open(path);
  await fill(store, 5, 100);
  await store.dispose();

  const status = (await open(path)).status();

  expect(status.rows).toEqual({ logs: 100, spans: 0, metrics: 0 });
  expect([status.firstSeq, status.lastSeq]).toEqual([5, 104]);
  expect(status.diskBytes).toBeGreaterThan(0);
});
