// Deleting by age under clocks that are set: what is gone by a wrong time does not come back with the right one.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeBatch } from "../../../src/collector/store/encodeBatch";
import { StoreInterner } from "../../../src/collector/store/interner";
import { type Database, openDatabase } from "../../../src/collector/store/openDatabase";
import { nothingRemembered, Upkeep } from "../../../src/collector/store/upkeep";
import { Writer } from "../../../src/collector/store/writer";
import { aLog } from "./builders";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 1);
const limits = { ageMs: 7 * day, sizeBytes: 2 ** 40 };

let database: Database;
let writer: Writer;
let upkeep: Upkeep;
beforeEach(async () => {
  database = await openDatabase(":memory:");
  writer = await Writer.open(database);
});
afterEach(async () => {
  await upkeep.dispose();
  writer.dispose();
  database.dispose();
});

/** A record a time, in this order; then the store is opened. */
async function arrived(...timesMs: number[]): Promise<void> {
  const interner = new StoreInterner();
  const logs = timesMs.map((_, i) => aLog({ seq: i + 1 }));
  const encoded = encodeBatch({ logs, spans: [], points: [] }, interner);
  await writer.commit(encoded.tables, encoded.lastSeq);
  const connection = await database.connect();
  await connection.run("delete from arrivals");
  for (const [i, ms] of timesMs.entries()) {
    await connection.run("insert into arrivals values ($1, $2)", [
      BigInt(i + 1),
      BigInt(ms) * 1_000_000n,
    ]);
  }
  connection.closeSync();
  upkeep = await Upkeep.open(database, "/nowhere/sidelight.duckdb");
}

/** How many records go when the wall clock shows `wallMs`, so long after the store was opened. */
async function gone(wallMs: number, steadyMs: number): Promise<number> {
  return (await upkeep.retain(limits, wallMs, steadyMs)).evicted.age.logs;
}

describe("by age", () => {
  test("records go when their time has come, minute by minute", async () => {
    await arrived(start, start + hour);

    expect(await gone(start + hour, 0)).toBe(0);
    expect(await gone(start + 7 * day - 1, 7 * day - hour)).toBe(0);
    expect(await gone(start + 7 * day + 1, 7 * day - hour + 2)).toBe(1);
  });

  test("a clock that leaps forward deletes nothing until it has stayed there", async () => {
    await arrived(start, start + hour);
    await gone(start + hour, 0);
    const leap = 30 * day;

    expect(await gone(start + hour + leap, minute)).toBe(0);
    expect(await gone(start + hour + 9 * minute + leap, 10 * minute)).toBe(0);
    expect(await gone(start + hour + 10 * minute + leap, 11 * minute)).toBe(2);
  });

  test("what was seen of it outlives a database that is opened anew", async () => {
    await arrived(start, start + hour);
    await upkeep.dispose();
    const remembered = nothingRemembered();
    upkeep = await Upkeep.open(database, "/nowhere/sidelight.duckdb", remembered);
    const leap = 30 * day;
    expect(await gone(start + hour + leap, minute)).toBe(0);

    await upkeep.dispose();
    upkeep = await Upkeep.open(database, "/nowhere/sidelight.duckdb", remembered);

    expect(await gone(start + hour + 10 * minute + leap, 11 * minute)).toBe(2);
  });

  test("one that is put right again has deleted nothing", async () => {
    await arrived(start, start + hour);
    await gone(start + hour, 0);

    expect(await gone(start + 300 * day, minute)).toBe(0);
    expect(await gone(start + hour + 2 * minute, 2 * minute)).toBe(0);
    expect(await gone(start + 300 * day, 11 * minute)).toBe(0); // a new leap, not the old one confirmed
    expect(await gone(start + hour + 12 * minute, 12 * minute)).toBe(0);
  });

  test("records older than the limit go soon after a start, however long the machine was off", async () => {
    await arrived(start, start + hour);

    expect(await gone(start + 20 * day, 0)).toBe(0);
    expect(await gone(start + 20 * day + 11 * minute, 11 * minute)).toBe(2);
  });

  test("arrivals that were noted by a clock behind take no younger ones along", async () => {
    await arrived(start, start + hour, 1000, start + 2 * hour);

    expect(await gone(start + 3 * hour, 0)).toBe(0);
    expect(await gone(start + 7 * day + 1, 7 * day - 3 * hour)).toBe(1);
  });

  test("arrivals that were noted by a clock ahead keep no older ones", async () => {
    await arrived(start, start + 300 * day, start + hour, start + 2 * hour);

    expect(await gone(start + 3 * hour, 0)).toBe(0);
    expect(await gone(start + 7 * day + hour + 1, 7 * day - 2 * hour)).toBe(3);
  });
});
