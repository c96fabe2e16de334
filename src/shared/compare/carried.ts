// What a metric said of each request: samples that carry its id as a label's value, or exemplars. At which moment of the
// request nobody knows: most samples are told once in a while, and have the time of the telling.

import { addToGroup } from "../groups";
import { escapeField } from "../query/clause";
import { fieldOf } from "../query/fields";
import type { ParsedAttributes } from "../query/attributeText";
import type { MetricType } from "../record";
import { baseOf, wholeOf, without } from "./bases";
import type { Candidate, Findings } from "./findings";
import type { Gathered } from "./gather";
import { labelsOf, metricClauses, metricField } from "./metricNames";
import { measuredName } from "./names";
import { rangeClause, rangesIn } from "./ranges";
import type { Counts } from "./statistics";

export interface CarriedMetric {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly service: string;
  /** Labels whose values are the requests' ids; none where exemplars carry them. */
  readonly idLabels: readonly string[];
  /** The other labels. */
  readonly attributes: ParsedAttributes;
  readonly isExample: boolean;
  /** Indices of requests, ascending; one may come again. */
  readonly requests: readonly number[];
  /** Parallel to them; nanoseconds since the moment that records' times are counted from. */
  readonly times: readonly number[];
  /** A gauge's value, a counter's increase, a timer's mean, an exemplar's own. */
  readonly values: readonly number[];
}

/** Metrics are told after the fact; an id may be another request's at other times: as in a timeline. */
export const carriedNearNanos = 600e9;
/** Sets of labels of a metric that are looked at one by one, those with most samples first. */
const maxSetsOfLabels = 20;
/** Passed requests with a value are so many of what failed ones have, or it is no setting of every request. */
const commonShare = 0.2;
/** Units of time: how long something took is seen, not chosen. */
const timeUnits = new Set(["ns", "us", "µs", "ms", "s", "min", "h"]);

export function* findCarried(
  metrics: readonly CarriedMetric[],
  gathered: Gathered,
  findings: Findings,
): Generator<undefined, void> {
  if (metrics.length === 0) return;
  const ends = endsOf(gathered);
  const byName = new Map<string, CarriedMetric[]>();
  for (const metric of metrics) {
    const { name, type, service, isExample } = metric;
    addToGroup(byName, [isExample, type, service, name].join("\n"), metric);
  }
  for (const sets of byName.values()) {
    yield;
    const whole = new Carried(sets, false, gathered, ends);
    findPresence(whole, gathered, findings);
    findRange(whole, gathered, findings);
    if (sets.length === 1) continue;
    const largest = [...sets].sort((a, b) => b.requests.length - a.requests.length);
    for (const set of largest.slice(0, maxSetsOfLabels)) {
      yield;
      findRange(new Carried([set], true, gathered, ends), gathered, findings);
    }
  }
}

/** Samples of a metric, or of one set of its labels, request by request. */
class Carried {
  readonly requests: number[] = [];
  readonly values: number[] = [];
  /** By request: 1 where it has a sample. */
  readonly has: Uint8Array;
  readonly counts: Counts;
  readonly field: string;
  readonly service: string;
  readonly isExample: boolean;
  readonly isCounter: boolean;
  private readonly isMeasured: boolean;
  private readonly clauses: readonly string[];
  private isAdded = false;

  constructor(
    sets: readonly CarriedMetric[],
    hasLabels: boolean,
    { isBad, startNanos }: Gathered,
    ends: Float64Array,
  ) {
    const [first] = sets;
    const { name = "", service = "", unit = "", idLabels = [] } = first ?? {};
    const labels = hasLabels && first !== undefined ? labelsOf(first.attributes) : [];
    this.field = metricField(name, labels);
    this.service = service;
    this.isExample = first?.isExample === true;
    this.isCounter = first?.type === "counter" && !this.isExample;
    this.isMeasured = measuredName.test(name) || timeUnits.has(unit);
    const [idLabel] = idLabels;
    const isNamed =
      idLabel !== undefined &&
      fieldOf("points", idLabel) === undefined &&
      sets.every((set) => set.idLabels.includes(idLabel));
    this.clauses = [
      ...metricClauses(name, service, labels),
      ...(isNamed ? [`_exists_:${escapeField(idLabel)}`] : []),
    ];
    this.has = new Uint8Array(isBad.length);
    const samples = sets.flatMap(({ requests, times, values }) =>
      requests.flatMap((request, i) => {
        const time = times[i] ?? NaN;
        const isNear =
          time >= (startNanos[request] ?? NaN) - carriedNearNanos &&
          time <= (ends[request] ?? NaN) + carriedNearNanos;
        return isNear ? [{ request, value: values[i] ?? NaN }] : [];
      }),
    );
    if (sets.length > 1) samples.sort((a, b) => a.request - b.request);
    for (const { request, value } of samples) this.add(request, value);
    const counts = { bad: 0, good: 0 };
    this.has.forEach((is, request) => {
      if (is === 1) counts[isBad[request] === true ? "bad" : "good"]++;
    });
    this.counts = counts;
  }

  /** A setting that passed requests are told, too; what is counted or timed happened. */
  isGiven({ sizes }: Gathered): boolean {
    const { bad, good } = this.counts;
    const isCommon = good / sizes.good >= (commonShare * bad) / sizes.bad;
    return isCommon && !this.isCounter && !this.isMeasured;
  }

  /** The samples; undefined where no sample by itself shows it: those of exemplars, and increases that were added up. */
  query(...more: readonly string[]): string | undefined {
    const isSeen = more.length === 0 || !this.isAdded;
    return this.isExample || !isSeen ? undefined : [...this.clauses, ...more].join(" AND ");
  }

  /** Of a counter what it grew by in the whole request. */
  private add(request: number, value: number): void {
    const last = this.requests.length - 1;
    if (this.isCounter && this.requests[last] === request) {
      this.values[last] = (this.values[last] ?? 0) + value;
      this.isAdded = true;
      return;
    }
    this.has[request] = 1;
    this.requests.push(request);
    this.values.push(value);
  }
}

function findRange(carried: Carried, gathered: Gathered, findings: Findings): void {
  const { requests, values } = carried;
  const base = baseOf("metrics", carried.has, gathered) ?? wholeOf(gathered);
  const [found] = rangesIn([base], requests, values, gathered.isBad, findings);
  if (found === undefined) return;
  const { range } = found;
  findings.offer([
    {
      ...ofCarried(carried),
      kind: "range",
      value: range.text,
      counts: range.counts,
      base,
      tests: range.tests,
      asked: () => ({ signal: "metrics", query: carried.query(rangeClause("value", range)) }),
      isGiven: carried.isGiven(gathered),
      medians: range.medians,
      holders: (visit) => {
        requests.forEach((request, i) => {
          if (range.has(values[i] ?? NaN)) visit(request, Infinity);
        });
      },
    },
  ]);
}

/** Which requests have exemplars is chosen by the sender, by chance or by what is rare. */
function findPresence(carried: Carried, gathered: Gathered, findings: Findings): void {
  const { counts, has, isExample } = carried;
  const base = wholeOf(gathered);
  if (isExample || counts.bad + counts.good === has.length) return;
  findings.families++;
  const common = {
    ...ofCarried(carried),
    ...{ kind: "field" as const, base, tests: 2, isGiven: false, medians: undefined },
    // Nobody knows whether it came before the failing, and most often it counts just that.
    isOfErrors: true,
  };
  const visitAll = (is: 0 | 1, visit: (request: number, moment: number) => void) => {
    has.forEach((one, request) => {
      if (one === is) visit(request, Infinity);
    });
  };
  findings.offer([
    {
      ...common,
      value: "(any)",
      counts,
      asked: () => ({ signal: "metrics", query: carried.query() }),
      holders: (visit) => visitAll(1, visit),
    },
  ]);
  findings.offer([
    {
      ...common,
      value: "(none)",
      counts: without(counts, base),
      asked: () => ({ signal: "metrics", query: undefined }),
      holders: (visit) => visitAll(0, visit),
    },
  ]);
}

const ofCarried = ({ field, service }: Carried) =>
  ({
    field,
    service,
    ofMetric: "request",
    place: undefined,
    column: undefined,
  }) as const satisfies Partial<Candidate>;

/** By request when its last record began. */
function endsOf({ isBad, firstEvent, events }: Gathered): Float64Array {
  return Float64Array.from(isBad, (_, request) => {
    let end = -Infinity;
    const to = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < to; event++) {
      end = Math.max(end, events.timeNanos[event] ?? -Infinity);
    }
    return end;
  });
}
