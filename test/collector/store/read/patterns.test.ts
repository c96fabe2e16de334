// The list of patterns: what messages are cases of, counted by level and over time.

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import { patternIdOf } from "../../../../src/shared/patterns/patternBook";
import { aLog } from "../records";
import { MemoryStore } from "../memoryStore";

const start = 1_700_000_000_000_000_000n;
const second = 1_000_000_000n;
const never = new AbortController().signal;
const users = ["ann", "bob", "cid", "dan", "eve", "fay"];

let store: MemoryStore;
let reads: StoreReads;
beforeAll(async () => {
  store = await MemoryStore.open();
  reads = createReads(store.reader, store.interner.patterns);
});
beforeEach(async () => {
  await store.clear();
  store.interner.patterns.clear();
});
afterAll(() => store.dispose());

/** One second after the other; an entry is a message, or a message and its severity number. */
async function commit(messages: readonly (string | [string, number])[], firstSeq = 1) {
  await store.commit({
    logs: messages.map((message, i) => {
      const [body, severityNumber] = typeof message === "string" ? [message, 9] : message;
      const time = start + BigInt(firstSeq - 1 + i) * second;
      return aLog({
        seq: firstSeq + i,
        body,
        severityNumber,
        timeUnixNano: time,
        observedTimeUnixNano: time,
      });
    }),
  });
}

it("counts records by pattern, level and place in time, most frequent first", async () => {
  await commit(["took 5 ms", ["took 7 ms", 17], "Started", ["took 9 ms", 0]]);

  const list = await reads.patterns({ query: "", bars: 4 }, never);

  expect(list).toEqual({
    total: 4,
    count: 2,
    from: "2023-11-14T22:13:20.000000000Z",
    to: "2023-11-14T22:13:23.000000000Z",
    patterns: [
      {
        id: patternIdOf(store.interner.patterns.templateOf("took 1 ms", 1n)),
        text: "took <num> ms",
        count: 3,
        levels: { INFO: 1, ERROR: 1 },
        trend: [1, 1, 0, 1],
        firstTime: "2023-11-14T22:13:20.000000000Z",
        lastTime: "2023-11-14T22:13:23.000000000Z",
        firstSeen: "2023-11-14T22:13:20.000000000Z",
        lastSeq: 4,
        cases: 1,
      },
      expect.objectContaining({ text: "Started", count: 1, trend: [0, 0, 1, 0], lastSeq: 3 }),
    ],
  });
});

it("comes in any order, of which the first are listed", async () => {
  await commit([
    ...["took 5 ms", "took 6 ms", "took 7 ms", "took 8 ms"],
    ...[
      ["disk is full", 17],
      ["disk is full", 9],
      ["disk is full", 9],
    ],
    ...["Started", "Started", ["Fell over", 21], "took 9 ms", "Fell over", "Fell over"],
    "Said once",
  ] as (string | [string, number])[]);
  const first = async (order: "count" | "rare" | "new" | "worst") =>
    (await reads.patterns({ query: "", order, limit: 2 }, never)).patterns.map(({ text }) => text);

  expect(await first("count")).toEqual(["took <num> ms", "disk is full"]);
  expect(await first("rare")).toEqual(["Said once", "Started"]);
  expect(await first("new")).toEqual(["Said once", "Fell over"]);
  expect(await first("worst")).toEqual(["Fell over", "disk is full"]);
});

it("counts as one what was found to be one only later", async () => {
  await commit(users.map((user) => `user ${user} logged in`));
  await commit(["user zoe logged in"], 20);

  const { patterns } = await reads.patterns({ query: "" }, never);

  expect(patterns).toMatchObject([{ text: "user <str> logged in", count: 7, cases: 3 }]);
});

it("is of the records that the query, the times and seqs select", async () => {
  await commit(["took 5 ms", ["took 7 ms", 17], "Started", "Stopped"]);
  const ask = async (more: object) => {
    const { patterns } = await reads.patterns({ query: "", ...more }, never);
    return patterns.map(({ text, count }) => `${count} ${text}`);
  };

  expect(await ask({ query: "level:error" })).toEqual(["1 took <num> ms"]);
  expect(await ask({ sinceSeq: 2 })).toEqual(["1 Started", "1 Stopped"]);
  expect(await ask({ from: String(start + 2n * second) })).toEqual(["1 Started", "1 Stopped"]);
  expect(await ask({ to: String(start + second) })).toEqual(["1 took <num> ms"]);
  expect(await ask({ query: "nothing like this" })).toEqual([]);
});

it("keeps to the limit and says how many there are", async () => {
  await commit(["Started", "Stopped", "took 5 ms", "took 6 ms"]);

  const list = await reads.patterns({ query: "", limit: 1 }, never);

  expect(list).toMatchObject({ total: 4, count: 3, patterns: [{ text: "took <num> ms" }] });
});

it("shows what is new since a time, by arrival", async () => {
  await commit(["Started", "took 5 ms", "Stopped", "took 6 ms"]);

  const newSince = String(start + 2n * second);
  const { patterns } = await reads.patterns({ query: "", newSince }, never);

  expect(patterns.map(({ text }) => text)).toEqual(["Stopped"]);
});

it("tells the first and the last of those that match, and when the first of all was seen", async () => {
  await commit(["took 5 ms", "Started", ["took 7 ms", 17], "took 8 ms", ["took 9 ms", 17], "Done"]);

  const { patterns } = await reads.patterns({ query: "level:error", bars: 1, values: 2 }, never);

  expect(patterns).toMatchObject([
    {
      ...{ text: "took <num> ms", count: 2, trend: [2] },
      firstTime: "2023-11-14T22:13:22.000000000Z",
      lastTime: "2023-11-14T22:13:24.000000000Z",
      firstSeen: "2023-11-14T22:13:20.000000000Z",
      values: [{ distinct: 2, examined: 2, top: [{ value: "7" }, { value: "9" }] }],
    },
  ]);
});

it("shows what placeholders stand for, so that a wrong merge can be seen", async () => {
  await commit([
    ...users.map((user) => `user ${user} logged in from 10.0.0.1`),
    "user ann logged in from 10.0.0.2",
  ]);

  const { patterns } = await reads.patterns({ query: "level:info", values: 2 }, never);

  expect(patterns[0]?.values).toEqual([
    {
      distinct: 6,
      examined: 7,
      top: [
        { value: "ann", count: 2 },
        { value: "bob", count: 1 },
      ],
    },
    {
      distinct: 2,
      examined: 7,
      top: [
        { value: "10.0.0.1", count: 6 },
        { value: "10.0.0.2", count: 1 },
      ],
    },
  ]);
});

it("leaves out records that were stored before there were patterns", async () => {
  await commit(["Started", "Started"]);
  await store.reader.all("update logs set pattern_id = null where seq = 1");

  expect(await reads.patterns({ query: "" }, never)).toMatchObject({ total: 1, count: 1 });
});
