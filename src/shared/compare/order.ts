// In what order requests go through their places: usual orders that bad requests turn round, and what
// usually comes after a place.

import type { Base, Evidenced } from "./bases";
import { placeClause } from "./clauses";
import type { Findings } from "./findings";
import type { Gathered } from "./gather";
import type { Place } from "./place";
import type { Counts } from "./statistics";
import type { Visits } from "./visits";

/** Places whose order is looked at, those of most requests first: their number squared is counted. */
const maxOrdered = 64;
/** An order is usual when it holds in so many of the good requests with both places … */
const usualShare = 0.6;
/** … of which there are so many of all. */
const leastShare = 0.1;
/** What follows a place in so many of its requests is its successor. */
const followsShare = 0.9;

export interface Follower {
  readonly places: ReadonlySet<number>;
  /** 0..1: how far back in a good request the place usually is; 1 where it is not known to come before anything. */
  readonly rank: number;
}
export interface Successors {
  of(place: number): Follower;
}

export class Orders implements Successors {
  private readonly chosen: readonly number[];
  private readonly indexOf = new Map<number, number>();
  /** At a * n + b: requests in which a came before b. */
  private readonly bad: Int32Array;
  private readonly good: Int32Array;

  constructor(
    private readonly gathered: Gathered,
    visits: Visits,
  ) {
    this.chosen = gathered.places.all
      .filter(({ kind }) => kind !== "service")
      .map(({ id }) => id)
      .sort((a, b) => visits.requestsOf(b) - visits.requestsOf(a))
      .slice(0, maxOrdered);
    this.chosen.forEach((place, i) => this.indexOf.set(place, i));
    const cells = this.chosen.length ** 2;
    this.bad = new Int32Array(cells);
    this.good = new Int32Array(cells);
    for (let request = 0; request < gathered.isBad.length; request++) this.count(request);
  }

  of(place: number): Follower {
    const n = this.chosen.length;
    const a = this.indexOf.get(place);
    if (a === undefined) return { places: new Set(), rank: 1 };
    const places = new Set<number>();
    let before = 0;
    let both = 0;
    this.chosen.forEach((other, b) => {
      const after = this.good[a * n + b] ?? 0;
      const ahead = this.good[b * n + a] ?? 0;
      before += ahead;
      both += after + ahead;
      if (after > 0 && after >= (after + ahead) * followsShare) places.add(other);
    });
    return { places, rank: both === 0 ? 1 : before / both };
  }

  find(evidenced: Evidenced, findings: Findings): void {
    const n = this.chosen.length;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const usual = this.good[a * n + b] ?? 0;
        const turned = this.good[b * n + a] ?? 0;
        if (a === b || usual < (usual + turned) * usualShare) continue;
        const early = this.placeAt(b);
        const late = this.placeAt(a);
        if (early === undefined || late === undefined) continue;
        const bases = evidenced.ofBoth(early, late).there;
        if (bases.every(({ sizes }) => usual + turned < sizes.good * leastShare)) continue;
        findings.families++;
        const counts = { bad: this.bad[b * n + a] ?? 0, good: turned };
        if (counts.bad > 0) this.offer(early, late, counts, bases, findings);
      }
    }
  }

  private offer(
    early: Place,
    late: Place,
    counts: Counts,
    bases: readonly Base[],
    findings: Findings,
  ): void {
    findings.offer(
      bases.map((base) => ({
        kind: "order",
        field: early.template,
        value: `before ${late.template}`,
        counts,
        base,
        tests: 1,
        place: early,
        column: undefined,
        asked: () => ({
          signal: early.kind === "spans" ? "spans" : "logs",
          query: eitherOf(early, late, this.gathered.places.all),
          isOfRequests: true,
        }),
        isGiven: false,
        medians: undefined,
        holders: (visit) => {
          for (let request = 0; request < this.gathered.isBad.length; request++) {
            const moment = this.momentBefore(request, early.id, late.id);
            if (moment !== undefined) visit(request, moment);
          }
        },
      })),
    );
  }

  private placeAt(index: number): Place | undefined {
    return this.gathered.places.all[this.chosen[index] ?? -1];
  }

  private count(request: number): void {
    const { events, firstEvent, isBad } = this.gathered;
    const counts = isBad[request] === true ? this.bad : this.good;
    const n = this.chosen.length;
    const from = firstEvent[request] ?? 0;
    const to = firstEvent[request + 1] ?? 0;
    const seen: { index: number; event: number }[] = [];
    const isSeen = new Set<number>();
    for (let event = from; event < to; event++) {
      const index = this.indexOf.get(events.place[event] ?? -1);
      if (index === undefined || isSeen.has(index)) continue;
      isSeen.add(index);
      for (const { index: earlier, event: other } of seen) {
        if (!this.isOrdered(other, event)) continue;
        const cell = earlier * n + index;
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
      seen.push({ index, event });
    }
  }

  /** Records of one time that come by different ways have no order. */
  private isOrdered(a: number, b: number): boolean {
    const { events, places } = this.gathered;
    if (events.timeNanos[a] !== events.timeNanos[b]) return true;
    const first = places.all[events.place[a] ?? -1];
    const second = places.all[events.place[b] ?? -1];
    return first?.service === second?.service && first?.kind === second?.kind;
  }

  private momentBefore(request: number, early: number, late: number): number | undefined {
    const { events, firstEvent } = this.gathered;
    const to = firstEvent[request + 1] ?? 0;
    let found: number | undefined;
    for (let event = firstEvent[request] ?? 0; event < to; event++) {
      const place = events.place[event];
      if (place === late)
        return found !== undefined && this.isOrdered(found, event)
          ? events.start[found]
          : undefined;
      if (place === early) found ??= event;
    }
    return undefined;
  }
}

/** The records of both, in what order they lie; undefined where a query cannot tell one of them. */
function eitherOf(early: Place, late: Place, places: readonly Place[]): string | undefined {
  const clauses = [early, late].map((place) => placeClause(place, places));
  if (early.kind !== late.kind || clauses.includes(undefined)) return undefined;
  return `(${clauses.map((clause) => `(${clause ?? ""})`).join(" OR ")})`;
}
