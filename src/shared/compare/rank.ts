// Why do these fail? Ranks what sets one group of requests apart from another.

import type { SourceJson } from "../contract/json";
import { isTooLong } from "./asked";
import { Evidenced } from "./bases";
import { groupByCause } from "./cause";
import { nameRequests } from "./clauses";
import { carriedNearNanos, type CarriedMetric, findCarried } from "./carried";
import { type Evidence, evidenceOf, failureMoments } from "./evidence";
import { findFields } from "./fields";
import { type Finding, Findings } from "./findings";
import { Gathered } from "./gather";
import { metricOf } from "./metricNames";
import { type ComparedMetric, findMetrics, maxSampleAgeNanos } from "./metrics";
import type { ComparedRequest, Difference, OfMetric, Ranking, RequestName } from "./model";
import { Orders } from "./order";
import { findPassages } from "./passages";
import { typicalPair } from "./typical";
import { Visits } from "./visits";

/** Findings that are weighed against each other, of what was given and of what happened. */
const maxWeighed = 80;
const maxRelated = 30;
const maxRanked = 30;

export interface CompareOptions {
  /** Fields that the question itself goes by: that they differ is no answer. */
  readonly askedFields?: readonly string[];
  readonly metrics?: readonly ComparedMetric[];
  /** By the indices of requests in the order in which they were added. */
  readonly carried?: readonly CarriedMetric[];
  /** What is compared, for people: "request". */
  readonly unit?: string;
}

/** Takes requests one by one, in order of time, and then ranks. */
export class Comparison {
  private readonly gathered = new Gathered();

  add(request: ComparedRequest): void {
    this.gathered.add(request);
  }

  /** The time in which metrics may tell something of the requests: empty when there are none. */
  metricStretch(): { readonly fromNanos: number; readonly toNanos: number } {
    let fromNanos = Infinity;
    let toNanos = -Infinity;
    for (const start of this.gathered.startNanos) {
      if (start < fromNanos) fromNanos = start;
      if (start > toNanos) toNanos = start;
    }
    return { fromNanos: fromNanos - maxSampleAgeNanos, toNanos };
  }

  /** The time in which samples may carry an id of the requests. */
  carriedStretch(): { readonly fromNanos: number; readonly toNanos: number } {
    const { startNanos, events } = this.gathered;
    const fromNanos = startNanos.reduce((least, start) => Math.min(least, start), Infinity);
    const toNanos = events.timeNanos.reduce((most, time) => Math.max(most, time), -Infinity);
    return { fromNanos: fromNanos - carriedNearNanos, toNanos: toNanos + carriedNearNanos };
  }

  /** Those that were taken, in order. */
  get requests(): readonly RequestName[] {
    return this.gathered.ids;
  }

  rank(options?: CompareOptions): Ranking {
    const steps = this.rankInSteps(options);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same with pauses, for a thread that has other things to do. */
  *rankInSteps({
    askedFields = [],
    metrics = [],
    carried = [],
    unit = "request",
  }: CompareOptions = {}): Generator<undefined, Ranking> {
    const { gathered } = this;
    const { sizes } = gathered;
    const base = {
      badRequests: sizes.bad,
      goodRequests: sizes.good,
      records: gathered.recordCount,
    };
    if (sizes.bad === 0 || sizes.good === 0) {
      const tooLittle =
        sizes.bad === 0 ? `No ${unit} is in the bad group.` : `No ${unit} is in the good group.`;
      return {
        ...base,
        differences: [],
        compared: 0,
        identifying: [],
        typical: undefined,
        tooLittle,
      };
    }
    const findings = new Findings(sizes);
    const visits = new Visits(gathered);
    yield;
    const orders = new Orders(gathered, visits);
    yield;
    const evidenced = new Evidenced(gathered);
    const asked = new Set(askedFields);
    const identifying = yield* findFields(gathered, visits, evidenced, asked, findings);
    yield* findPassages(gathered, visits, evidenced, orders, findings);
    orders.find(evidenced, findings);
    yield* findCarried(carried, gathered, findings);
    yield* findMetrics(metrics, gathered, findings);
    yield;
    const failures = failureMoments(gathered, visits);
    const evidence: Evidence[] = [];
    for (const finding of strongest(toldOnce(findings.certain()))) {
      evidence.push(evidenceOf(finding, gathered, failures, visits));
      yield;
    }
    const groups = groupByCause(evidence, gathered, findings);
    return {
      ...base,
      differences: groups.slice(0, maxRanked).map(({ cause, related }, i) => ({
        rank: i + 1,
        ...toDifference(cause, gathered),
        related: distinct(cause, related)
          .slice(0, maxRelated)
          .map((one) => toDifference(one, gathered)),
      })),
      compared: findings.families,
      identifying: identifying.filter((name) => !groups.some(({ cause }) => saysOf(cause, name))),
      typical: typicalPair(groups, gathered),
      tooLittle: findings.canBeCertain() ? undefined : tooLittle(sizes, unit),
    };
  }
}

function strongest(findings: readonly Finding[]): Finding[] {
  const given = findings.filter(({ isGiven }) => isGiven).slice(0, maxWeighed);
  const happened = findings.filter(({ isGiven }) => !isGiven).slice(0, maxWeighed);
  return [...given, ...happened].sort((a, b) => b.score - a.score);
}

/** A metric is told by what it says of requests themselves or of their moments, whichever tells more. */
function toldOnce(strongestFirst: readonly Finding[]): readonly Finding[] {
  const told = new Map<string, OfMetric>();
  return strongestFirst.filter(({ ofMetric, field, service = "" }) => {
    if (ofMetric === undefined) return true;
    const key = `${service}\n${metricOf(field)}`;
    const first = told.get(key) ?? ofMetric;
    told.set(key, first);
    return first === ofMetric;
  });
}

/**
 * What goes with a cause before what follows from it. Several places and values of one field say the same
 * again, and so do services: the strongest says it.
 */
function distinct(cause: Evidence, related: readonly Evidence[]): Evidence[] {
  const seen = new Set([whatItSays(cause)]);
  const once = related.filter((one) => {
    const says = whatItSays(one);
    return !seen.has(says) && seen.add(says);
  });
  return once.sort((a, b) => Number(a.isOutcome) - Number(b.isOutcome));
}

const whatItSays = ({ finding: { kind, field, value, ofMetric } }: Evidence) => {
  if (ofMetric === "request") return metricOf(field);
  return kind === "field" || kind === "range" ? field : `${kind}\n${field}\n${value}`;
};

/** A field that names single requests may explain some all the same: by a value that comes again. */
const saysOf = ({ finding: { kind, field } }: Evidence, name: string) =>
  (kind === "field" || kind === "range") && field === name;

function tooLittle({ bad, good }: { bad: number; good: number }, unit: string): string {
  return `${bad} failed against ${good} passed ${unit}s are too few: any difference could be chance.`;
}

function toDifference(
  { finding, has, moments, isOutcome }: Evidence,
  gathered: Gathered,
): Difference {
  const { ids } = gathered;
  const {
    counts,
    base: { of, sizes },
  } = finding;
  const holders = gathered.isBad.flatMap((isBad, request) =>
    isBad && has[request] === 1 ? [request] : [],
  );
  const requests = holders.flatMap((request) => ids[request] ?? []);
  return {
    kind: finding.kind,
    field: finding.field,
    value: finding.value,
    badShare: round(counts.bad / sizes.bad),
    goodShare: round(counts.good / sizes.good),
    badCount: counts.bad,
    goodCount: counts.good,
    among: of === undefined ? undefined : { of, ...sizes },
    score: round(finding.score),
    ...queriesOf(finding, requests, () => haveLogs(holders, gathered)),
    source: sourceOf(finding, holders, moments, gathered),
    service: finding.place?.service ?? finding.service ?? "",
    pattern: finding.place?.pattern ?? "",
    isOutcome,
    ofMetric: finding.ofMetric,
    medians: finding.medians,
  };
}

function queriesOf(
  finding: Finding,
  requests: readonly RequestName[],
  areLogged: () => boolean,
): Pick<Difference, "query" | "named" | "rows" | "signal"> {
  const { query: whole, isOfRequests, signal } = finding.asked();
  const query = whole === undefined || isTooLong(whole) ? undefined : whole;
  const isOfRecords = query !== undefined && isOfRequests !== true;
  const own = isOfRecords ? { query, named: undefined } : nameRequests(requests, query);
  // What is missing has no records; those that are there are looked at, logs first.
  const of = query !== undefined ? signal : areLogged() ? "logs" : "spans";
  const isBeside = of === "spans" || finding.ofMetric === "request";
  return { ...own, rows: isBeside ? nameRequests(requests) : own, signal: of };
}

/** So many requests tell what records there are of the others. */
const maxLookedAt = 50;

function haveLogs(requests: readonly number[], { events, firstEvent, places }: Gathered): boolean {
  const isLog = (event: number) => {
    const place = places.all[events.place[event] ?? -1];
    return place?.kind === "logs" && !place.isEvent;
  };
  const looked = requests.slice(0, maxLookedAt);
  const logged = looked.filter((request) => {
    const to = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < to; event++) if (isLog(event)) return true;
    return false;
  });
  return logged.length * 2 >= looked.length;
}

/** Where it showed first: of its place, else of the record at that moment in a request that has it. */
function sourceOf(
  { place, kind }: Finding,
  holders: readonly number[],
  moments: Float64Array,
  gathered: Gathered,
): SourceJson | undefined {
  const { events, firstEvent, places } = gathered;
  const own = kind === "field" || kind === "range" ? undefined : place;
  const candidates = [own];
  for (const request of holders.slice(0, 20)) {
    const to = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < to; event++) {
      const moment = moments[request];
      if (events.start[event] === moment || events.end[event] === moment) {
        candidates.push(places.all[events.place[event] ?? -1]);
      }
    }
  }
  const found = [...candidates, place].find((one) => one !== undefined && one.file !== "");
  if (found === undefined) return undefined;
  return {
    file: found.file,
    ...(found.line === 0 ? {} : { line: found.line }),
    ...(found.function === "" ? {} : { function: found.function }),
  };
}

const round = (share: number) => Math.round(share * 1e4) / 1e4;
