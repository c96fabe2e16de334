// What a metric said when each request began: its last sample before, so that no request can have moved it.

import type { ParsedAttributes } from "../query/attributeText";
import { baseOf, wholeOf } from "./bases";
import type { Findings } from "./findings";
import type { Gathered } from "./gather";
import { labelsOf, metricClauses, metricField } from "./metricNames";
import { isBoundTo, type Observations } from "./boundInTime";
import { rangeClause, rangesIn } from "./ranges";

export interface ComparedMetric {
  readonly name: string;
  readonly service: string;
  readonly attributes: ParsedAttributes;
  /** Ascending; nanoseconds since the moment that records' times are counted from. */
  readonly times: readonly number[];
  /** Parallel to `times`: a gauge's value, a counter's increase, a timer's mean. */
  readonly values: readonly number[];
}

/** An older sample says nothing about the moment. */
export const maxSampleAgeNanos = 300e9;

export function* findMetrics(
  metrics: readonly ComparedMetric[],
  gathered: Gathered,
  findings: Findings,
): Generator<undefined, void> {
  for (const metric of metrics) {
    yield;
    yield* findMetric(metric, gathered, findings);
  }
}

function* findMetric(
  metric: ComparedMetric,
  gathered: Gathered,
  findings: Findings,
): Generator<undefined, void> {
  const requests: number[] = [];
  const numbers: number[] = [];
  const samples: number[] = [];
  // Of each group the newest are compared: what a metric said before the first passed one only tells the time.
  const firstGood = firstStart(gathered);
  gathered.startNanos.forEach((startNanos, request) => {
    if (startNanos < firstGood) return;
    const at = lastBefore(metric.times, startNanos);
    const value = metric.values[at];
    if (value === undefined || startNanos - (metric.times[at] ?? 0) > maxSampleAgeNanos) return;
    requests.push(request);
    numbers.push(value);
    samples.push(at);
  });
  const has = new Uint8Array(gathered.isBad.length);
  for (const request of requests) has[request] = 1;
  const base = baseOf("metrics", has, gathered) ?? wholeOf(gathered);
  const [found] = rangesIn([base], requests, numbers, gathered.isBad, findings);
  if (found === undefined) return;
  const { range } = found;
  if (!(yield* isBoundTo(range, observationsOf(requests, samples, metric, gathered), findings)))
    return;
  const labels = labelsOf(metric.attributes);
  findings.offer([
    {
      kind: "range",
      field: metricField(metric.name, labels),
      value: range.text,
      counts: range.counts,
      base,
      tests: range.tests,
      place: undefined,
      column: undefined,
      ofMetric: "moment",
      service: metric.service,
      asked: () => ({
        signal: "metrics",
        query: [
          ...metricClauses(metric.name, metric.service, labels),
          rangeClause("value", range),
        ].join(" AND "),
      }),
      isGiven: false,
      medians: range.medians,
      holders: (visit) => {
        requests.forEach((request, i) => {
          if (range.has(numbers[i] ?? NaN)) visit(request, -1);
        });
      },
    },
  ]);
}

/**
 * Requests between two samples see one value: there are only as many observations as samples, and one is bad
 * when a request failed under it.
 */
function observationsOf(
  requests: readonly number[],
  samples: readonly number[],
  metric: ComparedMetric,
  gathered: Gathered,
): Observations {
  const values: number[] = [];
  const isBad: boolean[] = [];
  requests.forEach((request, i) => {
    if (i === 0 || samples[i] !== samples[i - 1]) {
      values.push(metric.values[samples[i] ?? -1] ?? NaN);
      isBad.push(false);
    }
    if (gathered.isBad[request] === true) isBad[isBad.length - 1] = true;
  });
  return { values, isBad };
}

function firstStart({ startNanos, isBad }: Gathered): number {
  return startNanos.reduce(
    (first, start, request) => (isBad[request] === true ? first : Math.min(first, start)),
    Infinity,
  );
}

/** Index of the last time before a moment; -1 when there is none. */
function lastBefore(times: readonly number[], moment: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
