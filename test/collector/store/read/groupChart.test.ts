import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import { aLog } from "../builders";
import { MemoryStore } from "../memoryStore";

const { signal } = new AbortController();
const second = 1_000_000_000n;
const start = 1_700_000_000n * second;

describe("groups over time", () => {
  let store: MemoryStore;
  let reads: StoreReads;
  beforeEach(async () => {
    store = await MemoryStore.open();
    reads = createReads(store.reader);
    const log = (seq: number, at: bigint, user: string, took: number) =>
      aLog({
        ...{ seq, timeUnixNano: start + at * second, service: "shop" },
        attributes: JSON.stringify({ user, took }),
      });
    await store.commit({
      logs: [
        log(1, 0n, "a", 10),
        log(2, 0n, "a", 20),
        log(3, 0n, "b", 1),
        log(4, 2n, "a", 60),
        log(5, 3n, "c", 5),
      ],
    });
  });
  afterEach(() => store.dispose());

  const chart = (query: object) =>
    reads.groupChart({ signal: "logs", query: "", by: ["user"], bars: 4, ...query }, signal);

  it("are counted in each interval, the largest first", async () => {
    expect(await chart({ lines: 2 })).toEqual({
      intervalNanos: String(second),
      timesMs: [0, 1, 2, 3].map((i) => Number(start / 1_000_000n) + i * 1_000),
      endMs: Number(start / 1_000_000n) + 4_000,
      lines: [
        { group: { user: "a" }, value: 3, values: [2, 0, 1, 0] },
        { group: { user: "b" }, value: 1, values: [1, 0, 0, 0] },
      ],
    });
  });

  it("have figures of a field, and none where there are no rows", async () => {
    const { lines } = await chart({ aggregate: "avg(took)", by: ["user", "service"], lines: 1 });

    expect(lines).toEqual([
      { group: { user: "a", service: "shop" }, value: 30, values: [15, null, 60, null] },
    ]);
  });

  it("have the rate of each interval", async () => {
    const { lines } = await chart({ aggregate: "rate()", bars: 2, lines: 1 });

    expect(lines[0]?.values).toEqual([1, 0.5]);
  });

  it("of days are those of the asker's zone, and a rate is over the day as long as it was", async () => {
    const hour = 3_600_000_000_000n;
    const changed = BigInt(Date.parse("2024-03-31T01:00:00Z")) * 1_000_000n; // Berlin: a day of 23 hours
    await store.clear();
    await store.commit({
      logs: [-20n, -1n, 20n, 22n].map((hours, i) =>
        aLog({ seq: i + 10, timeUnixNano: changed + hours * hour, service: "shop" }),
      ),
    });
    const zone = [
      { fromMs: 0, minutes: 60 },
      { fromMs: Number(changed / 1_000_000n), minutes: 120 },
    ];
    const asked = { by: ["service"], bars: 3, zone };

    const days = [
      "2024-03-29T23:00Z",
      "2024-03-30T23:00Z",
      "2024-03-31T22:00Z",
      "2024-04-01T22:00Z",
    ];
    const { timesMs, endMs, lines } = await chart({ ...asked, aggregate: "rate()" });
    expect([...timesMs, endMs]).toEqual(days.map((day) => Date.parse(day)));
    expect(lines[0]?.values[1]).toBeCloseTo(2 / (23 * 3_600), 12);
    expect((await chart(asked)).lines[0]?.values).toEqual([1, 2, 1]);
  });

  it("hold the records of a clock that was never set, west of Greenwich, too", async () => {
    const minute = 60_000_000_000n;
    await store.clear();
    await store.commit({
      logs: [1n, 2n, 3n, 290n].map((minutes, i) =>
        aLog({ seq: i + 20, timeUnixNano: minutes * minute, service: "shop" }),
      ),
    });

    const { timesMs, lines } = await chart({
      by: ["service"],
      bars: 5,
      zone: [{ fromMs: 0, minutes: -300 }],
    });

    expect(lines[0]?.values).toHaveLength(timesMs.length);
    expect(lines[0]?.values.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(4);
  });

  it("are empty where nothing matches, and refuse what is no figure", async () => {
    expect((await chart({ query: "nothing" })).lines).toEqual([]);
    await expect(chart({ aggregate: "avg(" })).rejects.toThrow(/no aggregate/);
    await expect(chart({ by: Array.from({ length: 9 }, String) })).rejects.toThrow(/at most 8/);
  });
});
