import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReadWhole } from "../../../../src/collector/store/reads";
import type { ReadWhole } from "../../../../src/collector/store/recordStore";
import type { LogJson } from "../../../../src/shared/contract/json";
import { aLog, aPoint, aSeries, aSpan } from "../builders";
import { MemoryStore } from "../memoryStore";

const { signal } = new AbortController();

describe("whole pages", () => {
  let store: MemoryStore;
  let readWhole: ReadWhole;
  beforeEach(async () => {
    store = await MemoryStore.open();
    readWhole = createReadWhole(store.reader);
  });
  afterEach(() => store.dispose());

  const pagesOf = async (query: Partial<Parameters<ReadWhole>[0]>) => {
    const pages: (readonly number[])[] = [];
    for await (const page of readWhole({ signal: "logs", query: "", ...query }, signal)) {
      pages.push(page.map(({ seq }) => seq));
    }
    return pages;
  };

  it("give every match once, oldest first, in pages of a bounded number", async () => {
    const logs = Array.from({ length: 20_000 }, (_, i) =>
      aLog({ seq: 2 * i + 1, body: i % 3 === 0 ? "yes" : "no" }),
    );
    await store.commit({ logs });

    const pages = await pagesOf({ query: "yes" });

    const wanted = logs.filter(({ body }) => body === "yes").map(({ seq }) => seq);
    expect(pages.flat()).toEqual(wanted);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(1_024);
  });

  it("are bounded by bytes, and hold a record of any size uncut", async () => {
    const body = "x".repeat(6_000_000);
    await store.commit({ logs: [1, 2, 3].map((seq) => aLog({ seq, body })) });

    expect(await pagesOf({})).toEqual([[1], [2], [3]]);
    for await (const [log] of readWhole({ signal: "logs", query: "" }, signal)) {
      expect((log as LogJson).body).toHaveLength(body.length);
      expect((log as LogJson).isCut).toBeUndefined();
    }
  });

  it("begin at the newest so many, where a limit is given", async () => {
    const logs = Array.from({ length: 5_000 }, (_, i) => aLog({ seq: i + 1 }));
    await store.commit({ logs, spans: [aSpan({ seq: 6_000 })] });

    expect((await pagesOf({ limit: 3 })).flat()).toEqual([4_998, 4_999, 5_000]);
    expect((await pagesOf({ limit: 3, untilSeq: 10 })).flat()).toEqual([8, 9, 10]);
  });

  it("are of scattered records that are named, of each signal, as far as they match", async () => {
    const seqs = Array.from({ length: 9_000 }, (_, i) => 3 * i + 1);
    const all = Array.from({ length: 30_000 }, (_, i) => i + 1);
    await store.commit({
      logs: all.map((seq) => aLog({ seq })),
      spans: all.map((seq) => aSpan({ seq })),
      points: all.map((seq) => aPoint(aSeries(), { seq })),
    });

    const named = (of: "logs" | "spans" | "metrics", query = "") =>
      pagesOf({ signal: of, seqs, query }).then((pages) => pages.flat());

    expect(await named("logs")).toEqual(seqs);
    expect(await named("spans")).toEqual(seqs);
    expect(await named("metrics")).toEqual(seqs);
    expect(await named("logs", "seq:>20000")).toEqual(seqs.filter((seq) => seq > 20_000));
    expect((await pagesOf({ seqs, limit: 5 })).flat()).toEqual(seqs.slice(-5));
  });

  it("find records that lie far apart, and none where there are none", async () => {
    for (const seq of [1, 300_000, 9_000_000]) await store.commit({ logs: [aLog({ seq })] });

    expect((await pagesOf({})).flat()).toEqual([1, 300_000, 9_000_000]);
    expect(await pagesOf({ query: "nothing" })).toEqual([]);
  });
});
