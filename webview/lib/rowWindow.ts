// The arithmetic of a list of any length: scroll position ↔ row, which rows are drawn and which to
// load next, and rank (place in the list) ↔ seq by the collector's row index. Pure.

import type { RowIndex } from "../../src/shared/contract/rows";

export const rowHeightPx = 22;
/**
 * Chromium lays out at most 33.5 M device px (16.7 M CSS px at 2×) and places by 32-bit floats, which have
 * whole pixels up to 8.3 M. Longer lists map the scroll bar linearly onto this height.
 */
export const longestSpacerPx = 8_000_000;
const overscanRows = 10;
export const pageRows = 200;

/** A list of `total` rows seen through `heightPx`. */
export interface Space {
  readonly total: number;
  readonly heightPx: number;
}

/** True when a pixel of the scroll bar is more than a pixel of rows. */
export const isMapped = (total: number) => total * rowHeightPx > longestSpacerPx;

export const spacerPx = (total: number) => Math.min(total * rowHeightPx, longestSpacerPx);

/** The row at the top when the list is scrolled to its end; fractional. */
export const lastTopRow = ({ total, heightPx }: Space) =>
  Math.max(0, total - heightPx / rowHeightPx);

export function topRowAt(scrollTopPx: number, space: Space): number {
  if (!isMapped(space.total)) return scrollTopPx / rowHeightPx;
  const room = longestSpacerPx - space.heightPx;
  return Math.min(1, Math.max(0, scrollTopPx / room)) * lastTopRow(space);
}

export function scrollTopAt(topRow: number, space: Space): number {
  if (!isMapped(space.total)) return topRow * rowHeightPx;
  const last = lastTopRow(space);
  return last === 0 ? 0 : Math.round((topRow / last) * (longestSpacerPx - space.heightPx));
}

/** Rows [first, end) to draw, overscan included. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}
export function drawnRange(topRow: number, { total, heightPx }: Space): RowRange {
  const first = Math.max(0, Math.floor(topRow) - overscanRows);
  const end = Math.min(total, Math.ceil(topRow + heightPx / rowHeightPx) + overscanRows);
  return { first: Math.min(first, end), end };
}

/** The least move of the view that shows the whole row. */
export function topRowShowing(rank: number, topRow: number, space: Space): number {
  const rows = space.heightPx / rowHeightPx;
  if (rank < topRow) return rank;
  if (rank + 1 > topRow + rows) return Math.max(0, rank + 1 - rows);
  return topRow;
}

/** Consecutive rows of the list that are held, seen from the range that is drawn. */
export interface Held {
  readonly startRank: number;
  readonly endRank: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Lines that are held before the range and after it. */
  readonly before: number;
  readonly after: number;
}

/** What to load so that `range` is held, looking one page ahead in both directions. */
export type Need =
  | { readonly kind: "nothing" }
  | { readonly kind: "before"; readonly seq: number }
  | { readonly kind: "after"; readonly seq: number }
  | { readonly kind: "around"; readonly rank: number };

export function neededRows(held: Held | undefined, range: RowRange, total: number): Need {
  if (total === 0 || range.end <= range.first) return { kind: "nothing" };
  if (held === undefined) return { kind: "around", rank: range.first };
  const { startRank: start, endRank: end, firstSeq, lastSeq } = held;
  const isNear = range.first < end + pageRows && range.end > start - pageRows;
  if (!isNear) return { kind: "around", rank: range.first };
  const isShortBefore = start > 0 && held.before < pageRows / 2;
  const isShortAfter = end < total && held.after < pageRows / 2;
  if (range.first < start) return { kind: "before", seq: firstSeq };
  if (range.end > end && end < total) return { kind: "after", seq: lastSeq };
  if (isShortBefore) return { kind: "before", seq: firstSeq };
  if (isShortAfter) return { kind: "after", seq: lastSeq };
  return { kind: "nothing" };
}

/** A bucket of the index with the exact rank of its first row. */
export interface RankedBucket {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly startRank: number;
}

/** The bucket that holds a rank; undefined for an empty index. */
export function bucketOfRank(index: RowIndex, rank: number): RankedBucket | undefined {
  let startRank = 0;
  let found: RankedBucket | undefined;
  for (const bucket of index.buckets) {
    found = { ...bucket, startRank };
    startRank += bucket.count;
    if (startRank > rank) break;
  }
  return found;
}

/** The bucket at or before which a seq lies, and so how many rows certainly precede it. */
export function bucketOfSeq(index: RowIndex, seq: number): RankedBucket | undefined {
  let startRank = 0;
  let found: RankedBucket | undefined;
  for (const bucket of index.buckets) {
    if (found !== undefined && bucket.fromSeq > seq) break;
    found = { ...bucket, startRank };
    startRank += bucket.count;
  }
  return found;
}

/** A live bucket holds about so many rows, as the collector's own do at a million. */
const liveBucketRows = 2_000;

/** Adds `count` later rows that lie in (the index's end, toSeq]. */
export function grown(index: RowIndex, fromSeq: number, toSeq: number, count: number): RowIndex {
  if (count === 0) return index;
  const last = index.buckets.at(-1);
  const total = index.total + count;
  if (last !== undefined && last.count + count <= liveBucketRows) {
    const merged = { fromSeq: last.fromSeq, toSeq, count: last.count + count };
    return { total, buckets: [...index.buckets.slice(0, -1), merged] };
  }
  return { total, buckets: [...index.buckets, { fromSeq, toSeq, count }] };
}
