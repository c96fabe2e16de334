// The store's thread is killed for real: what was acknowledged stays, what waits goes on, the rest is told.

import { join } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { Counters } from "../../../../src/collector/pipeline/counters";
import { CommitIntake, StoreFailedError } from "../../../../src/collector/pipeline/intake";
import type { Store } from "../../../../src/collector/store/store";
import { aLog, storesOfTest } from "../builders";
import { storeThreadOfTests } from "../bundle";

const { newPath, open } = storesOfTest();
const mortal = storeThreadOfTests(join(import.meta.dirname, "mortalWriter.ts"));

function kill(how: "die" | "hoard" = "die"): void {
  const channel = new BroadcastChannel(`sidelight-kill-${process.pid}`);
  channel.postMessage(how);
  channel.close();
}

const restartsOf = (store: Store) => expect.poll(() => store.status().restarts);
const logsOf = async (store: Store): Promise<number[]> =>
  (await store.all<{ seq: bigint }>("select seq from logs order by seq")).map(({ seq }) =>
    Number(seq),
  );
const only = (seq: number) => ({ logs: [aLog({ seq })], spans: [], points: [] });

test("a thread that dies is started again, with what was stored, and says so", async () => {
  const store = await open(newPath(), { writerPath: mortal() });
  await store.commit(only(1));

  kill();
  await restartsOf(store).toBe(1);
  await store.commit(only(2));

  expect(await logsOf(store)).toEqual([1, 2]);
  expect(store.status()).toMatchObject({ restarts: 1, rows: { logs: 2 }, lastSeq: 2 });
  expect(store.status().problem).toMatch(/thread ended \(killed by the test\)/);
});

test("under load nothing acknowledged is lost, and nothing that was refused is stored", async () => {
  const store = await open(newPath(), { writerPath: mortal() });
  const counters = new Counters();
  const intake = new CommitIntake(store, store, counters);
  const acknowledged: number[] = [];
  const refused: number[] = [];
  const send = async () => {
    const log = aLog({ seq: 0, body: `order ${acknowledged.length}` });
    try {
      await intake.accept("test", { logs: [log] }, 100);
      acknowledged.push(log.seq);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreFailedError);
      refused.push(log.seq);
    }
  };
  const sendUntil = async (isEnough: () => boolean) => {
    while (!isEnough()) await Promise.all(Array.from({ length: 20 }, send));
  };

  await sendUntil(() => acknowledged.length >= 200);
  for (const death of [1, 2]) {
    kill(death === 1 ? "die" : "hoard");
    await sendUntil(() => store.status().restarts === death);
    const before = acknowledged.length;
    await sendUntil(() => acknowledged.length >= before + 100);
  }

  expect(await logsOf(store)).toEqual(acknowledged.sort((a, b) => a - b));
  const { stored, refused: refusals } = counters.of("test");
  expect(stored).toBe(acknowledged.length);
  expect(refusals.get("store-failed") ?? 0).toBe(refused.length);
  expect(store.status().rows.logs).toBe(acknowledged.length);
});

test("one whose heap fills up ends alone, and stops the question under way", async () => {
  const store = await open(newPath(), { writerPath: mortal() });
  await store.commit(only(1));
  const question = store.all("select count(*) from range(200000000000) where range % 7 = 3");
  const failed = expect(question).rejects.toThrow(/its memory was full.*ask or send again/);

  kill("hoard");
  await failed;
  await restartsOf(store).toBe(1);
  await store.commit(only(2));

  expect(await logsOf(store)).toEqual([1, 2]);
  expect(store.status().problem).toMatch(/its memory was full/);
});

test("an answer that would fill its heap is refused, and harms nobody", async () => {
  const store = await open(newPath(), { writerPath: mortal() });
  const columns = Array.from({ length: 14 }, (_, i) => `range + ${i} as c${i}`);

  const large = store.all(`select ${columns.join()} from range(1000000)`);
  const commits = [1, 2, 3].map((seq) => store.commit(only(seq)));

  await expect(large).rejects.toThrow(/does not fit in memory: ask for less/);
  await Promise.all(commits);
  expect(await logsOf(store)).toEqual([1, 2, 3]);
  expect(store.status().restarts).toBe(0);
});

test("one that dies each time is left alone for a while, and says so", async () => {
  const store = await open(newPath(), { writerPath: mortal() });
  await store.commit(only(1));

  for (const death of [1, 2, 3]) {
    kill();
    await restartsOf(store).toBe(death);
    await logsOf(store);
  }
  kill();

  await expect.poll(() => store.status().problem).toMatch(/4 times within/);
  await expect(store.commit(only(2))).rejects.toThrow(/started again in a minute/);
  expect(store.status().restarts).toBe(3);
});
