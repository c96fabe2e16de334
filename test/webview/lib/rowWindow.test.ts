import { describe, expect, test } from "vitest";
import {
  appended,
  bucketOfRank,
  bucketOfSeq,
  drawnRange,
  endRank,
  grown,
  heldRows,
  isMapped,
  lastTopRow,
  longestSpacerPx,
  neededRows,
  prepended,
  rankOfSeq,
  rowAt,
  scrollTopAt,
  spacerPx,
  topRowAt,
  topRowShowing,
} from "../../../webview/lib/rowWindow";

const million = { total: 1_000_000, heightPx: 660 };
const thousand = { total: 1_000, heightPx: 660 };
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ seq: from + at }));

describe("scroll position and row", () => {
  test("a short list has a pixel of scroll bar for a pixel of rows", () => {
    expect(isMapped(thousand.total)).toBe(false);
    expect(spacerPx(1_000)).toBe(22_000);
    expect(topRowAt(2_200, thousand)).toBe(100);
    expect(scrollTopAt(100, thousand)).toBe(2_200);
  });

  test("a million rows stay within what a browser can lay out, and reach both ends exactly", () => {
    expect(spacerPx(million.total)).toBe(longestSpacerPx);
    expect(topRowAt(0, million)).toBe(0);
    expect(topRowAt(longestSpacerPx - 660, million)).toBe(lastTopRow(million));
    expect(scrollTopAt(lastTopRow(million), million)).toBe(longestSpacerPx - 660);
  });

  test("every scroll position of a million rows maps there and back", () => {
    for (let px = 0; px < longestSpacerPx - 660; px += 79_999) {
      expect(scrollTopAt(topRowAt(px, million), million)).toBe(px);
    }
  });

  test("only the rows in view and ten around them are drawn", () => {
    expect(drawnRange(500.5, million)).toEqual({ first: 490, end: 541 });
    expect(drawnRange(0, { total: 3, heightPx: 660 })).toEqual({ first: 0, end: 3 });
    expect(drawnRange(0, { total: 0, heightPx: 0 })).toEqual({ first: 0, end: 0 });
  });

  test("showing a row moves the view as little as possible", () => {
    expect(topRowShowing(50, 40, million)).toBe(40);
    expect(topRowShowing(39, 40, million)).toBe(39);
    expect(topRowShowing(70, 40, million)).toBe(41);
  });
});

describe("the rows held", () => {
  test("later rows push the earliest out past three pages", () => {
    const window = appended({ startRank: 100, rows: rows(1, 500) }, rows(501, 200));

    expect(window.startRank).toBe(200);
    expect(window.rows).toHaveLength(heldRows);
    expect(rowAt(window, 200)).toEqual({ seq: 101 });
    expect(endRank(window)).toBe(800);
  });

  test("earlier rows push the latest out", () => {
    const window = prepended({ startRank: 300, rows: rows(301, 600) }, rows(101, 200));

    expect(window.startRank).toBe(100);
    expect(window.rows).toHaveLength(heldRows);
    expect(rowAt(window, 100)).toEqual({ seq: 101 });
  });

  test("a held row is found by its seq", () => {
    const window = { startRank: 40, rows: [{ seq: 3 }, { seq: 9 }, { seq: 12 }] };

    expect(rankOfSeq(window, 9)).toBe(41);
    expect(rankOfSeq(window, 10)).toBe(-1);
  });

  test("what is needed: nothing in the middle, a page near an edge, a new place far away", () => {
    const window = { startRank: 1_000, rows: rows(1_001, 600) };

    expect(neededRows(window, { first: 1_200, end: 1_250 }, 9_000)).toEqual({ kind: "nothing" });
    expect(neededRows(window, { first: 1_050, end: 1_100 }, 9_000)).toEqual({
      kind: "before",
      seq: 1_001,
    });
    expect(neededRows(window, { first: 1_520, end: 1_570 }, 9_000)).toEqual({
      kind: "after",
      seq: 1_600,
    });
    expect(neededRows(window, { first: 5_000, end: 5_050 }, 9_000)).toEqual({
      kind: "around",
      rank: 5_000,
    });
    expect(neededRows(window, { first: 1_550, end: 1_600 }, 1_600)).toEqual({ kind: "nothing" });
  });
});

describe("rank and seq", () => {
  const index = {
    total: 60,
    buckets: [
      { fromSeq: 5, toSeq: 90, count: 10 },
      { fromSeq: 200, toSeq: 240, count: 20 },
      { fromSeq: 700, toSeq: 999, count: 30 },
    ],
  };

  test("a rank lies in the bucket whose first row has a rank at or before it", () => {
    expect(bucketOfRank(index, 0)).toMatchObject({ fromSeq: 5, startRank: 0 });
    expect(bucketOfRank(index, 10)).toMatchObject({ fromSeq: 200, startRank: 10 });
    expect(bucketOfRank(index, 59)).toMatchObject({ fromSeq: 700, startRank: 30 });
    expect(bucketOfRank({ total: 0, buckets: [] }, 0)).toBeUndefined();
  });

  test("a seq lies in the last bucket that begins at or before it", () => {
    expect(bucketOfSeq(index, 210)).toMatchObject({ startRank: 10 });
    expect(bucketOfSeq(index, 400)).toMatchObject({ startRank: 10 });
    expect(bucketOfSeq(index, 2)).toMatchObject({ startRank: 0 });
  });

  test("live rows fill the last bucket, then begin another", () => {
    const once = grown(index, 1_000, 1_040, 40);
    const twice = grown(once, 1_041, 9_000, 5_000);

    expect(once.buckets.at(-1)).toEqual({ fromSeq: 700, toSeq: 1_040, count: 70 });
    expect(twice.total).toBe(5_100);
    expect(twice.buckets.at(-1)).toEqual({ fromSeq: 1_041, toSeq: 9_000, count: 5_000 });
  });
});
