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

  it("are empty where nothing matches, and refuse what is no figure", async () => {
    expect((await chart({ query: "nothing" })).lines).toEqual([]);
    await expect(chart({ aggregate: "avg(" })).rejects.toThrow(/no aggregate/);
    await expect(chart({ by: Array.from({ length: 9 }, String) })).rejects.toThrow(/at most 8/);
  });
});
