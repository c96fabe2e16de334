import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveFeed, maxSubscriptions } from "../../../src/collector/pipeline/liveFeed";
import type { AnyRecordJson } from "../../../src/shared/contract/json";
import type { TailBatch } from "../../../src/shared/contract/tail";
import { aLog } from "../../builders";

const toJson = (_signal: unknown, record: { seq: number }) =>
  ({ seq: record.seq }) as AnyRecordJson;
const logsFrom = (first: number, count: number) => ({
  logs: Array.from({ length: count }, (_, i) => aLog({ seq: first + i })),
  spans: [],
  points: [],
});

function aTail(feed: LiveFeed, over: { maxRows?: number; canSend?: () => boolean } = {}) {
  const batches: TailBatch[] = [];
  const subscription = feed.subscribe({
    signal: "logs",
    matches: (record) => record.seq % 2 === 0,
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
    const feed = new LiveFeed(toJson);
    const { batches } = aTail(feed);

    feed.publish(logsFrom(1, 5));

    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ matched: 2, spared: 0, lastSeq: 5 });
    expect(batches[0]!.rows.map(({ seq }) => seq)).toEqual([2, 4]);
    feed.dispose();
  });

  it("gets the newest rows of a flood, with the number it was spared", () => {
    const feed = new LiveFeed(toJson);
    const { batches } = aTail(feed, { maxRows: 3 });

    feed.publish(logsFrom(1, 20));

    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ matched: 10, spared: 7 });
    expect(batches[0]!.rows.map(({ seq }) => seq)).toEqual([16, 18, 20]);
    feed.dispose();
  });

  it("gets at most one batch in 50 ms", () => {
    const feed = new LiveFeed(toJson);
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
    const feed = new LiveFeed(toJson);
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
    const feed = new LiveFeed(toJson);
    const first = aTail(feed);
    for (let i = 1; i < maxSubscriptions; i++) aTail(feed);

    const refused = aTail(feed).subscription;
    feed.unsubscribe(first.subscription!);
    const accepted = aTail(feed).subscription;

    expect(refused).toBeUndefined();
    expect(accepted).toBeDefined();
    feed.dispose();
  });
});
