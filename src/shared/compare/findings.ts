// What may be a difference, tested: each candidate with its counts, its score and how sure it is.

import type { Asked } from "./asked";
import type { Base } from "./bases";
import type { Column } from "./column";
import type { DifferenceKind, OfMetric } from "./model";
import type { Place } from "./place";
import { type Counts, createLogFactorials, logChance, scoreOf, type Sizes } from "./statistics";

/** Of comparisons in which nothing differs, the share that may name something all the same. */
const allowedMistakes = 0.01;

export interface Candidate {
  readonly kind: DifferenceKind;
  readonly field: string;
  readonly value: string;
  readonly counts: Counts;
  /** The requests that it is judged among. */
  readonly base: Base;
  /** It is the best of so many that were looked at. */
  readonly tests: number;
  readonly place: Place | undefined;
  readonly column: Column | undefined;
  /** What a metric said about the moment, or of the request itself; else what a request's records say. */
  readonly ofMetric?: OfMetric;
  /** Who says it, where it is of no place. */
  readonly service?: string;
  /** The query of it: looked for when it is known to be told. */
  asked(): Asked;
  /** Something that a request was given (a worker, a size), not something that happened in it. */
  readonly isGiven: boolean;
  /** An attribute of the process, not of the record. */
  readonly isOfResource?: boolean;
  /** A gap in a template that nothing names. */
  readonly isUnnamed?: boolean;
  /** A word of a message that only errors have: "failed" of "job failed"; a metric that failed requests alone have. */
  readonly isOfErrors?: boolean;
  readonly medians: { readonly bad: number; readonly good: number } | undefined;
  /** Names each request that has it and the moment it showed there; may name one again. */
  holders(visit: (request: number, moment: number) => void): void;
}

interface Verdict {
  readonly score: number;
  /** Natural logarithm of the chance that it is none, for all tests of its family. */
  readonly logChance: number;
}
export interface Finding extends Candidate, Verdict {}

export class Findings {
  /** Fields, templates and pairs that were looked at: each is given the same share of the allowed mistakes. */
  families = 0;
  private readonly found: Finding[] = [];
  private readonly logFactorials: Float64Array;

  constructor(readonly sizes: Sizes) {
    this.logFactorials = createLogFactorials(sizes.bad + sizes.good);
  }

  /** One fact, judged among each base that it has: where it tells most it is taken. */
  offer(candidates: readonly Candidate[]): void {
    let best: Finding | undefined;
    for (const candidate of candidates) {
      const verdict = this.judge(candidate, candidate.tests * candidates.length);
      if (verdict === undefined || verdict.score <= (best?.score ?? 0)) continue;
      best = withVerdict(candidate, verdict);
    }
    if (best !== undefined) this.found.push(best);
  }

  /** Chance of this difference, of the best of `tests`; undefined when it is not worth a look. */
  private judge({ counts, base: { sizes } }: Candidate, tests: number): Verdict | undefined {
    const score = scoreOf(counts, sizes);
    if (score <= 0) return undefined;
    const chance = logChance(counts, sizes, this.logFactorials) + Math.log(Math.max(1, tests));
    return chance > Math.log(allowedMistakes) ? undefined : { score, logChance: chance };
  }

  /** Those beyond chance, strongest first. */
  certain(): Finding[] {
    const limit = Math.log(allowedMistakes) - Math.log(Math.max(1, this.families));
    return this.found
      .filter((finding) => finding.logChance <= limit)
      .sort((a, b) => b.score - a.score);
  }

  /** Is a difference of other counts beyond chance, as one of so many tests? */
  isCertain(counts: Counts, sizes: Sizes, tests: number): boolean {
    if (sizes.bad === 0 || sizes.good === 0 || counts.bad === 0) return false;
    const limit = Math.log(allowedMistakes) - Math.log(Math.max(1, this.families * tests));
    return this.logChanceOf(counts, sizes) <= limit;
  }

  /** Logarithm of the chance of another pair of counts, alone. */
  logChanceOf(counts: Counts, sizes: Sizes): number {
    return logChance(counts, sizes, this.logFactorials);
  }

  /** The best that could be found: all bad requests have it and no good one. */
  canBeCertain(): boolean {
    const best = logChance({ bad: this.sizes.bad, good: 0 }, this.sizes, this.logFactorials);
    return best <= Math.log(allowedMistakes) - Math.log(Math.max(1, this.families));
  }
}

function withVerdict(candidate: Candidate, verdict: Verdict): Finding {
  return {
    ...candidate,
    ...verdict,
    asked: () => candidate.asked(),
    holders: (visit) => candidate.holders(visit),
  };
}
