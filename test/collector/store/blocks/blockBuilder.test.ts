// Blocks of a real store: made while nothing arrives, kept over a restart, gone with their records.

import { expect, test } from "vitest";
import { aLog, storesOfTest } from "../builders";

const { newPath, open } = storesOfTest();
const { signal } = new AbortController();
const blockRows = 32_768;

const logs = (count: number, firstSeq = 1) =>
  Array.from({ length: count }, (_, i) =>
    aLog({
      seq: firstSeq + i,
      body: i === 7 ? "the needle in it" : "hay",
      attributes: `{"took_ms":${i % 100},"tenant":"t-${i % 3}"}`,
    }),
  );
const blocksOf = async (store: Awaited<ReturnType<typeof open>>) =>
  (await store.all<{ n: number }>("select count(*)::integer as n from log_blocks"))[0]?.n ?? 0;
const built = (store: Awaited<ReturnType<typeof open>>, count: number) =>
  expect.poll(() => blocksOf(store)).toBe(count);

test("a store at rest makes blocks of what arrived, and answers from them and from the rest", async () => {
  const store = await open(newPath());
  await store.commit({ logs: logs(blockRows + 10), spans: [], points: [] });

  await built(store, 1);

  const total = async (query: string) =>
    (await store.reads.rowIndex({ signal: "logs", query }, signal)).total;
  expect(await total("")).toBe(blockRows + 10);
  expect(await total("took_ms:42 AND tenant:t-0")).toBe(110);
  expect(await total("needle")).toBe(1);
  expect(await total("took_ms:>99")).toBe(0);
}, 180_000);

test("blocks are there after a restart, and go on where they ended", async () => {
  const path = newPath();
  const first = await open(path);
  await first.commit({ logs: logs(blockRows), spans: [], points: [] });
  await built(first, 1);
  await first.dispose();
  const store = await open(path);

  await store.commit({ logs: logs(blockRows, blockRows + 1), spans: [], points: [] });
  await built(store, 2);

  expect(await store.all("select from_seq, to_seq from log_blocks order by 1")).toEqual([
    { from_seq: 0n, to_seq: BigInt(blockRows) },
    { from_seq: BigInt(blockRows + 1), to_seq: BigInt(2 * blockRows) },
  ]);
}, 180_000);

test("blocks go when everything is deleted, and the index with them", async () => {
  const store = await open(newPath());
  await store.commit({ logs: logs(blockRows), spans: [], points: [] });
  await built(store, 1);

  await store.deleteAll();
  await store.commit({ logs: logs(3, blockRows + 1), spans: [], points: [] });

  const page = { signal: "logs", query: "took_ms:2", order: "newest", limit: 10 } as const;
  expect(await blocksOf(store)).toBe(0);
  expect(await store.all("select 1 from log_index")).toEqual([]);
  expect((await store.reads.rows(page, signal)).rows).toHaveLength(1);
}, 180_000);

test("retention takes the index of what it deletes", async () => {
  const store = await open(newPath(), { retention: { sizeBytes: 2 ** 40, ageMs: 1000 } });
  await store.commit({ logs: logs(blockRows), spans: [], points: [] });
  await built(store, 1);

  await store.upkeep(Date.now() + 3_600_000);

  expect(await store.all("select 1 from logs limit 1")).toEqual([]);
  expect(await store.all("select 1 from log_index limit 1")).toEqual([]);
  expect(await blocksOf(store)).toBe(0);
}, 180_000);
