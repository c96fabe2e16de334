import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import type { RowQuery } from "../../../../src/shared/contract/rows";
import { aLog, aPoint, aSeries, aSpan } from "../builders";
import { MemoryStore } from "../memoryStore";

const { signal } = new AbortController();
const page: RowQuery = { signal: "logs", query: "", order: "newest", limit: 10 };

describe("rows", () => {
  let store: MemoryStore;
  let reads: StoreReads;
  beforeEach(async () => {
    store = await MemoryStore.open();
    reads = createReads(store.reader);
  });
  afterEach(() => store.dispose());

  const seqs = async (query: Partial<RowQuery>) => {
    const { rows, hasMore } = await reads.rows({ ...page, ...query }, signal);
    return { seqs: rows.map(({ seq }) => seq), hasMore };
  };

  it("gives the newest matching logs first, and says whether there are more", async () => {
    const logs = Array.from({ length: 30 }, (_, i) =>
      aLog({ seq: i + 1, body: i % 2 === 0 ? "even" : "odd" }),
    );
    await store.commit({ logs });

    expect(await seqs({ query: "odd", limit: 3 })).toEqual({ seqs: [30, 28, 26], hasMore: true });
    expect(await seqs({ query: "odd", limit: 2, order: "oldest" })).toEqual({
      seqs: [2, 4],
      hasMore: true,
    });
    expect(await seqs({ query: "odd", beforeSeq: 5 })).toEqual({ seqs: [4, 2], hasMore: false });
    expect(await seqs({ query: "odd", afterSeq: 26, order: "oldest" })).toEqual({
      seqs: [28, 30],
      hasMore: false,
    });
  });

  it("keeps to the selection's bounds of time and seq", async () => {
    const logs = [1, 2, 3, 4].map((seq) => aLog({ seq, timeUnixNano: BigInt(seq) }));
    await store.commit({ logs });

    expect((await seqs({ from: "2", to: "4" })).seqs).toEqual([3, 2]);
    expect((await seqs({ sinceSeq: 1, untilSeq: 3 })).seqs).toEqual([3, 2]);
    expect((await seqs({ from: "1970-01-01T00:00:00.000000003Z" })).seqs).toEqual([4, 3]);
    await expect(seqs({ from: "soon" })).rejects.toThrow(/RFC 3339/);
  });

  describe("of words that are near each other, in a store with blocks", () => {
    const near = { query: '"order customer"~3' };
    let sqls: string[] = [];
    const askOf = async (attributes: string) => {
      const body = "order 7 was placed by a customer";
      const logs = [1, 2, 3, 4].map((seq) => aLog({ seq, body: seq === 2 ? body : "hay" }));
      await store.commit({ logs: [...logs, aLog({ seq: 5, attributes }), aLog({ seq: 6 })] });
      await store.buildBlocks(3);
      reads = createReads({
        all: (sql, params, aborted) => {
          sqls.push(sql);
          return store.reader.all(sql, params, aborted);
        },
      });
      const { seqs: found } = await seqs(near);
      return { found, areAttributesRead: sqls.some((sql) => /\battributes, '\$\.\*'/.test(sql)) };
    };
    beforeEach(() => {
      sqls = [];
    });

    it("does not read attributes where those of every block lack one of them", async () => {
      const attributes = '{"note":"a customer came","customer.id":7}';

      expect(await askOf(attributes)).toEqual({ found: [], areAttributesRead: false });
      expect((await seqs({ query: '"order placed"~3' })).seqs).toEqual([2]);
    });

    it("reads them where a block has both", async () => {
      const attributes = '{"note":"order of a customer"}';

      expect(await askOf(attributes)).toEqual({ found: [5], areAttributesRead: true });
    });

    it("reads them in blocks that were built before it was known", async () => {
      await askOf('{"note":"order of a customer"}');
      await store.reader.all("update log_blocks set attribute_grams = null");

      expect((await seqs(near)).seqs).toEqual([5]);
    });

    it("reads them behind the last block", async () => {
      await askOf("{}");
      await store.commit({
        logs: [aLog({ seq: 7, attributes: '{"note":"order of a customer"}' })],
      });

      expect((await seqs(near)).seqs).toEqual([7]);
    });
  });

  it("gives only the records that are named, of those that match", async () => {
    const seqsOf = (step: number) => Array.from({ length: 10_000 }, (_, i) => step * (i + 1));
    const logs = seqsOf(1).map((seq) => aLog({ seq, body: seq % 4 === 0 ? "four" : "other" }));
    await store.commit({ logs });

    expect((await seqs({ seqs: seqsOf(2), query: "four", limit: 3 })).seqs).toEqual([
      10_000, 9_996, 9_992,
    ]);
    expect((await seqs({ seqs: [7, 5, 90_000], untilSeq: 6 })).seqs).toEqual([5]);
    expect((await seqs({ seqs: [] })).seqs).toEqual([]);
    const { total } = await reads.rowIndex({ signal: "logs", query: "", seqs: seqsOf(3) }, signal);
    expect(total).toBe(3_333);
    const hostile = ["1)) or true --"] as unknown as number[];
    await expect(seqs({ seqs: hostile })).rejects.toThrow(/at most 10000 numbers of records/);
    await expect(seqs({ seqs: [...seqsOf(1), 1] })).rejects.toThrow(/at most 10000/);
  });

  it.each(["logs", "spans", "metrics"] as const)(
    "finds %s across windows that are far apart, and gives them whole",
    async (of) => {
      const far = [1, 70_000, 300_000, 5_000_000];
      const attributes = '{"user":"ann"}';
      const resource = store.interner.resource({ service: "", attributes: "{}", run: "" });
      const series = store.interner.series(aSeries({ name: "calls", resource, attributes }));
      for (const seq of far) {
        await store.commit({
          logs: of === "logs" ? [aLog({ seq, attributes })] : [],
          spans: of === "spans" ? [aSpan({ seq, attributes })] : [],
          points: of === "metrics" && series !== undefined ? [aPoint(series, { seq })] : [],
        });
      }
      const newest = far.toReversed();

      expect((await seqs({ signal: of })).seqs).toEqual(newest);
      expect((await seqs({ signal: of, order: "oldest" })).seqs).toEqual(far);
      expect((await seqs({ signal: of, query: "user:ann", limit: 3 })).seqs).toEqual(
        newest.slice(0, 3),
      );
      const { rows } = await reads.rows({ ...page, signal: of, query: "user:ann" }, signal);
      expect(rows.map((row) => row.attributes)).toEqual(far.map(() => ({ user: "ann" })));
      expect((await seqs({ signal: of, query: "user:bob" })).seqs).toEqual([]);
    },
  );

  it("finds a pattern in texts and in values across windows, each row once", async () => {
    const inText = { body: "order of a customer" };
    const inValue = { attributes: '{"note":"customer with an order"}' };
    const logs = [inText, inValue, { ...inText, ...inValue }, { ...inText, severityNumber: 17 }];
    await store.commit({
      logs: logs.map((log, i) => aLog({ ...log, seq: 1 + i * 100_000, timeUnixNano: BigInt(i) })),
    });
    const near = '"order customer"~2';

    expect((await seqs({ query: near })).seqs).toEqual([300_001, 200_001, 100_001, 1]);
    expect(await seqs({ query: near, limit: 3 })).toEqual({
      seqs: [300_001, 200_001, 100_001],
      hasMore: true,
    });
    expect((await seqs({ query: near, from: "1", to: "3" })).seqs).toEqual([200_001, 100_001]);
    expect((await seqs({ query: `${near} level:error` })).seqs).toEqual([300_001]);
    expect((await seqs({ query: `NOT ${near}` })).seqs).toEqual([]);
    expect((await seqs({ query: '"order customer"~0', order: "oldest" })).seqs).toEqual([]);
  });

  it("gives spans and metric points too", async () => {
    const resource = store.interner.resource({
      service: "shop",
      attributes: '{"host.name":"a"}',
      run: "",
    });
    const series = store.interner.series(aSeries({ name: "calls", resource, service: "shop" }));
    await store.commit({
      spans: [aSpan({ seq: 1, name: "GET /", resource })],
      points: series === undefined ? [] : [aPoint(series, { seq: 2, value: 7, total: 9 })],
    });

    const spans = await reads.rows({ ...page, signal: "spans", query: "host.name:a" }, signal);
    const points = await reads.rows({ ...page, signal: "metrics", query: "value:>5" }, signal);

    expect(spans.rows).toMatchObject([{ name: "GET /", resource: { "host.name": "a" } }]);
    expect(points.rows).toMatchObject([{ name: "calls", value: 7, total: 9, service: "shop" }]);
  });

  it("cuts long texts in lists, and gives all of them in one record", async () => {
    const body = "x".repeat(5000);
    await store.commit({ logs: [aLog({ seq: 1, body })] });

    const { rows } = await reads.rows(page, signal);

    expect(rows).toMatchObject([{ body: "x".repeat(4096), isCut: true }]);
    expect(await reads.record({ signal: "logs", seq: 1 }, signal)).toMatchObject({ body });
    expect(await reads.record({ signal: "logs", seq: 2 }, signal)).toBeUndefined();
  });

  it("answers a wrong query with its place", async () => {
    await expect(seqs({ query: "level:>=soon" })).rejects.toMatchObject({
      failure: { kind: "query", position: 8, length: 4 },
    });
  });
});
