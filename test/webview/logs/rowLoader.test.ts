// The rows a panel holds, against a collector that answers as the real one does.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ListScroll } from "../../../webview/lib/listScroll";
import type { LogList } from "../../../webview/logs/logList";
import type { RowLoader } from "../../../webview/logs/rowLoader";
import { heldRuns } from "../../../webview/logs/runs";
import type { FakeCollector } from "../fake/fakeCollector";
import { aList } from "./aList";

let fake: FakeCollector;
let list: LogList;
let scroll: ListScroll;
let loader: RowLoader;
let failures: unknown[];

beforeEach(async () => {
  const made = await aList("", 100_000);
  ({ fake, list, failures } = made);
  ({ loader, scroll } = list);
});
afterEach(() => {
  loader.dispose();
  expect(failures).toEqual([]);
});

/** With no filter and nothing evicted, the record of rank r is the (r + 1)st. */
const drawnSeqs = () => {
  const { first, end } = scroll.drawn.value;
  const ranks = Array.from({ length: end - first }, (_, at) => first + at);
  return ranks.map((rank) => list.row(rank)?.seq);
};
const expectedSeqs = () => {
  const { first, end } = scroll.drawn.value;
  return Array.from({ length: end - first }, (_, at) => first + at + 1);
};
const isWhole = () => expect.poll(drawnSeqs).toEqual(expectedSeqs());

test("begins with the newest page", async () => {
  expect(scroll.total.value).toBe(100_000);
  await isWhole();
});

test.each([0, 333, 50_000, 77_777.5, 99_900])("finds the rows of rank %d exactly", async (rank) => {
  scroll.scrollTo(rank);

  await isWhole();
  expect(loader.held.value.length).toBeLessThanOrEqual(heldRuns);
});

test("scrolling on in small steps never leaves a gap and never holds more than three pages", async () => {
  scroll.scrollTo(50_000);
  await isWhole();

  for (let step = 1; step <= 40; step += 1) {
    scroll.scrollTo(50_000 - step * 60);
    await isWhole();
    expect(loader.held.value.length).toBeLessThanOrEqual(heldRuns);
  }
});

describe("the live tail", () => {
  test("is appended while following", async () => {
    fake.emit(30);

    await expect.poll(() => scroll.total.value).toBe(100_030);
    await isWhole();
  });

  test("faster than it is sent, shows the newest and loads what was spared when it is looked at", async () => {
    for (let burst = 0; burst < 5; burst += 1) fake.emit(3_000);
    await expect.poll(() => scroll.total.value).toBe(115_000);
    await isWhole();

    scroll.scrollTo(104_000);
    await isWhole();
  });

  test("while reading it is only counted, and following again shows it", async () => {
    scroll.scrollTo(10);
    await isWhole();
    fake.emit(700);
    await expect.poll(() => loader.newCount.value).toBe(700);
    expect(scroll.topRow.value).toBe(10);

    scroll.follow();

    expect(loader.newCount.value).toBe(0);
    await isWhole();
  });

  test("rows that arrived live are found again by rank", async () => {
    for (let burst = 0; burst < 30; burst += 1) fake.emit(500);
    await expect.poll(() => scroll.total.value).toBe(115_000);

    scroll.scrollTo(50_000);
    await isWhole();
    scroll.scrollTo(108_123);
    await isWhole();
  });
});

test("a record's rank is found by its seq, also when it is not held", async () => {
  expect(await loader.rankOf(1)).toBe(0);
  expect(await loader.rankOf(61_803)).toBe(61_802);
  expect(await loader.rankOf(500_000)).toBe(-1);
});

test("with a filter, ranks are those of the matching rows", async () => {
  const selection = { signal: "logs", query: "level:ERROR" } as const;
  await loader.load(selection, 100_000);
  const total = scroll.total.value;

  scroll.scrollTo(Math.floor(total / 2));
  await expect.poll(() => drawnSeqs().includes(undefined)).toBe(false);

  const { first } = scroll.drawn.value;
  const untilSeq = list.row(first)?.seq ?? 0;
  expect(await loader.places.countBetween(0, untilSeq, AbortSignal.timeout(60_000))).toBe(
    first + 1,
  );
});

test("what retention takes shifts the ranks and moves nothing", async () => {
  scroll.scrollTo(50_000);
  await isWhole();
  const seen = list.row(50_000)?.seq;

  fake.evict(1_000);
  await loader.recount();

  expect(scroll.total.value).toBe(99_000);
  expect(scroll.topRow.value).toBe(49_000);
  expect(list.row(49_000)?.seq).toBe(seen);
});
