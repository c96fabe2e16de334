// A store from before there were patterns gets them, some rows at a time, whatever its records are.

import { describe, expect, it } from "vitest";
import { defaultDatabaseLimits } from "../../../src/collector/store/limits";
import { migrations, openDatabase } from "../../../src/collector/store/openDatabase";
import type { Store } from "../../../src/collector/store/store";
import { patternIdOf } from "../../../src/shared/patterns/patternBook";
import { aLog, storesOfTest } from "./builders";

const stores = storesOfTest();
const { signal } = new AbortController();
const second = 1_000_000_000n;
const start = 1_700_000_000n * second;

/** Format 2 is the last without patterns. */
async function anOldStore(rows: number): Promise<string> {
  const path = stores.newPath();
  const database = await openDatabase(path, defaultDatabaseLimits, migrations.slice(0, 2));
  const connection = await database.connect();
  await connection.run("insert into resources values (1, '', '', '{}')");
  await connection.run(
    `insert into logs (
      seq, time_unix_nano, observed_time_unix_nano, severity_number, body, event_name, attributes,
      resource_id, receiver
    )
    select i, ${start} + i, ${start} + i, 9,
      case when i % 2 = 0 then 'order ' || i || ' placed' when i % 3 = 0 then '' else 'Started' end,
      case when i % 3 = 0 then 'job.done' end, '{"a":1}', 1, 'otlp'
    from range(1, ${rows + 1}) t(i)`,
  );
  connection.closeSync();
  database.dispose();
  return path;
}

const withoutPattern = async (store: Store) =>
  (
    await store.all<{ n: number }>(
      "select count(*)::double as n from logs where pattern_id is null",
    )
  )[0]?.n ?? 0;

async function upkeepUntilDone(store: Store): Promise<number> {
  let steps = 0;
  for (; (await withoutPattern(store)) > 0; steps++) await store.upkeep();
  return steps;
}

describe("an old store", () => {
  it("shows the patterns of its records after some upkeep, counted and first seen when they came", async () => {
    const store = await stores.open(await anOldStore(9000));
    await store.commit({
      logs: [aLog({ seq: 9001, body: "order 9001 placed", observedTimeUnixNano: start + second })],
      spans: [],
      points: [],
    });

    await upkeepUntilDone(store);

    const { patterns, total } = await store.reads.patterns({ query: "" }, signal);
    expect(total).toBe(9001);
    expect(patterns.map(({ text, count }) => ({ text, count }))).toEqual([
      { text: "order <num> placed", count: 4501 },
      { text: "Started", count: 3000 },
      { text: "job.done", count: 1500 },
    ]);
    expect(patterns[0]?.firstSeen).toBe("2023-11-14T22:13:20.000000002Z");
    const [row] = (
      await store.reads.rows({ signal: "logs", query: "", order: "oldest", limit: 1 }, signal)
    ).rows;
    expect(row).toMatchObject({ seq: 1, pattern: patterns[1]?.id });
  });

  it("has them for good, and those that came later keep their numbers", async () => {
    const path = await anOldStore(20);
    const first = await stores.open(path);
    await upkeepUntilDone(first);
    const before = (await first.reads.patterns({ query: "" }, signal)).patterns;
    await first.dispose();

    const again = await stores.open(path);
    const { patterns } = await again.reads.patterns({ query: "" }, signal);

    expect(patterns).toEqual(before);
    expect(await withoutPattern(again)).toBe(0);
    const known = again.patterns.templateOf("Started", 1n);
    expect(patternIdOf(known)).toBe(patterns.find(({ text }) => text === "Started")?.id);
  });

  it("is filled while records arrive and are deleted", async () => {
    const store = await stores.open(await anOldStore(20_000), {
      retention: { sizeBytes: 2 ** 40, ageMs: 7 * 24 * 3_600_000 },
    });
    let seq = 20_000;
    const arriving = async () => {
      for (let i = 0; i < 20; i++) {
        const logs = Array.from({ length: 50 }, () =>
          aLog({ seq: ++seq, body: `new ${seq} came` }),
        );
        await store.commit({ logs, spans: [], points: [] });
      }
    };

    await Promise.all([arriving(), upkeepUntilDone(store)]);

    const { patterns } = await store.reads.patterns({ query: "" }, signal);
    expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(21_000);
    expect(patterns.find(({ text }) => text === "new <num> came")?.count).toBe(1000);
  });
});
