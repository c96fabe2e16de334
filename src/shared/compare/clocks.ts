// Clocks of services disagree by tens of milliseconds, and then what came before what is told wrongly. Many calls
// between two services bound by how much: no callee starts before its caller, and where the caller waits none ends
// after it. Each clock gets one correction for all requests, as in the timeline for one.

import type { ClockSkew } from "../timeline/model";
import { type Clocked, type ServiceClock, ServiceClocks } from "../timeline/serviceClocks";
import { type Bounds, correctionsWithin } from "../timeline/skew";

/** What all calls of one service by another tell, but for the odd ones: nanoseconds. */
export interface Calls {
  readonly caller: Clocked;
  readonly callee: Clocked;
  /** The callee's clock is behind by at least so much. */
  readonly lower: number;
  /** … and by at most so much; Infinity where no call tells. */
  readonly upper: number;
}

/** Times are no finer: bounds may contradict each other by so much. */
const fuzzNanos = 1e6;

export class Clocks {
  private readonly clocks = new ServiceClocks();
  private readonly corrections: ReadonlyMap<ServiceClock, number>;
  private readonly used = new Set<ServiceClock>();

  constructor(calls: readonly Calls[]) {
    const bounds = new Map<ServiceClock, Map<ServiceClock, Bounds>>();
    const called = new Set<ServiceClock>();
    for (const { caller, callee, lower, upper } of calls) {
      const [from, to] = [this.clocks.of(caller), this.clocks.of(callee)];
      if (from === to) continue;
      called.add(to);
      narrow(bounds, [from, to], lower, upper);
      narrow(bounds, [to, from], -upper, -lower);
    }
    for (const row of bounds.values()) for (const each of row.values()) settle(each);
    const callers = [...bounds.keys()];
    const roots = callers.filter((clock) => !called.has(clock));
    this.corrections = correctionsWithin(bounds, [...roots, ...callers]);
  }

  /** Nanoseconds to add to the times of what the statement wrote. */
  correctionOf(statement: Clocked): number {
    if (this.corrections.size === 0) return 0;
    const clock = this.clocks.of(statement);
    this.used.add(clock);
    return this.corrections.get(clock) ?? 0;
  }

  /** The clocks by which something was moved that was asked for, the furthest off first. */
  get corrected(): ClockSkew[] {
    return [...this.corrections]
      .filter(([clock]) => this.used.has(clock))
      .map(([clock, correctionNanos]) => ({ ...clock, correctionNanos }))
      .sort((a, b) => Math.abs(b.correctionNanos) - Math.abs(a.correctionNanos));
  }
}

function narrow(
  all: Map<ServiceClock, Map<ServiceClock, Bounds>>,
  [from, to]: readonly [ServiceClock, ServiceClock],
  lower: number,
  upper: number,
): void {
  const row = all.get(from) ?? new Map<ServiceClock, Bounds>();
  all.set(from, row);
  const bounds = row.get(to) ?? { lower: -Infinity, upper: Infinity };
  row.set(to, bounds);
  bounds.lower = Math.max(bounds.lower, lower);
  bounds.upper = Math.min(bounds.upper, upper);
}

/** Where calls contradict each other there is more than one clock, or one that was set meanwhile: it is left alone. */
function settle(bounds: { lower: number; upper: number }): void {
  if (bounds.lower <= bounds.upper) return;
  const isFuzz = bounds.lower - bounds.upper <= fuzzNanos;
  const middle = isFuzz ? (bounds.lower + bounds.upper) / 2 : 0;
  bounds.lower = middle;
  bounds.upper = middle;
}
