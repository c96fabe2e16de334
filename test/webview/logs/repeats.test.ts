// Repeats collapsed in the list, over records of which every tenth and the one before it are alike.

import { afterEach, expect, it } from "vitest";
import type { Line } from "../../../webview/logs/lines";
import { mostOpened } from "../../../webview/logs/repeats";
import { isRepeat, type Run } from "../../../webview/logs/runs";
import { type AList, aList, linesOf, placeOf, settled } from "./aList";

let made: AList;
afterEach(() => {
  expect(made.failures).toEqual([]);
  made.list.loader.dispose();
});

const isRun = (line: Line): line is Line & { kind: "run" } => line.kind === "run";
const runs = (): Run[] =>
  linesOf(made)
    .filter(isRun)
    .map(({ run }) => run);
const rowCount = () => runs().reduce((sum, { count }) => sum + count, 0);
const hasRepeatsSideBySide = () =>
  runs().some((run, at, all) => {
    const next = all[at + 1];
    return next?.rank === run.rank + run.count && isRepeat(run.row, next.first);
  });

it("every loaded row is in a line, and no two lines side by side are alike", async () => {
  made = await aList();
  made.list.repeats.isOn.value = true;
  await settled(made);

  expect(runs().some(({ count }) => count > 1)).toBe(true);
  expect(hasRepeatsSideBySide()).toBe(false);
});

it("scrolled back in a million rows, too, and what was first in view stays there", async () => {
  made = await aList("", 1_000_000);
  made.list.scroll.scrollTo(500_000);
  await settled(made);
  const seq = made.list.row(500_000)!.seq;

  made.list.repeats.isOn.value = true;
  await settled(made);

  expect(placeOf(made, seq)).toBe(0);
  expect(hasRepeatsSideBySide()).toBe(false);

  made.list.scroll.scrollTo(made.list.scroll.topRow.value - 300);
  await settled(made);
  expect(runs().some(({ count }) => count > 1)).toBe(true);
  expect(hasRepeatsSideBySide()).toBe(false);
});

it("thousands of repeats are one line with their number and the time of the first", async () => {
  made = await aList("fetched", 30_000);
  const { total } = made.list;
  expect(total).toBeGreaterThan(4_000);

  made.list.repeats.isOn.value = true;
  made.list.scroll.scrollTo(0);
  await expect.poll(() => linesOf(made).length).toBe(1);

  expect(runs()[0]).toMatchObject({ rank: 0, count: total });
  expect(runs()[0]!.first.seq).toBeLessThan(10);
});

it("while following, repeats that arrive make the last line longer", async () => {
  made = await aList("fetched");
  made.list.repeats.isOn.value = true;
  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  const before = made.list.total;

  made.fake.emit(100);
  await expect.poll(() => made.list.total).toBeGreaterThan(before);

  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  expect(linesOf(made)).toHaveLength(1);
});

it("more repeats than a batch brings are read, and counted all", async () => {
  made = await aList("fetched");
  made.list.repeats.isOn.value = true;

  for (let burst = 0; burst < 5; burst += 1) made.fake.emit(5_000);

  await expect.poll(() => made.list.total).toBeGreaterThan(4_000);
  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  expect(made.list.scroll.isMoving.value).toBe(true);
});

it("a line opens to its rows and closes again, and its newest row stays where it was", async () => {
  made = await aList("fetched", 1_000);
  made.list.repeats.isOn.value = true;
  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  made.list.isFollowing.value = false;
  const [run] = runs();
  const newest = run!.row.seq;

  made.list.repeats.open(run!);
  await expect.poll(() => linesOf(made).length).toBe(run!.count);
  expect(made.list.repeats.isOpened(newest)).toBe(true);

  made.list.repeats.close(newest);
  await expect.poll(() => linesOf(made).length).toBe(1);
  expect(runs()[0]).toMatchObject({ count: run!.count, row: { seq: newest } });
});

it("a line that got longer while its rows were read opens to those it had", async () => {
  made = await aList("fetched", 1_000);
  made.list.repeats.isOn.value = true;
  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  const [run] = runs();
  const before = made.list.total;

  made.list.repeats.open(run!);
  made.fake.emit(100);
  await expect.poll(() => made.list.repeats.isOpened(run!.row.seq)).toBe(true);
  await expect.poll(() => made.list.total).toBeGreaterThan(before);
  await expect.poll(() => rowCount() - made.list.total).toBe(0);

  const ranks = runs().map(({ rank, count }) => [rank, count] as const);
  expect(ranks.map(([rank]) => rank)).toEqual(
    ranks.map((_, at) => ranks.slice(0, at).reduce((sum, [, count]) => sum + count, 0)),
  );
  expect(runs().filter(({ count }) => count > 1)).toHaveLength(1);
});

it("another question closes what was opened for the last one", async () => {
  made = await aList("fetched", 1_000);
  made.list.repeats.isOn.value = true;
  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  made.list.repeats.open(runs()[0]!);
  await expect.poll(() => linesOf(made).length).toBeGreaterThan(1);

  await made.list.load({ signal: "logs", query: "fetched" }, made.fake.lastSeq);

  expect(linesOf(made)).toHaveLength(1);
});

it("of very many, the newest open first and the others stay a line", async () => {
  made = await aList("fetched", 5_000);
  made.list.repeats.isOn.value = true;
  await expect.poll(() => rowCount() - made.list.total).toBe(0);
  made.list.isFollowing.value = false;

  made.list.repeats.open(runs()[0]!);
  await expect.poll(() => linesOf(made).length).toBe(mostOpened + 1);

  expect(rowCount()).toBe(made.list.total);
  expect(runs()[0]!.count).toBe(made.list.total - mostOpened);
  expect(runs()[0]!.row.seq).toBeLessThan(runs()[1]!.row.seq);
});

it("shown all again, each row has its line, and the one that was seen is where it was", async () => {
  made = await aList("", 100_000);
  made.list.scroll.scrollTo(50_000);
  await settled(made);
  made.list.repeats.isOn.value = true;
  await settled(made);
  const seq = made.list.row(Math.ceil(made.list.scroll.topRow.value))!.seq;
  const place = placeOf(made, seq);

  made.list.repeats.isOn.value = false;
  await expect.poll(() => runs().every(({ count }) => count === 1)).toBe(true);
  await settled(made);

  expect(placeOf(made, seq)).toBe(place);
  expect(made.list.lines.value.count).toBe(100_000);
});
