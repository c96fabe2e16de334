// Among which requests a fact is judged. Traces are sampled: what a span would show is not known of a request
// whose spans were not recorded, so that facts of spans are judged among traced requests.

import type { Signal } from "../record";
import type { Gathered } from "./gather";
import type { Place } from "./place";
import type { Counts, Sizes } from "./statistics";

export interface Base {
  /** What its requests have and others lack; undefined where it is all requests. */
  readonly of: Signal | undefined;
  readonly sizes: Sizes;
  /** By request: 1 where it is among them; undefined where all are. */
  readonly has: Uint8Array | undefined;
}

/** That something is there, and that it is not, may have to be judged among others. */
export interface Bases {
  readonly there: readonly Base[];
  readonly missing: readonly Base[];
}

/** A service is traced when in so many of its requests with spans one of its spans holds so many of its logs. */
const tracedShare = 0.9;
const heldShare = 0.5;
/** What is logged as a span begins or ends is told with a coarser clock. */
const edgeNanos = 1e6;

export class Evidenced {
  private readonly ofAll: Bases;
  private readonly ofSpans: Bases;
  private readonly hasLogs = new Map<string, boolean>();

  constructor(gathered: Gathered) {
    for (const place of gathered.places.all) {
      if (place.kind === "service") continue;
      const { service } = place;
      this.hasLogs.set(service, this.hasLogs.get(service) === true || !isOfSpan(place));
    }
    const all = wholeOf(gathered);
    this.ofAll = { there: [all], missing: [all] };
    const { withSpans, untraced } = spansOf(gathered);
    const traced = baseOf(
      "spans",
      untraced.map((is) => 1 - is),
      gathered,
    );
    const having = baseOf("spans", withSpans, gathered);
    this.ofSpans =
      traced !== undefined
        ? // That spans are missing in all of a group may be more than chance.
          { there: [traced], missing: [all, traced] }
        : having !== undefined
          ? // Nothing tells whether they were not recorded or the request did not come there.
            { there: [all, having], missing: [all, having] }
          : this.ofAll;
  }

  /** Of a fact that each of these places can show. */
  of(places: readonly (Place | undefined)[]): Bases {
    const isOfSpans = places.every(
      (place) =>
        place !== undefined &&
        (place.kind === "service" ? this.hasLogs.get(place.service) !== true : isOfSpan(place)),
    );
    return isOfSpans ? this.ofSpans : this.ofAll;
  }

  ofService(service: string): Bases {
    return this.hasLogs.get(service) === false ? this.ofSpans : this.ofAll;
  }

  /** Of a fact that takes both places to be seen. */
  ofBoth(first: Place, second: Place): Bases {
    return isOfSpan(first) || isOfSpan(second) ? this.ofSpans : this.ofAll;
  }
}

export const wholeOf = ({ sizes }: Gathered): Base => ({ of: undefined, sizes, has: undefined });

/** Undefined where it is all requests, or none of a group. */
export function baseOf(of: Signal, has: Uint8Array, { isBad }: Gathered): Base | undefined {
  const sizes = { bad: 0, good: 0 };
  has.forEach((is, request) => {
    if (is === 1) sizes[isBad[request] === true ? "bad" : "good"]++;
  });
  const { bad, good } = sizes;
  return bad === 0 || good === 0 || bad + good === has.length ? undefined : { of, sizes, has };
}

/** Of the requests of a base those that are not among these. */
export const without = ({ bad, good }: Counts, { sizes }: Base): Counts => ({
  bad: sizes.bad - bad,
  good: sizes.good - good,
});

export const isIn = ({ has }: Base, request: number): boolean =>
  has === undefined || has[request] === 1;

/** An event of a span comes and goes with it. */
const isOfSpan = ({ kind, isEvent }: Place) => isEvent || kind === "spans";

/** By request: 1 where it has spans; 1 where it has none though its logs are of a service that is traced. */
function spansOf(gathered: Gathered): { withSpans: Uint8Array; untraced: Uint8Array } {
  const { isBad, events, firstEvent, places } = gathered;
  const withSpans = new Uint8Array(isBad.length);
  const untraced = new Uint8Array(isBad.length);
  const ofSpan = places.all.map(isOfSpan);
  const eachEvent = function* (request: number) {
    const end = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < end; event++) {
      const place = events.place[event] ?? 0;
      yield { event, isSpan: ofSpan[place] === true, service: places.all[place]?.service ?? "" };
    }
  };
  isBad.forEach((_, request) => {
    for (const { isSpan } of eachEvent(request)) if (isSpan) withSpans[request] = 1;
  });
  if (!withSpans.includes(0) || !withSpans.includes(1)) return { withSpans, untraced };
  const requestsOf = new Map<string, { seen: number; held: number }>();
  isBad.forEach((_, request) => {
    if (withSpans[request] !== 1) return;
    for (const [service, isHeld] of logsHeldIn(gathered, eachEvent(request))) {
      const tally = requestsOf.get(service) ?? { seen: 0, held: 0 };
      requestsOf.set(service, tally);
      tally.seen++;
      if (isHeld) tally.held++;
    }
  });
  const isTraced = (service: string) => {
    const { seen, held } = requestsOf.get(service) ?? { seen: 0, held: 0 };
    return held > 1 && held >= seen * tracedShare;
  };
  isBad.forEach((_, request) => {
    if (withSpans[request] === 1) return;
    for (const { service } of eachEvent(request)) if (isTraced(service)) untraced[request] = 1;
  });
  return { withSpans, untraced };
}

/** Of each service of a request with logs there: are most of them within its longest span? */
function logsHeldIn(
  { events }: Gathered,
  all: Iterable<{ readonly event: number; readonly isSpan: boolean; readonly service: string }>,
): Map<string, boolean> {
  const longest = new Map<string, { from: number; to: number }>();
  const logs = new Map<string, number[]>();
  for (const { event, isSpan, service } of all) {
    const from = events.timeNanos[event] ?? 0;
    const to = from + (events.durationNanos[event] ?? 0);
    if (!isSpan) {
      const known = logs.get(service) ?? [];
      logs.set(service, known);
      known.push(from);
      continue;
    }
    const known = longest.get(service);
    if (known === undefined || to - from > known.to - known.from)
      longest.set(service, { from, to });
  }
  return new Map(
    [...logs].map(([service, times]) => {
      const { from, to } = longest.get(service) ?? { from: Infinity, to: -Infinity };
      const held = times.filter((at) => at >= from - edgeNanos && at <= to + edgeNanos).length;
      return [service, held >= times.length * heldShare];
    }),
  );
}
