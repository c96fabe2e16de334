import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import { aLog, aSpan } from "../builders";
import { MemoryStore } from "../memoryStore";

const { signal } = new AbortController();
const second = 1_000_000_000n;
const start = 1_700_000_000n * second;
const all = { signal: "logs", query: "" } as const;

describe("figures over matching records", () => {
  let store: MemoryStore;
  let reads: StoreReads;
  beforeAll(async () => {
    store = await MemoryStore.open();
    reads = createReads(store.reader);
    const shop = store.interner.resource({
      service: "shop",
      attributes: '{"host.name":"a","region":"eu"}',
      run: "",
    });
    const logs = Array.from({ length: 100 }, (_, i) =>
      aLog({
        seq: i + 1,
        timeUnixNano: start + BigInt(i) * second,
        severityNumber: i % 10 === 0 ? 17 : 9,
        service: i < 60 ? "shop" : "pay",
        body: `call ${i}`,
        resource: i < 60 ? shop : aLog().resource,
        attributes: JSON.stringify({
          took_ms: i,
          user: `u${i % 3}`,
          ...(i % 2 === 0 ? { isCached: true } : {}),
          ...(i === 99 ? { region: "us" } : {}),
        }),
      }),
    );
    const spans = [
      aSpan({ seq: 101, name: "GET /", durationNanos: 1_000_000n }),
      aSpan({ seq: 102, name: "GET /", durationNanos: 3_000_000n }),
    ];
    await store.commit({ logs, spans });
  });
  afterAll(() => store.dispose());

  describe("histogram", () => {
    it("counts by level in bars of the width asked for", async () => {
      const result = await reads.histogram({ ...all, intervalNanos: String(50n * second) }, signal);

      expect(result).toEqual({
        intervalNanos: "50000000000",
        total: 100,
        bars: [
          { time: "2023-11-14T22:13:20.000000000Z", count: 50, by: { INFO: 45, ERROR: 5 } },
          { time: "2023-11-14T22:14:10.000000000Z", count: 50, by: { INFO: 45, ERROR: 5 } },
        ],
      });
    });

    it("chooses a round width that gives no more bars than asked for", async () => {
      const { intervalNanos, bars } = await reads.histogram({ ...all, bars: 12 }, signal);

      expect(intervalNanos).toBe(String(10n * second));
      expect(bars).toHaveLength(10);
    });

    it("has bars that begin with the hours and days of the asker's zone", async () => {
      const first = async (hours: bigint, minutes?: number) => {
        const width = { intervalNanos: String(hours * 3600n * second) };
        const zone = minutes === undefined ? {} : { zone: [{ fromMs: 0, minutes }] };
        const { bars } = await reads.histogram({ ...all, ...width, ...zone }, signal);
        return bars.map(({ time, count }) => `${time.slice(5, 16)} ${count}`);
      };

      expect(await first(1n)).toEqual(["11-14T22:00 100"]);
      expect(await first(1n, 330)).toEqual(["11-14T21:30 100"]);
      expect(await first(24n)).toEqual(["11-14T00:00 100"]);
      expect(await first(24n, 330)).toEqual(["11-14T18:30 100"]);
      expect(await first(24n, -480)).toEqual(["11-14T08:00 100"]);
    });

    it("splits by any field, and counts records without it too", async () => {
      const { bars } = await reads.histogram({ ...all, bars: 1, by: "isCached" }, signal);

      expect(bars.map(({ count, by }) => ({ count, by }))).toEqual([
        { count: 100, by: { true: 50 } },
      ]);
    });

    it("is empty when nothing matches", async () => {
      expect(await reads.histogram({ ...all, query: "nothing" }, signal)).toMatchObject({
        total: 0,
        bars: [],
      });
    });
  });

  describe("groups", () => {
    it("counts by several fields, absent ones as null", async () => {
      const rows = await reads.groups({ ...all, by: ["level", "region"] }, signal);

      expect(rows).toEqual([
        { group: { level: "INFO", region: "eu" }, value: 54 },
        { group: { level: "INFO", region: null }, value: 35 },
        { group: { level: "ERROR", region: "eu" }, value: 6 },
        { group: { level: "ERROR", region: null }, value: 4 },
        { group: { level: "INFO", region: "us" }, value: 1 },
      ]);
    });

    it.each([
      ["avg(took_ms)", 49.5],
      ["p95(took_ms)", 94.05],
      ["max(took_ms)", 99],
      ["sum(took_ms)", 4950],
      ["distinct(user)", 3],
      ["count(isCached)", 50],
      ["rate()", 100 / 99],
      ["count()", 100],
    ])("computes %s", async (aggregate, value) => {
      const [row] = await reads.groups({ ...all, by: [], aggregate }, signal);

      expect(row?.value).toBeCloseTo(value, 6);
    });

    it("takes the rate over the time selected", async () => {
      const from = String(start);
      const to = String(start + 200n * second);

      const rows = await reads.groups({ ...all, from, to, by: [], aggregate: "rate()" }, signal);

      expect(rows).toEqual([{ group: {}, value: 0.5 }]);
    });

    it("gives numbers as numbers, and durations in nanoseconds", async () => {
      const byNumber = await reads.groups({ ...all, query: "took_ms:7", by: ["took_ms"] }, signal);
      const spans = await reads.groups(
        { signal: "spans", query: "", by: ["name"], aggregate: "max(duration)" },
        signal,
      );

      expect(byNumber).toEqual([{ group: { took_ms: 7 }, value: 1 }]);
      expect(spans).toEqual([{ group: { name: "GET /" }, value: 3_000_000 }]);
    });

    it("refuses what is no aggregate, and says what there is", async () => {
      const asked = reads.groups({ ...all, by: [], aggregate: "drop(x)" }, signal);

      await expect(asked).rejects.toMatchObject({ failure: { kind: "query" } });
    });
  });

  describe("fields", () => {
    it("gives share, type, top values and statistics of each field", async () => {
      const fields = await reads.fields({ ...all, topValues: 2 }, signal);
      const field = (name: string) => fields.find((info) => info.name === name);

      expect(field("took_ms")).toEqual({
        name: "took_ms",
        type: "number",
        count: 100,
        total: 100,
        distinct: 100,
        top: [
          { value: "0", count: 1 },
          { value: "1", count: 1 },
        ],
        stats: {
          min: 0,
          max: 99,
          avg: 49.5,
          stddev: expect.closeTo(28.866, 2),
          p50: 49,
          p95: 94,
          p99: 98,
        },
      });
      expect(field("isCached")).toMatchObject({ type: "boolean", count: 50 });
      expect(field("level")).toMatchObject({
        top: [
          { value: "INFO", count: 90 },
          { value: "ERROR", count: 10 },
        ],
      });
      expect(field("host.name")).toMatchObject({ count: 60, top: [{ value: "a", count: 60 }] });
      expect(field("service")?.top).toEqual([
        { value: "shop", count: 60 },
        { value: "pay", count: 40 },
      ]);
    });
  });

  it("values come most frequent first, by prefix", async () => {
    const users = await reads.values({ ...all, field: "user", prefix: "U", limit: 2 }, signal);
    const services = await reads.values({ ...all, field: "service", prefix: "p" }, signal);

    expect(users).toEqual([
      { value: "u0", count: 34 },
      { value: "u1", count: 33 },
    ]);
    expect(services).toEqual([{ value: "pay", count: 40 }]);
  });

  it("the row index adds up to the total", async () => {
    const { total, buckets } = await reads.rowIndex({ ...all, query: "level:error" }, signal);

    expect(total).toBe(10);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(10);
    expect(buckets[0]).toEqual({ fromSeq: 1, toSeq: 1, count: 1 });
  });
});
