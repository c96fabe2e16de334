// How often the true cause of generated sets of requests ranks first.

import type { CarriedMetric } from "../../../src/shared/compare/carried";
import type { ComparedMetric } from "../../../src/shared/compare/metrics";
import type { ComparedRequest, Ranking } from "../../../src/shared/compare/model";
import { Comparison } from "../../../src/shared/compare/rank";
import { titleOf } from "../../../src/shared/compare/text";
import type { FaultySet } from "./faultyRequests";

export interface Found {
  readonly right: number;
  /** "seed 7: status = 500" */
  readonly wrong: readonly string[];
}

export function rank(
  requests: readonly ComparedRequest[],
  metrics: readonly ComparedMetric[] = [],
  carried: readonly CarriedMetric[] = [],
): Ranking {
  const comparison = new Comparison();
  for (const request of requests) comparison.add(request);
  return comparison.rank({ metrics, carried });
}

/** Of `count` seeds, from `from` on. */
export function findCauses(
  setOf: (seed: number) => FaultySet,
  { from = 1, count }: { readonly from?: number; readonly count: number },
): Found {
  const wrong: string[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const { requests, metrics, carried, isCause } = setOf(seed);
    const [first] = rank(requests, metrics, carried).differences;
    if (first !== undefined && isCause(first)) continue;
    wrong.push(`seed ${seed}: ${first === undefined ? "nothing" : titleOf(first)}`);
  }
  return { right: count - wrong.length, wrong };
}
