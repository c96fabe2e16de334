// What of the times of a span is believed, where they are far from all others: it decides what is laid out,
// where the time went and what the request waited for. The span itself keeps its times.

import type { SpanJson } from "../contract/json";
import type { Interval } from "./model";
import type { SpanItem } from "./spanItem";
import type { SpanForest } from "./spanTree";
import { farNanos } from "./timeOfMost";

/** A step that goes on for so long, while its request is done, was more likely never ended than at work. */
export const lateNanos = 3600e9;
/** … and it goes on so much longer than all else that nothing else could be seen beside it. */
const lateFactor = 10;

/** Its end is no moment of the request until others are known to be near it. */
export const isEndInDoubt = ({ parent, span, marks, startNanos, endNanos }: SpanItem) =>
  endNanos - startNanos >= lateNanos &&
  parent !== undefined &&
  span.kind !== "consumer" &&
  !marks.includes("linked");

/** The latest end that is believed. `extent` is that of all moments but ends in doubt. */
export const lastOf = ({ startNanos, endNanos }: Interval) =>
  endNanos + Math.max(lateNanos, lateFactor * (endNanos - startNanos));

/** Marks the spans whose end is not believed, and gives them back. */
export function markLateEnds(items: readonly SpanItem[], extent: Interval): ReadonlySet<SpanJson> {
  const late = new Set<SpanJson>();
  const last = lastOf(extent);
  for (const item of items) {
    if (item.endNanos <= last || !isEndInDoubt(item)) continue;
    item.marks.push("late");
    late.add(item.span);
  }
  return late;
}

/**
 * Sets when each span worked: what lies in the time laid out; of one that ended late until it was last heard of.
 * `heardOf` tells the moments of its logs and events.
 */
export function settleWork(
  forest: SpanForest,
  extent: Interval,
  heardOf: (item: SpanItem) => Iterable<number>,
): void {
  const isUsual = ({ startNanos, endNanos, marks }: SpanItem) =>
    startNanos >= extent.startNanos &&
    endNanos <= extent.endNanos + farNanos &&
    !marks.includes("late");
  const unusual = forest.items.filter((item) => {
    item.workedFromNanos = item.startNanos;
    item.workedUntilNanos = item.endNanos;
    return !isUsual(item);
  });
  if (unusual.length === 0) return;
  for (const item of forest.parentsFirst.toReversed()) {
    if (isUsual(item) || isOutside(item, extent)) continue;
    item.workedFromNanos = Math.max(item.startNanos, extent.startNanos);
    if (item.marks.includes("late")) item.workedUntilNanos = lastHeardOf(item, extent, heardOf);
    else if (item.endNanos > extent.endNanos + farNanos) item.workedUntilNanos = extent.endNanos;
  }
}

/** All of it is far from what is laid out: how long it took may be true, when it was is not. */
export const isOutside = (
  { startNanos, endNanos }: Interval,
  { startNanos: from, endNanos: to }: Interval,
) => endNanos < from || startNanos > to + farNanos;

function lastHeardOf(
  item: SpanItem,
  extent: Interval,
  heardOf: (item: SpanItem) => Iterable<number>,
): number {
  let last = item.workedFromNanos;
  const hear = (moment: number) => {
    if (moment <= lastOf(extent)) last = Math.max(last, moment);
  };
  for (const { workedUntilNanos } of item.children) hear(workedUntilNanos);
  for (const moment of heardOf(item)) hear(moment);
  return last;
}
