// When records arrived is noted once a minute, by whatever the wall clock shows.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encodeBatch } from "../../../src/collector/store/encodeBatch";
import { StoreInterner } from "../../../src/collector/store/interner";
import { type Database, openDatabase } from "../../../src/collector/store/openDatabase";
import { Writer } from "../../../src/collector/store/writer";
import { aLog } from "./builders";

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

let database: Database;
let writer: Writer;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  database = await openDatabase(":memory:");
  writer = await Writer.open(database);
});
afterEach(() => {
  vi.useRealTimers();
  writer.dispose();
  database.dispose();
});

/** A record at each of these times of the wall clock; the minutes that were noted. */
async function noted(...minutes: number[]): Promise<number[]> {
  const interner = new StoreInterner();
  for (const [i, at] of minutes.entries()) {
    vi.setSystemTime(start + at * minute);
    const batch = { logs: [aLog({ seq: i + 1 })], spans: [], points: [] };
    const { tables, lastSeq } = encodeBatch(batch, interner);
    await writer.commit(tables, lastSeq);
  }
  const connection = await database.connect();
  const found = await connection.runAndReadAll(
    "select time_unix_nano // 1000000 from arrivals order by seq",
  );
  connection.closeSync();
  return found.getRows().map(([ms]) => (Number(ms) - start) / minute);
}

test("arrivals are noted once a minute", async () => {
  expect(await noted(0, 0.5, 0.9, 1, 1.9, 2)).toEqual([0, 1, 2]);
});

test("a clock that was ahead and is set back goes on noting", async () => {
  expect(await noted(0, 600, 600.5, 1, 1.5, 2)).toEqual([0, 600, 1, 2]);
});
