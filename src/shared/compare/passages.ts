// What requests went through, and how: places and services that appear or are missing, how often, how long.

import { clauseFor } from "../query/clause";
import { type Asked, askedOfService } from "./asked";
import { type Base, type Bases, type Evidenced, isIn, without } from "./bases";
import { isClauseOf, placeClause } from "./clauses";
import type { Findings } from "./findings";
import type { Gathered } from "./gather";
import type { Place } from "./place";
import { type Range, rangesIn } from "./ranges";
import type { Follower, Successors } from "./order";
import { spanDuration } from "./spanDuration";
import type { Visits } from "./visits";

export function* findPassages(
  gathered: Gathered,
  visits: Visits,
  evidenced: Evidenced,
  successors: Successors,
  findings: Findings,
): Generator<undefined, void> {
  for (const place of gathered.places.all) {
    yield;
    if (place.kind === "service") continue;
    if (visits.requestsOf(place.id) < 2) continue;
    const bases = evidenced.of([place]);
    findPlace(place, bases, gathered, visits, successors, findings);
    findCount(place, bases.there, gathered, visits, findings);
    if (place.kind === "spans") findDuration(place, bases.there, gathered, visits, findings);
  }
  findServices(gathered, visits, evidenced, successors, findings);
}

function findPlace(
  place: Place,
  bases: Bases,
  gathered: Gathered,
  visits: Visits,
  successors: Successors,
  findings: Findings,
): void {
  const counts = visits.countsOf(place.id);
  const { events } = gathered;
  const common = {
    field: nameField(place),
    value: place.template,
    tests: 2,
    place,
    column: undefined,
    isGiven: false,
    medians: undefined,
  };
  findings.families++;
  findings.offer(
    bases.there.map((base) => ({
      ...common,
      kind: "template",
      counts,
      base,
      asked: () => askedOfPlace(place, gathered),
      holders: (visit) => {
        for (const event of visits.byPlace[place.id] ?? []) {
          visit(visits.requestOf[event] ?? 0, events.start[event] ?? 0);
        }
      },
    })),
  );
  findings.offer(
    bases.missing.map((base) => ({
      ...common,
      kind: "missing-template",
      counts: without(counts, base),
      base,
      asked: () => ({ signal: signalOf(place), query: undefined }),
      holders: (visit) => {
        const has = new Uint8Array(gathered.isBad.length);
        for (const event of visits.byPlace[place.id] ?? []) has[visits.requestOf[event] ?? 0] = 1;
        const followers = successors.of(place.id);
        has.forEach((is, request) => {
          if (is === 0 && isIn(base, request)) {
            visit(request, missingMoment(gathered, visits, request, followers));
          }
        });
      },
    })),
  );
}

/** Just before what usually follows; when nothing of that came either, behind the request's end. */
function missingMoment(
  { events, firstEvent }: Gathered,
  visits: Visits,
  request: number,
  followers: Follower,
): number {
  const end = firstEvent[request + 1] ?? 0;
  for (let event = firstEvent[request] ?? 0; event < end; event++) {
    if (followers.places.has(events.place[event] ?? 0)) return (events.start[event] ?? 0) - 0.5;
  }
  return visits.endOf(request) + 1 + followers.rank;
}

function findCount(
  place: Place,
  bases: readonly Base[],
  gathered: Gathered,
  visits: Visits,
  findings: Findings,
): void {
  const here = visits.byPlace[place.id] ?? [];
  if (here.length <= visits.requestsOf(place.id)) return;
  const requests: number[] = [];
  const counts: number[] = [];
  for (const event of here) {
    const request = visits.requestOf[event] ?? 0;
    const last = requests.length - 1;
    if (requests[last] === request) counts[last] = (counts[last] ?? 0) + 1;
    else {
      requests.push(request);
      counts.push(1);
    }
  }
  const ranges = rangesIn(bases, requests, counts, gathered.isBad, findings);
  const many = ranges.flatMap(({ base, range }) =>
    range.above === undefined || range.below !== undefined
      ? []
      : [{ base, range, least: Math.floor(range.above) + 1 }],
  );
  findings.offer(
    many.map(({ base, range, least }) => ({
      kind: "count",
      field: place.template,
      value: `>= ${least}`,
      counts: range.counts,
      base,
      tests: range.tests,
      place,
      column: undefined,
      asked: () => ({
        signal: signalOf(place),
        query: placeClause(place, gathered.places.all),
        isOfRequests: true,
      }),
      isGiven: false,
      medians: range.medians,
      holders: (visit) => {
        let request = -1;
        let count = 0;
        for (const event of here) {
          const of = visits.requestOf[event] ?? 0;
          count = of === request ? count + 1 : 1;
          request = of;
          if (count === least) visit(request, gathered.events.start[event] ?? 0);
        }
      },
    })),
  );
}

function findDuration(
  place: Place,
  bases: readonly Base[],
  gathered: Gathered,
  visits: Visits,
  findings: Findings,
): void {
  const here = visits.byPlace[place.id] ?? [];
  const { events } = gathered;
  const requests = here.map((event) => visits.requestOf[event] ?? 0);
  const durations = here.map((event) => events.durationNanos[event] ?? 0);
  const ranges = rangesIn(bases, requests, durations, gathered.isBad, findings);
  findings.offer(
    ranges.map(({ base, range }) => ({
      kind: "duration",
      field: place.template,
      value: boundsText(range),
      counts: range.counts,
      base,
      tests: range.tests,
      place,
      column: undefined,
      asked: () => askedOfPlace(place, gathered, boundsClauses(range)),
      isGiven: false,
      medians: range.medians,
      holders: (visit) => {
        for (const event of here) {
          if (range.has(events.durationNanos[event] ?? 0)) {
            visit(visits.requestOf[event] ?? 0, events.end[event] ?? 0);
          }
        }
      },
    })),
  );
}

function boundsText({ above, below }: Range): string {
  if (above === undefined) return `< ${spanDuration(below ?? 0)}`;
  return below === undefined
    ? `> ${spanDuration(above)}`
    : `${spanDuration(above)} to ${spanDuration(below)}`;
}

const boundsClauses = ({ above, below }: Range) => [
  ...(above === undefined ? [] : [`duration:>${spanDuration(above)}`]),
  ...(below === undefined ? [] : [`duration:<${spanDuration(below)}`]),
];

function findServices(
  gathered: Gathered,
  visits: Visits,
  evidenced: Evidenced,
  successors: Successors,
  findings: Findings,
): void {
  const { events, firstEvent, isBad, places } = gathered;
  const services = [...new Set(places.all.map(({ service }) => service))].filter((s) => s !== "");
  const indexOf = new Map(services.map((service, i) => [service, i]));
  const serviceOf = places.all.map(({ service }) => indexOf.get(service) ?? -1);
  /** By service and request its first moment, or -1. */
  const first = services.map(() => new Int32Array(isBad.length).fill(-1));
  for (let request = 0; request < isBad.length; request++) {
    const end = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < end; event++) {
      const moments = first[serviceOf[events.place[event] ?? 0] ?? -1];
      if (moments !== undefined && (moments[request] ?? 0) < 0) {
        moments[request] = events.start[event] ?? 0;
      }
    }
  }
  services.forEach((service, i) => {
    const moments = first[i] ?? new Int32Array();
    const counts = { bad: 0, good: 0 };
    moments.forEach((moment, request) => {
      if (moment >= 0) counts[isBad[request] === true ? "bad" : "good"]++;
    });
    const common = {
      kind: "service" as const,
      field: "service",
      tests: 2,
      place: undefined,
      column: undefined,
      isGiven: false,
      medians: undefined,
    };
    const bases = evidenced.ofService(service);
    findings.families++;
    findings.offer(
      bases.there.map((base) => ({
        ...common,
        value: service,
        counts,
        base,
        asked: () => askedOfService(service, clauseFor("service", service), visits),
        holders: (visit) => {
          moments.forEach((moment, request) => {
            if (moment >= 0) visit(request, moment);
          });
        },
      })),
    );
    findings.offer(
      bases.missing.map((base) => ({
        ...common,
        value: `NOT ${service}`,
        counts: without(counts, base),
        base,
        asked: () => ({ signal: "logs", query: undefined }),
        holders: (visit) => {
          const ofService = places.all.filter(
            ({ kind, service: of }) => kind !== "service" && of === service,
          );
          const followers = anyOf(ofService.map(({ id }) => successors.of(id)));
          moments.forEach((moment, request) => {
            if (moment < 0 && isIn(base, request)) {
              visit(request, missingMoment(gathered, visits, request, followers));
            }
          });
        },
      })),
    );
  });
}

/** What follows any of these places; the first of them says how far back that is. */
const anyOf = (followers: readonly Follower[]): Follower => ({
  places: new Set(followers.flatMap(({ places }) => [...places])),
  rank: Math.min(...followers.map(({ rank }) => rank)),
});

/** The records of a place; of its requests where the clause finds those of other places, too. */
function askedOfPlace(place: Place, { places }: Gathered, beside: readonly string[] = []): Asked {
  const own = placeClause(place, places.all);
  const query = own === undefined ? undefined : [own, ...beside].join(" AND ");
  const isOfRequests = places.all.some((other) => other !== place && isClauseOf(place, other));
  return { signal: signalOf(place), query, isOfRequests };
}

const nameField = (place: Place) => (place.kind === "logs" ? "message" : "name");
const signalOf = (place: Place) => (place.kind === "service" ? "logs" : place.kind);
