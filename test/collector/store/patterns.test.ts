// Patterns in the store: stored with their records, found by the query language as the live tail finds them.

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPatternIdsOf } from "../../../src/collector/store/patternsOfRecords";
import { createReads } from "../../../src/collector/store/reads";
import { idsOf, patternIdOf } from "../../../src/shared/patterns/patternBook";
import { parseQuery } from "../../../src/shared/query/parser";
import { compilePredicate } from "../../../src/shared/query/predicate";
import type { LogJson } from "../../../src/shared/contract/json";
import type { LogRecord } from "../../../src/shared/record";
import { aLog, storesOfTest } from "./builders";
import { MemoryStore } from "./memoryStore";

const users = ["ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal"];
const logsOf = (messages: readonly string[], firstSeq = 1) =>
  messages.map((body, i) => aLog({ seq: firstSeq + i, body }));
const never = new AbortController().signal;
const all = { signal: "logs", query: "", order: "oldest", limit: 1000 } as const;

describe("a pattern in a query", () => {
  let store: MemoryStore;
  let find: (query: string) => Promise<number[]>;
  beforeAll(async () => {
    store = await MemoryStore.open();
    const reads = createReads(store.reader, store.interner.patterns);
    find = async (query) => (await reads.rows({ ...all, query }, never)).rows.map(({ seq }) => seq);
  });
  beforeEach(() => store.clear());
  afterAll(() => store.dispose());

  const idOf = (message: string) => patternIdOf(store.interner.patterns.templateOf(message, 1n));

  it("finds its records, also those stored before it was known to be one", async () => {
    await store.commit({ logs: logsOf([...users.map((u) => `user ${u} logged in`), "Started"]) });
    await store.commit({ logs: logsOf(["user zoe logged in"], 10) });

    expect(await find(`pattern:${idOf("user ann logged in")}`)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 10,
    ]);
    expect(await find(`NOT pattern:${idOf("user ann logged in")}`)).toEqual([9]);
    expect(await find(`pattern:${idOf("Started").toUpperCase()}`)).toEqual([9]);
  });

  it("by the id of one case finds that case only", async () => {
    await store.commit({ logs: logsOf(users.map((user) => `user ${user} logged in`)) });
    const [own] = idsOf(store.interner.patterns.templateOf("user ann logged in", 1n));

    expect(await find(`pattern:${own ?? ""}`)).toEqual([1]);
  });

  it("is named on each row, and groups records by what they are now known to be", async () => {
    await store.commit({ logs: logsOf(users.map((user) => `user ${user} logged in`)) });
    const reads = createReads(store.reader, store.interner.patterns);
    const id = idOf("user ann logged in");

    const page = await reads.rows(all, never);
    const groups = await reads.groups({ signal: "logs", query: "", by: ["pattern"] }, never);
    const values = await reads.values({ signal: "logs", query: "", field: "pattern" }, never);

    expect(page.rows.map((row) => (row as LogJson).pattern)).toEqual(users.map(() => id));
    expect(groups).toEqual([{ group: { pattern: id }, value: 8 }]);
    expect(values).toEqual([{ value: id, count: 8 }]);
  });

  it("of an event without a message goes by the event's name", async () => {
    const event = aLog({ seq: 1, body: "", eventName: "disk.full" });
    await store.commit({ logs: [event] });

    expect(await find(`pattern:${idOf("disk.full")}`)).toEqual([1]);
  });

  it("finds nothing that it does not name, and all where any is asked for", async () => {
    await store.commit({ logs: logsOf(["Started", "Stopped"]) });

    expect(await find("pattern:000000000000")).toEqual([]);
    expect(await find("_exists_:pattern")).toEqual([1, 2]);
    expect(await find("pattern:*")).toEqual([1, 2]);
  });

  it("gives the same answer live", async () => {
    const message = fc.oneof(
      fc.constantFrom(...users).map((user) => `user ${user} logged in`),
      fc.integer({ min: 0, max: 30 }).map((n) => `order ${n} placed`),
      fc.constantFrom("Started", "Stopped", "cache hit", "", "volume 68749541", "volume 68b74954"),
    );
    const messages = fc.array(message, { minLength: 1, maxLength: 30 });
    const asked = fc.tuple(
      fc.nat(),
      fc.constantFrom("", "NOT ", "_exists_:pattern AND "),
      fc.nat(3),
    );
    let telling = 0;
    await fc.assert(
      fc.asyncProperty(
        messages,
        fc.array(asked, { minLength: 6, maxLength: 6 }),
        async (bodies, draws) => {
          await store.clear();
          const { patterns } = store.interner;
          patterns.clear();
          const records: LogRecord[] = logsOf(bodies);
          await store.commit({ logs: records });
          const patternIdsOf = createPatternIdsOf(patterns);
          for (const [at, prefix, form] of draws) {
            const ids = idsOf(patterns.templateOf(bodies[at % bodies.length] ?? "", 1n));
            const id = ids[at % ids.length] ?? "";
            const value =
              [id, `${id.slice(0, 2)}*`, `/${id.slice(3, 5)}/`, `[${id} TO *]`][form] ?? id;
            const query = `${prefix}pattern:${value}`;
            const matches = compilePredicate(
              parseQuery(query),
              "logs",
              "logs",
              Date.now,
              patternIdsOf,
            );

            const found = await find(query);

            expect(found, query).toEqual(records.filter(matches).map(({ seq }) => seq));
            if (found.length > 0 && found.length < records.length) telling++;
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(telling).toBeGreaterThan(40);
  }, 600_000);
});

describe("a store that is opened again", () => {
  const stores = storesOfTest();
  const commit = (logs: readonly LogRecord[]) => ({ logs, spans: [], points: [] });

  it("knows the patterns of its records", async () => {
    const path = stores.newPath();
    const first = await stores.open(path);
    await first.commit(commit(logsOf(users.map((user) => `user ${user} logged in`))));
    const id = patternIdOf(first.patterns.templateOf("user ann logged in", 1n));
    await first.dispose();

    const again = await stores.open(path);
    await again.commit(commit(logsOf(["user zoe logged in"], 20)));

    const page = await again.reads.rows({ ...all, query: `pattern:${id}` }, never);
    expect(page.rows).toHaveLength(9);
  });

  it("keeps those of records that were packed before all others were deleted", async () => {
    const path = stores.newPath();
    const store = await stores.open(path);
    await store.commit(commit(logsOf(["Started"])));
    const packed = store.pack({ logs: [aLog({ body: "Started" }), aLog({ body: "Stopped" })] });

    await store.deleteAll();
    packed.number(10);
    await store.commit(commit(logsOf(["Started"], 20)), [packed]);
    await store.dispose();

    const again = await stores.open(path);
    const { patterns } = await again.reads.patterns({ query: "" }, never);
    expect(patterns.map(({ text, count }) => [text, count])).toEqual([
      ["Started", 2],
      ["Stopped", 1],
    ]);
  });

  it("forgets those whose records are gone", async () => {
    const path = stores.newPath();
    const store = await stores.open(path, { retention: { sizeBytes: 1e9, ageMs: 1000 } });
    await store.commit(commit(logsOf(["Started"])));

    await store.upkeep(Date.now() + 120_000);

    expect(await store.all("select * from patterns")).toEqual([]);
    await store.commit(commit(logsOf(["Started"], 5)));
    expect(await store.all("select text from patterns")).toEqual([{ text: "Started" }]);
  });
});
