// What is known of a finding in each request: who has it, when it showed, and whether the request had
// failed by then.

import type { Finding } from "./findings";
import type { Gathered } from "./gather";
import { outcomeName } from "./names";
import { precisionOf } from "./statistics";
import type { Visits } from "./visits";

export interface Evidence {
  readonly finding: Finding;
  /** By request: 1 where it has it. */
  readonly has: Uint8Array;
  /** By request: 1 where it could be seen to have it; undefined where all could. */
  readonly known: Uint8Array | undefined;
  /** By request the moment it showed first; Infinity where it has it not. */
  readonly moments: Float64Array;
  /** A symptom: seen in most of its bad requests when these had failed already. */
  readonly isOutcome: boolean;
  /** Something that a request was given, where passed requests are told it, too. */
  readonly isGiven: boolean;
  /** Of requests with it, how many are bad were both groups of one size. */
  readonly precision: number;
}

/** An error that so surely tells a bad request is its failing, not one that was got over. */
const failurePrecision = 0.8;

export function evidenceOf(
  finding: Finding,
  gathered: Gathered,
  failures: Float64Array,
  visits: Visits,
): Evidence {
  const count = gathered.isBad.length;
  const has = new Uint8Array(count);
  const moments = new Float64Array(count).fill(Infinity);
  finding.holders((request, moment) => {
    has[request] = 1;
    if (moment < (moments[request] ?? Infinity)) moments[request] = moment;
  });
  const isField = finding.kind === "field" || finding.kind === "range";
  // What the failing record says is a symptom, unless passed requests have that record, too.
  const isCommon = isField && isOfCommonPlace(finding, visits);
  const isOfRequest = finding.ofMetric === "request"; // at no known moment
  let late = 0;
  let holders = 0;
  gathered.isBad.forEach((isBad, request) => {
    if (!isBad || has[request] !== 1 || isOfRequest) return;
    holders++;
    const moment = moments[request] ?? 0;
    const failure = failures[request] ?? Infinity;
    if (moment > failure || (moment === failure && !isCommon)) late++;
  });
  const tellsEnd = isField && (finding.field === "level" || outcomeName.test(finding.field));
  return {
    finding,
    has,
    known: finding.base.has,
    moments,
    isOutcome: tellsEnd || finding.isOfErrors === true || late > holders / 2,
    // What only a rare record says (the number of a retry) happened with that record.
    isGiven: finding.isGiven && (isCommon || isOfRequest),
    precision: precisionOf(finding.counts, finding.base.sizes),
  };
}

/** Passed requests have so much of the share of failed ones that come to a place of the field. */
const commonShare = 0.2;

function isOfCommonPlace({ column, base: { sizes } }: Finding, visits: Visits): boolean {
  return (column?.parts ?? []).some(({ place }) => {
    if (place === undefined) return false;
    const { bad, good } = visits.countsOf(place.id);
    return good / sizes.good >= (commonShare * bad) / sizes.bad;
  });
}

/** By request the moment it had failed: its first telling error, or the record that was asked for. */
export function failureMoments(gathered: Gathered, visits: Visits): Float64Array {
  const { events, isBad, sizes, places, matchedMoment } = gathered;
  const moments = Float64Array.from(matchedMoment);
  for (const place of places.all) {
    const errors = (visits.byPlace[place.id] ?? []).filter((event) => events.isError[event]);
    if (errors.length === 0) continue;
    const requests = new Set(errors.map((event) => visits.requestOf[event] ?? 0));
    const counts = { bad: 0, good: 0 };
    for (const request of requests) counts[isBad[request] === true ? "bad" : "good"]++;
    if (counts.bad < 2 || precisionOf(counts, sizes) < failurePrecision) continue;
    for (const event of errors) {
      const request = visits.requestOf[event] ?? 0;
      moments[request] = Math.min(moments[request] ?? Infinity, events.end[event] ?? Infinity);
    }
  }
  return moments;
}
