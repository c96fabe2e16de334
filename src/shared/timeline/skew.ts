// Clocks of different services disagree. Each call across services bounds by how much: a callee
// cannot start before its caller, and where the caller waits it cannot end after it. From these
// bounds each clock gets one correction, so that everything of that service moves together.

import type { SpanJson } from "../contract/json";
import type { ClockSkew } from "./model";
import { farNanos } from "./timeOfMost";
import type { SpanForest, SpanItem } from "./spanTree";

/** Nanoseconds to add to the times of a clock, by clockOf(); clocks that agree are left out. */
export interface Corrections {
  readonly byClock: ReadonlyMap<string, number>;
  readonly skews: readonly ClockSkew[];
}

/** One clock per service and host: instances of a service on several hosts may disagree too. */
export function clockOf(record: Pick<SpanJson, "service" | "resource">): string {
  const host = record.resource["host.name"] ?? record.resource["host.id"];
  return `${record.service ?? ""}\n${typeof host === "string" ? host : ""}`;
}

export function findSkews(forest: SpanForest): Corrections {
  const bounds = boundsBetweenClocks(forest.items);
  const byClock = new Map<string, number>();
  const seen = new Set<string>();
  for (const root of byStart(forest.roots)) spread(clockOf(root.span), bounds, seen, byClock);
  for (const [clock, correction] of byClock) if (correction === 0) byClock.delete(clock);
  return { byClock, skews: [...byClock].map(toSkew) };
}

/** Bounds of (correction of the second clock - correction of the first). */
interface Bounds {
  lower: number;
  upper: number;
}
type BoundsByClock = Map<string, Map<string, Bounds>>;

function boundsBetweenClocks(items: readonly SpanItem[]): BoundsByClock {
  const all: BoundsByClock = new Map();
  const calls = items.flatMap((child) => {
    const { parent } = child;
    if (parent === undefined || child.marks.includes("linked")) return [];
    const [from, to] = [clockOf(parent.span), clockOf(child.span)];
    return from === to ? [] : [{ child, parent, from, to, pair: [from, to].sort().join("\n\n") }];
  });
  // One wild time among sane ones tells nothing of the clock; where all are wild it was never set.
  const sane = new Set(calls.filter(isNear).map(({ pair }) => pair));
  for (const call of calls) {
    const { child, parent, from, to, pair } = call;
    if (sane.has(pair) && !isNear(call)) continue;
    const forth = boundsOf(all, from, to);
    const back = boundsOf(all, to, from);
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

const isNear = ({ child, parent }: { readonly child: SpanItem; readonly parent: SpanItem }) =>
  Math.abs(child.startNanos - parent.startNanos) < farNanos;

function boundsOf(all: BoundsByClock, from: string, to: string): Bounds {
  let row = all.get(from);
  if (row === undefined) all.set(from, (row = new Map<string, Bounds>()));
  let bounds = row.get(to);
  if (bounds === undefined) row.set(to, (bounds = { lower: -Infinity, upper: Infinity }));
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
  start: string,
  bounds: BoundsByClock,
  seen: Set<string>,
  byClock: Map<string, number>,
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

function toSkew([clock, correctionNanos]: readonly [string, number]): ClockSkew {
  const [service = "", host = ""] = clock.split("\n");
  return { service, host, correctionNanos };
}

const byStart = (items: readonly SpanItem[]) =>
  [...items].sort((a, b) => a.startNanos - b.startNanos);
