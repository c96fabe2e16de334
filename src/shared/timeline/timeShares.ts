// Where the time went: each span's own time, and the chain of waits that made the request as long
// as it was (the critical path). Iterative, because a chain may be 20,000 spans deep.

import type { Interval } from "./model";
import type { SpanItem } from "./spanTree";

/** Duration less what the children cover, overlapping children counted once. */
export function selfNanos(item: SpanItem): number {
  let covered = 0;
  let until = item.startNanos;
  for (const child of [...item.children].sort((a, b) => a.startNanos - b.startNanos)) {
    const from = Math.max(until, child.startNanos);
    const to = Math.min(item.endNanos, child.endNanos);
    if (to > from) {
      covered += to - from;
      until = to;
    }
  }
  return item.endNanos - item.startNanos - covered;
}

/**
 * Walks back from the end of the request: what ended last before the moment looked at is what was
 * waited for. Work that outlives its caller (a queue's consumer) counts as part of the request.
 */
export function criticalPath(roots: readonly SpanItem[]): ReadonlyMap<SpanItem, Interval[]> {
  const ends = subtreeEnds(roots);
  const endOf = (item: SpanItem) => ends.get(item) ?? item.endNanos;
  const path = new Map<SpanItem, Interval[]>();
  const visits: Visit[] = [{ item: undefined, until: Infinity, children: lastFirst(roots, endOf) }];
  for (let visit = visits.pop(); visit !== undefined; visit = visits.pop()) {
    const { item } = visit;
    let until = visit.until;
    for (const child of visit.children) {
      if (child.startNanos >= until || isBeside(child, endOf(child), until)) continue;
      const end = Math.min(endOf(child), until);
      if (item !== undefined) addOwn(path, item, end, until);
      visits.push({ item: child, until: end, children: lastFirst(child.children, endOf) });
      until = Math.min(child.startNanos, end);
      if (item !== undefined && until <= item.startNanos) break;
    }
    if (item !== undefined) addOwn(path, item, item.startNanos, until);
  }
  for (const intervals of path.values()) intervals.reverse();
  return path;
}

/**
 * Runs beside what was waited for. A little overlap is none: clocks and rounding shift the end of one
 * step past the start of the next.
 */
const isBeside = (child: SpanItem, end: number, until: number) =>
  end - until > (end - child.startNanos) * toleratedOverlap;
const toleratedOverlap = 0.1;

interface Visit {
  readonly item: SpanItem | undefined;
  readonly until: number;
  readonly children: readonly SpanItem[];
}

function addOwn(path: Map<SpanItem, Interval[]>, item: SpanItem, from: number, to: number): void {
  const startNanos = Math.max(from, item.startNanos);
  const endNanos = Math.min(to, item.endNanos);
  if (endNanos <= startNanos) return;
  const intervals = path.get(item);
  if (intervals === undefined) path.set(item, [{ startNanos, endNanos }]);
  else intervals.push({ startNanos, endNanos });
}

function lastFirst(items: readonly SpanItem[], endOf: (item: SpanItem) => number): SpanItem[] {
  return [...items].sort((a, b) => endOf(b) - endOf(a));
}

function subtreeEnds(roots: readonly SpanItem[]): Map<SpanItem, number> {
  const order = [...roots];
  for (const item of order) order.push(...item.children);
  const ends = new Map<SpanItem, number>();
  for (const item of order.reverse()) {
    let end = item.endNanos;
    for (const child of item.children) end = Math.max(end, ends.get(child) ?? child.endNanos);
    ends.set(item, end);
  }
  return ends;
}
