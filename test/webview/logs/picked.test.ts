// Rows selected together, by what a gesture asks for.

import { afterEach, beforeEach, expect, it } from "vitest";
import { heldRuns } from "../../../webview/logs/runs";
import { mostPicked } from "../../../webview/logs/picked";
import { type AList, aList, settled } from "./aList";

let made: AList;
beforeEach(async () => {
  made = await aList("", 30_000);
});
afterEach(() => {
  expect(made.failures).toEqual([]);
  made.list.loader.dispose();
});
const seqs = () => made.list.picked.rows().map(({ seq }) => seq);
const lineOf = (seq: number) => seq - 1;

it("a range is all from where the selection started, and a further one replaces it", () => {
  const { list } = made;
  list.selectLine(lineOf(29_900), "only");

  list.selectLine(lineOf(29_903), "range");
  expect(seqs()).toEqual([29_900, 29_901, 29_902, 29_903]);
  list.selectLine(lineOf(29_898), "range");
  expect(seqs()).toEqual([29_898, 29_899, 29_900]);

  expect(list.selectedSeq.value).toBe(29_898);
});

it("single rows are added and taken away", () => {
  const { list } = made;
  list.selectLine(lineOf(29_900), "only");

  list.selectLine(lineOf(29_950), "toggle");
  list.selectLine(lineOf(29_940), "toggle");
  list.selectLine(lineOf(29_950), "toggle");

  expect(seqs()).toEqual([29_900, 29_940]);
});

it("a range over rows that are not loaded is read", async () => {
  const { list } = made;
  list.selectLine(lineOf(29_990), "only");
  list.scroll.scrollTo(25_000);
  await settled(made);

  list.selectLine(25_010, "range");

  await expect.poll(() => list.picked.count.value).toBe(29_990 - 25_011 + 1);
  expect(seqs()[0]).toBe(25_011);
});

it("of more than can be selected together, the newest are, and that is said", async () => {
  const { list } = made;
  list.selectLine(lineOf(29_990), "only");
  list.scroll.scrollTo(0);
  await settled(made);

  list.selectLine(0, "range");

  await expect.poll(() => list.picked.count.value).toBe(mostPicked);
  expect(list.picked.isCut.value).toBe(true);
  expect(seqs().at(-1)).toBe(29_990);
});

it("all are those that are loaded, and that is said", async () => {
  const { list } = made;
  list.scroll.scrollTo(15_000);
  await settled(made);

  list.selectLoaded();

  expect(list.picked.count.value).toBe(list.loader.held.value.length);
  expect(list.picked.count.value).toBeLessThanOrEqual(heldRuns);
  expect(list.picked.isAllLoaded.value).toBe(true);
});

it("another question selects nothing", async () => {
  made.list.selectLoaded();

  await made.list.load({ signal: "logs", query: "level:WARN" }, 30_000);

  expect(made.list.picked.count.value).toBe(0);
});
