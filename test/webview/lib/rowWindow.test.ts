import { describe, expect, test } from "vitest";
import {
  bucketOfRank,
  bucketOfSeq,
  drawnRange,
  grown,
  isMapped,
  lastTopRow,
  longestSpacerPx,
  neededRows,
  scrollTopAt,
  spacerPx,
  topRowAt,
  topRowShowing,
} from "../../../webview/lib/rowWindow";

const million = { total: 1_000_000, heightPx: 660 };
const thousand = { total: 1_000, heightPx: 660 };

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

test("what is needed: nothing in the middle, a page near an edge, a new place far away", () => {
  const all = { startRank: 1_000, endRank: 1_600, firstSeq: 1_001, lastSeq: 1_600 };
  const needed = (first: number, end: number, total: number) =>
    neededRows({ ...all, before: first - 1_000, after: 1_600 - end }, { first, end }, total);

  expect(needed(1_200, 1_250, 9_000)).toEqual({ kind: "nothing" });
  expect(needed(1_050, 1_100, 9_000)).toEqual({ kind: "before", seq: 1_001 });
  expect(needed(1_520, 1_570, 9_000)).toEqual({ kind: "after", seq: 1_600 });
  expect(needed(5_000, 5_050, 9_000)).toEqual({ kind: "around", rank: 5_000 });
  expect(needed(1_550, 1_600, 1_600)).toEqual({ kind: "nothing" });
  expect(neededRows(undefined, { first: 7, end: 9 }, 100)).toEqual({ kind: "around", rank: 7 });
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
