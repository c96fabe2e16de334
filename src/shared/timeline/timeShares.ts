// Where the time went: each span's own time, and the chain of waits that made the request as long
// as it was (the critical path). Iterative, because a chain may be 20,000 spans deep.

import type { Interval } from "./model";
import type { SpanItem } from "./spanItem";
import type { SpanForest } from "./spanTree";
import { isOutside } from "./worked";

/** Time it worked less what the children cover, overlapping children counted once. They ascend by their start. */
export function selfNanos({ workedFromNanos, workedUntilNanos, children }: SpanItem): number {
  let covered = 0;
  let until = workedFromNanos;
  for (const child of children) {
    const from = Math.max(until, child.workedFromNanos);
    const to = Math.min(workedUntilNanos, child.workedUntilNanos);
    if (to > from) {
      covered += to - from;
      until = to;
    }
  }
  return workedUntilNanos - workedFromNanos - covered;
}

/** By a span's index; undefined where the request did not wait for the span itself. */
export type CriticalPath = readonly (readonly Interval[] | undefined)[];

/**
 * Walks back from the end of the request: what ended last before the moment looked at is what was
 * waited for. Work that outlives its caller (a queue's consumer) counts as part of the request.
 */
export function criticalPath(forest: SpanForest, extent: Interval): CriticalPath {
  const { roots } = forest;
  const ends = subtreeEnds(forest, extent);
  const endOf = ({ index }: SpanItem) => ends[index] ?? 0;
  const path: (Interval[] | undefined)[] = [];
  path.length = forest.items.length;
  const visits: Visit[] = [{ item: undefined, until: Infinity, children: lastFirst(roots, endOf) }];
  for (let visit = visits.pop(); visit !== undefined; visit = visits.pop()) {
    const { item } = visit;
    let until = visit.until;
    for (const child of visit.children) {
      const childEnd = endOf(child);
      if (child.workedFromNanos >= until || childEnd === -Infinity) continue;
      if (isBeside(child, childEnd, until)) continue;
      const end = Math.min(childEnd, until);
      if (item !== undefined) addOwn(path, item, end, until);
      visits.push({ item: child, until: end, children: lastFirst(child.children, endOf) });
      until = Math.min(child.workedFromNanos, end);
      if (item !== undefined && until <= item.workedFromNanos) break;
    }
    if (item !== undefined) addOwn(path, item, item.workedFromNanos, until);
  }
  for (const intervals of path) intervals?.reverse();
  return path;
}

/**
 * Runs beside what was waited for. A little overlap is none: clocks and rounding shift the end of one
 * step past the start of the next.
 */
const isBeside = ({ workedFromNanos }: SpanItem, end: number, until: number) =>
  end - until > (end - workedFromNanos) * toleratedOverlap;
const toleratedOverlap = 0.1;

interface Visit {
  readonly item: SpanItem | undefined;
  readonly until: number;
  readonly children: readonly SpanItem[];
}

function addOwn(path: (Interval[] | undefined)[], item: SpanItem, from: number, to: number): void {
  const startNanos = Math.max(from, item.workedFromNanos);
  const endNanos = Math.min(to, item.workedUntilNanos);
  if (endNanos <= startNanos) return;
  const intervals = path[item.index];
  if (intervals === undefined) path[item.index] = [{ startNanos, endNanos }];
  else intervals.push({ startNanos, endNanos });
}

function lastFirst(
  items: readonly SpanItem[],
  endOf: (item: SpanItem) => number,
): readonly SpanItem[] {
  return items.length < 2 ? items : [...items].sort((a, b) => endOf(b) - endOf(a));
}

/** -Infinity of what is outside the time laid out: nothing waited for it. */
function subtreeEnds({ parentsFirst: order }: SpanForest, extent: Interval): Float64Array {
  const ends = new Float64Array(order.length).fill(-Infinity);
  for (let i = order.length - 1; i >= 0; i--) {
    const item = order[i];
    if (item === undefined) continue;
    let end = ends[item.index] ?? -Infinity;
    if (!isOutside(item, extent)) end = Math.max(end, item.workedUntilNanos);
    ends[item.index] = end;
    const { parent } = item;
    if (parent !== undefined) ends[parent.index] = Math.max(end, ends[parent.index] ?? -Infinity);
  }
  return ends;
}
