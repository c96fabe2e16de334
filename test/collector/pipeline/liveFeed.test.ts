import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  LiveFeed,
  maxSubscriptions,
  type TailRequest,
} from "../../../src/collector/pipeline/liveFeed";
import type { AnyRecordJson } from "../../../src/shared/contract/json";
import type { TailBatch } from "../../../src/shared/contract/tail";
import type { LiveTest } from "../../../src/shared/query/predicate";
import { aLog } from "../../builders";

const toJson = (_signal: unknown, record: { seq: number }) =>
  ({ seq: record.seq }) as AnyRecordJson;
const logsFrom = (first: number, count: number) => ({
  logs: Array.from({ length: count }, (_, i) => aLog({ seq: first + i })),
  spans: [],
  points: [],
});

/** Spent at work, while timers stand still. */
let spentMs = 0;
const nowMs = () => performance.now() + spentMs;

const everySecond: LiveTest = {
  quickly: (record) => isMatch(record),

  *inSteps(record) {
    return isMatch(record);
  },
};
const isMatch = (record: object) => "seq" in record && Number(record.seq) % 2 === 0;

function aTail(feed: LiveFeed, over: Partial<Omit<TailRequest, "subscription">> = {}) {
  const batches: TailBatch[] = [];
  const subscription = feed.subscribe({
    signal: "logs",
    test: over.test ?? everySecond,
    countStored: over.countStored ?? (() => Promise.reject(new Error("nothing is missed"))),
    maxRows: over.maxRows ?? 100,
    canSend: over.canSend ?? (() => true),
    send: (batch) => batches.push(batch),
  });
  return { batches, subscription };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(1000); // as if the last batch were long ago
});
afterEach(() => vi.useRealTimers());

describe("a live tail", () => {
  it("gets what matches, in order, and is told up to where it has seen", () => {
    const feed = new LiveFeed(toJson, nowMs);
    const { batches } = aTail(feed);

    feed.publish(logsFrom(1, 5));

    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ matched: 2, spared: 0, lastSeq: 5 });
    expect(batches[0]!.rows.map(({ seq }) => seq)).toEqual([2, 4]);
    feed.dispose();
  });

  it("gets the newest rows of a flood, with the number it was spared", () => {
    const feed = new LiveFeed(toJson, nowMs);
    const { batches } = aTail(feed, { maxRows: 3 });

    feed.publish(logsFrom(1, 20));

    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ matched: 10, spared: 7 });
    expect(batches[0]!.rows.map(({ seq }) => seq)).toEqual([16, 18, 20]);
    feed.dispose();
  });

  it("gets at most one batch in 50 ms", () => {
    const feed = new LiveFeed(toJson, nowMs);
    const { batches } = aTail(feed);

    for (let ms = 0; ms < 290; ms++) {
      feed.publish(logsFrom(1 + ms * 2, 2));
      vi.advanceTimersByTime(1);
    }

    expect(batches).toHaveLength(6);
    feed.dispose();
  });

  it("is spared while its client is behind, and catches up", () => {
    let isBehind = true;
    const feed = new LiveFeed(toJson, nowMs);
    const { batches } = aTail(feed, { canSend: () => !isBehind });

    feed.publish(logsFrom(1, 4));
    vi.advanceTimersByTime(120);
    const whileBehind = batches.length;
    isBehind = false;
    vi.advanceTimersByTime(50);

    expect([whileBehind, batches.length]).toEqual([0, 1]);
    feed.dispose();
  });

  it("ends with its subscription, and past the bound there is none", () => {
    const feed = new LiveFeed(toJson, nowMs);
    const first = aTail(feed);
    for (let i = 1; i < maxSubscriptions; i++) aTail(feed);

    const refused = aTail(feed).subscription;
    feed.unsubscribe(first.subscription!);
    const accepted = aTail(feed).subscription;

    expect(refused).toBeUndefined();
    expect(accepted).toBeDefined();
    feed.dispose();
  });

  it("that takes long gives way to others, and gets its rows later", () => {
    const feed = new LiveFeed(toJson, nowMs);
    const slow = aTail(feed, { test: takingMs(1) });
    const { batches } = aTail(feed);

    const beganMs = nowMs();
    feed.publish(logsFrom(1, 100));
    const heldMs = nowMs() - beganMs;
    vi.advanceTimersByTime(60);
    const whileSlow = batches.length;
    vi.advanceTimersByTime(500);

    expect(heldMs).toBe(10);
    expect([whileSlow, batches.at(-1)?.lastSeq]).toEqual([1, 100]);
    expect(slow.batches.reduce((sum, { matched }) => sum + matched, 0)).toBe(50);
    expect(slow.batches.reduce((sum, { spared }) => sum + spared, 0)).toBe(0);
    feed.dispose();
  });

  it("that one record holds up gives way, and is told of it and the others", () => {
    const feed = new LiveFeed(toJson, nowMs);
    const { batches } = aTail(feed, { test: takingMs(1000) });

    feed.publish(logsFrom(1, 4));
    vi.advanceTimersByTime(1500);
    const early = batches.map(({ lastSeq }) => lastSeq);
    vi.advanceTimersByTime(6000);

    expect(early).toEqual([]);
    expect(batches.map(({ matched, lastSeq }) => [matched, lastSeq])).toEqual([
      [1, 2],
      [1, 4],
    ]);
    feed.dispose();
  });

  it("that falls behind is told by the store what it missed, rows in order", async () => {
    const feed = new LiveFeed(toJson, nowMs);
    const asked: number[][] = [];
    const { batches } = aTail(feed, {
      test: takingMs(1),
      countStored: (fromSeq, toSeq) => {
        asked.push([fromSeq, toSeq]);
        return Promise.resolve((toSeq - fromSeq + 1) / 2);
      },
    });

    feed.publish(logsFrom(1, 15_000));
    feed.publish(logsFrom(15_001, 15_000));
    feed.publish(logsFrom(30_001, 4));
    await vi.advanceTimersByTimeAsync(200);

    expect(asked).toEqual([[11, 30_000]]);
    expect(batches.map(({ matched, spared, lastSeq }) => [matched, spared, lastSeq])).toEqual([
      [15_000, 15_000, 30_000],
      [2, 0, 30_004],
    ]);
    expect(batches[1]!.rows.map(({ seq }) => seq)).toEqual([30_002, 30_004]);
    feed.dispose();
  });

  it("asks the store again where it could not count, and for what is missed meanwhile at once", async () => {
    const feed = new LiveFeed(toJson, nowMs);
    const asked: number[][] = [];
    const { batches } = aTail(feed, {
      test: takingMs(1),
      countStored: (fromSeq, toSeq) => {
        asked.push([fromSeq, toSeq]);
        return asked.length === 1 ? Promise.reject(new Error("down")) : Promise.resolve(7);
      },
    });

    for (let i = 0; i < 6; i++) feed.publish(logsFrom(1 + i * 15_000, 15_000));
    await vi.advanceTimersByTimeAsync(1500);

    expect(asked).toEqual([
      [11, 30_000],
      [11, 30_000],
      [30_001, 90_000],
    ]);
    expect(batches.map(({ matched, spared }) => [matched, spared])).toEqual([[19, 19]]);
    feed.dispose();
  });

  it("asks the store nothing more when it has ended", async () => {
    const feed = new LiveFeed(toJson, nowMs);
    let asked = 0;
    const signals: AbortSignal[] = [];
    const { subscription } = aTail(feed, {
      test: takingMs(1),
      countStored: (_from, _to, abort) => {
        asked++;
        signals.push(abort);
        return Promise.reject(new Error("down"));
      },
    });

    feed.publish(logsFrom(1, 15_000));
    feed.publish(logsFrom(15_001, 15_000));
    feed.unsubscribe(subscription!);
    await vi.advanceTimersByTimeAsync(5000);

    expect([asked, signals[0]?.aborted]).toEqual([1, true]);
  });
});

/** As if each record took so long; what takes longer than a millisecond is in steps of one. */
function takingMs(ms: number): LiveTest {
  const pass = () => void (spentMs += 1);
  return {
    quickly(record, effort) {
      if (ms > 1) {
        effort.left = -1;
        return undefined;
      }
      pass();
      effort.left -= 1_000_000;
      return isMatch(record);
    },
    *inSteps(record, isTime) {
      for (let i = 0; i < ms; i++) {
        pass();
        if (isTime()) yield;
      }
      return isMatch(record);
    },
  };
}
