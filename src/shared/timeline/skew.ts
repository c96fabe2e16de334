// Clocks of different services disagree. Each call across services bounds by how much: a callee
// cannot start before its caller, and where the caller waits it cannot end after it. From these
// bounds each clock gets one correction, so that everything of that service moves together.

import type { ClockSkew } from "./model";
import type { ServiceClock } from "./serviceClocks";
import { farNanos } from "./timeOfMost";
import type { SpanItem } from "./spanItem";
import type { SpanForest } from "./spanTree";

/** Nanoseconds to add to the times of a clock; clocks that agree are left out. */
export interface Corrections {
  readonly byClock: ReadonlyMap<ServiceClock, number>;
  readonly skews: readonly ClockSkew[];
}

export function findSkews(forest: SpanForest): Corrections {
  const bounds = boundsBetweenClocks(forest.items);
  if (bounds.size === 0) return { byClock: new Map(), skews: [] };
  const roots = byStart(forest.roots).map(({ clock }) => clock);
  const byClock = correctionsWithin(bounds, roots);
  return { byClock, skews: [...byClock].map(toSkew) };
}

/** Nanoseconds to add to the times of a clock; from each root those that call each other agree with it. */
export function correctionsWithin(
  bounds: ReadonlyMap<ServiceClock, ReadonlyMap<ServiceClock, Bounds>>,
  roots: readonly ServiceClock[],
): ReadonlyMap<ServiceClock, number> {
  const byClock = new Map<ServiceClock, number>();
  const seen = new Set<ServiceClock>();
  for (const root of roots) spread(root, bounds, seen, byClock);
  for (const [clock, correction] of byClock) if (correction === 0) byClock.delete(clock);
  return byClock;
}

/** Bounds of (correction of the second clock - correction of the first). */
export interface Bounds {
  lower: number;
  upper: number;
}
interface CallBounds extends Bounds {
  /** A call between the two has times that are near each other. */
  isSane: boolean;
}
type BoundsByClock = Map<ServiceClock, Map<ServiceClock, CallBounds>>;

function boundsBetweenClocks(items: readonly SpanItem[]): BoundsByClock {
  const all: BoundsByClock = new Map();
  for (const child of items) {
    const { parent, clock } = child;
    if (!isCallOfOtherClock(child, parent) || !isNear(child, parent)) continue;
    boundsOf(all, parent.clock, clock).isSane = true;
    boundsOf(all, clock, parent.clock).isSane = true;
  }
  for (const child of items) {
    const { parent, clock } = child;
    if (!isCallOfOtherClock(child, parent)) continue;
    const forth = boundsOf(all, parent.clock, clock);
    // One wild time among sane ones tells nothing of the clock; where all are wild it was never set.
    if (forth.isSane && !isNear(child, parent)) continue;
    const back = boundsOf(all, clock, parent.clock);
    forth.lower = Math.max(forth.lower, parent.startNanos - child.startNanos);
    if (isWaitedFor(child, parent)) {
      forth.upper = Math.min(forth.upper, parent.endNanos - child.endNanos);
    }
    back.lower = Math.max(back.lower, -forth.upper);
    back.upper = Math.min(back.upper, -forth.lower);
    forth.lower = Math.max(forth.lower, -back.upper);
    forth.upper = Math.min(forth.upper, -back.lower);
  }
  return all;
}

const isCallOfOtherClock = (child: SpanItem, parent: SpanItem | undefined): parent is SpanItem =>
  parent !== undefined && parent.clock !== child.clock && !child.marks.includes("linked");

const isNear = (child: SpanItem, parent: SpanItem) =>
  Math.abs(child.startNanos - parent.startNanos) < farNanos;

function boundsOf(all: BoundsByClock, from: ServiceClock, to: ServiceClock): CallBounds {
  let row = all.get(from);
  if (row === undefined) all.set(from, (row = new Map<ServiceClock, CallBounds>()));
  let bounds = row.get(to);
  if (bounds === undefined) {
    row.set(to, (bounds = { lower: -Infinity, upper: Infinity, isSane: false }));
  }
  return bounds;
}

/** A message is not waited for, and neither is work that takes longer than its caller. */
function isWaitedFor(child: SpanItem, parent: SpanItem): boolean {
  if (parent.span.kind === "producer" || child.span.kind === "consumer") return false;
  if (child.endNanos - child.startNanos > parent.endNanos - parent.startNanos) return false;
  const isCall = parent.span.kind === "client" || child.span.kind === "server";
  const isApart = child.startNanos >= parent.endNanos;
  return isCall || !isApart;
}

function spread(
  start: ServiceClock,
  bounds: ReadonlyMap<ServiceClock, ReadonlyMap<ServiceClock, Bounds>>,
  seen: Set<ServiceClock>,
  byClock: Map<ServiceClock, number>,
): void {
  if (seen.has(start)) return;
  seen.add(start);
  byClock.set(start, 0);
  const queue = [start];
  for (const from of queue) {
    const base = byClock.get(from) ?? 0;
    for (const [to, between] of bounds.get(from) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      byClock.set(to, base + correctionWithin(between));
      queue.push(to);
    }
  }
}

/**
 * None when the clocks may agree. Between tight bounds the middle, as if the way there took as long as
 * the way back; loose ones say little, so that no more is moved than has to be.
 */
function correctionWithin({ lower, upper }: Bounds): number {
  if (lower <= 0 && upper >= 0) return 0;
  const least = lower > 0 ? lower : upper;
  if (lower > upper) return Number.isFinite(lower) ? lower : 0; // contradictory: cause before effect
  const slack = upper - lower;
  return slack <= Math.abs(least) ? Math.round(lower + slack / 2) : least;
}

function toSkew([clock, correctionNanos]: readonly [ServiceClock, number]): ClockSkew {
  return { ...clock, correctionNanos };
}

const byStart = (items: readonly SpanItem[]) =>
  [...items].sort((a, b) => a.startNanos - b.startNanos);
