// Which of many findings is closest to the cause: what comes earliest, what was given before what
// happened, what is most specific; the rest goes with it or follows from it.

import type { Evidence } from "./evidence";
import type { Finding, Findings } from "./findings";
import type { Gathered } from "./gather";
import type { DifferenceKind } from "./model";
import { measuredName } from "./names";

export interface CauseGroup {
  readonly cause: Evidence;
  /** Strongest first. */
  readonly related: readonly Evidence[];
}

/** A finding is explained when those before it are there in so many of its bad requests. */
const coveredShare = 0.8;
/** So surely must an earlier finding tell a bad request to explain a later one. */
const causePrecision = 0.8;
/** Of two of a kind the earlier explains the later when it tells nearly as much. */
const nearlyAsMuch = 0.85;
/** Two findings are of one set of requests when they share so much of both. */
const sameSetShare = 0.7;
/** Phi of two findings among good requests from which on they belong together. */
const boundPhi = 0.3;
/** Chance below which an association is one. */
const certain = Math.log(0.001);

export function groupByCause(
  evidence: readonly Evidence[],
  gathered: Gathered,
  findings: Findings,
): CauseGroup[] {
  const relation = new Relations(gathered, findings);
  const parents = evidence.map((one) => explainerOf(one, evidence, relation));
  const rootOf = (index: number): number => {
    const seen = new Set<number>();
    let at = index;
    for (let next = parents[at]; next !== undefined; next = parents[at]) {
      // A ring of explanations has no beginning: its strongest member is taken for it.
      if (seen.has(at)) return Math.min(...seen);
      seen.add(at);
      at = next;
    }
    return at;
  };
  const related = new Map<number, number[]>();
  evidence.forEach((_, i) => {
    const root = rootOf(i);
    const group = related.get(root) ?? [];
    related.set(root, group);
    if (root !== i) group.push(i);
  });
  const roots = [...related.keys()].sort((a, b) => compareStrength(evidence[a], evidence[b]));
  return joinSame(roots, related, evidence, relation);
}

/** Index of the finding that explains this one; undefined when it stands for itself. */
function explainerOf(
  late: Evidence,
  evidence: readonly Evidence[],
  relation: Relations,
): number | undefined {
  const causes = evidence.flatMap((early, i) =>
    early !== late && relation.mayExplain(early, late) ? [i] : [],
  );
  if (causes.length === 0) return undefined;
  const list = causes.flatMap((i) => evidence[i] ?? []);
  if (relation.coverage(late, list) < coveredShare) return undefined;
  let best: number | undefined;
  let bestCover = 0;
  for (const i of causes) {
    const early = evidence[i];
    if (early === undefined) continue;
    const cover = relation.coverage(late, [early]);
    if (cover > bestCover + 0.02) {
      best = i;
      bestCover = cover;
    }
  }
  return best;
}

/** Roots that are two names of one set of requests become one group. */
function joinSame(
  roots: readonly number[],
  related: ReadonlyMap<number, readonly number[]>,
  evidence: readonly Evidence[],
  relation: Relations,
): CauseGroup[] {
  const groups: { cause: Evidence; members: number[] }[] = [];
  for (const root of roots) {
    const one = evidence[root];
    if (one === undefined) continue;
    const members = related.get(root) ?? [];
    const home = groups.find(({ cause }) => relation.isSame(cause, one));
    if (home === undefined) groups.push({ cause: one, members: [...members] });
    else home.members.push(root, ...members);
  }
  return groups.map(({ cause, members }) => ({
    cause,
    related: members
      .flatMap((i) => evidence[i] ?? [])
      .sort((a, b) => b.finding.score - a.finding.score),
  }));
}

/** Of findings that tell the same, what a person understands first. */
const plainest = [
  "range",
  "field",
  "service",
  "count",
  "order",
  "missing-template",
  "duration",
  "template",
] as const satisfies readonly DifferenceKind[];

/** Strongest first; symptoms come after all that is none. */
function compareStrength(a: Evidence | undefined, b: Evidence | undefined): number {
  if (a === undefined || b === undefined) return 0;
  const strength = ({ finding, isOutcome }: Evidence) => finding.score * (isOutcome ? 0.1 : 1);
  const difference = strength(b) - strength(a);
  if (Math.abs(difference) > 1e-9) return difference;
  const given = Number(b.isGiven) - Number(a.isGiven);
  return given !== 0 ? given : plainness(a) - plainness(b);
}

/** A gap in a message has no name that says what it is; a resource says the same of many requests. */
const plainness = ({ finding }: Evidence) =>
  plainest.indexOf(finding.kind) +
  (finding.isOfResource === true ? 1.5 : 0) +
  (finding.isUnnamed === true ? plainest.length : 0);

class Relations {
  private readonly badRequests: readonly number[];
  private readonly goodRequests: readonly number[];

  constructor(
    gathered: Gathered,
    private readonly findings: Findings,
  ) {
    const all = gathered.isBad.map((_, request) => request);
    this.badRequests = all.filter((request) => gathered.isBad[request]);
    this.goodRequests = all.filter((request) => gathered.isBad[request] !== true);
  }

  /** Could `early` have led to `late`? */
  mayExplain(early: Evidence, late: Evidence): boolean {
    if (early.precision < causePrecision) return false;
    if (early.isOutcome && !late.isOutcome) return false;
    const isSymptom = late.isOutcome && !early.isOutcome;
    if (!isSymptom && !this.isEarlier(early, late)) return false;
    if (isSymptom) return true;
    const isGivenFirst = early.isGiven && !late.isGiven;
    if (isGivenFirst && !early.isOutcome) return true;
    return early.finding.score >= late.finding.score * nearlyAsMuch && !this.addsTo(early, late);
  }

  /** Share of the bad requests of a finding in which one of the others is, too, as far as it is known. */
  coverage(of: Evidence, by: readonly Evidence[]): number {
    let all = 0;
    let covered = 0;
    for (const request of this.badRequests) {
      if (of.has[request] !== 1) continue;
      if (by.some(({ has }) => has[request] === 1)) covered++;
      else if (!by.every((one) => isKnown(one, request))) continue;
      all++;
    }
    return all === 0 ? 0 : covered / all;
  }

  /** Two names of the same thing: of one set of requests, or always together where nothing failed. */
  isSame(cause: Evidence, other: Evidence): boolean {
    const bad = this.overlap(this.badRequests, cause, other);
    const good = this.overlap(this.goodRequests, cause, other);
    if (jaccard(bad) >= sameSetShare && jaccard(good) >= sameSetShare) return true;
    if (bad.both < (bad.both + bad.onlyOther) * sameSetShare) return false;
    // Without the cause nothing of it is left …
    const left = { bad: bad.onlyOther, good: good.onlyOther };
    const sizes = { bad: bad.onlyOther + bad.neither, good: good.onlyOther + good.neither };
    const isLeft =
      left.bad > 1 &&
      left.bad / sizes.bad > left.good / sizes.good &&
      this.chance(left, sizes) < certain;
    if (isLeft) return false;
    // … nor does it tell bad from good where the cause is: then it is the other half of the reason …
    if (this.addsTo(cause, other)) return false;
    // … and it is bound to it where nothing failed, or is there only where the cause is.
    return phi(good) >= boundPhi || jaccard(bad) >= sameSetShare;
  }

  private isEarlier(early: Evidence, late: Evidence): boolean {
    if (isOfOnePlace(early.finding, late.finding)) return isGivenBeside(early, late);
    // What a process says of itself in each record has no moment.
    if (early.finding.isOfResource === true && late.isGiven) return false;
    // What a metric said is about all requests of that moment, not about what this one was given.
    if (early.finding.ofMetric !== undefined && late.isGiven) return false;
    // When in the request its own sample was taken is not known: what was given comes before what happened.
    if (early.finding.ofMetric === "request") return early.isGiven;
    if (late.finding.ofMetric === "request") return early.isGiven || !late.isGiven;
    let before = 0;
    let after = 0;
    for (const request of this.badRequests) {
      if (early.has[request] !== 1 || late.has[request] !== 1) continue;
      const a = early.moments[request] ?? 0;
      const b = late.moments[request] ?? 0;
      if (a < b) before++;
      else if (a > b) after++;
    }
    return before > after * 2;
  }

  /** Does `late` still tell bad from good among the requests that have `early`? */
  private addsTo(early: Evidence, late: Evidence): boolean {
    const bad = this.overlap(this.badRequests, early, late);
    const good = this.overlap(this.goodRequests, early, late);
    const counts = { bad: bad.both, good: good.both };
    const sizes = { bad: bad.both + bad.onlyCause, good: good.both + good.onlyCause };
    if (sizes.good === 0 || counts.bad / sizes.bad <= counts.good / sizes.good) return false;
    return this.chance(counts, sizes) < certain;
  }

  private chance(counts: { bad: number; good: number }, sizes: { bad: number; good: number }) {
    return this.findings.logChanceOf(counts, sizes);
  }

  private overlap(requests: readonly number[], cause: Evidence, other: Evidence): Overlap {
    const overlap = { both: 0, onlyCause: 0, onlyOther: 0, neither: 0 };
    for (const request of requests) {
      if (!isKnown(cause, request) || !isKnown(other, request)) continue;
      const a = cause.has[request] === 1;
      const b = other.has[request] === 1;
      overlap[a ? (b ? "both" : "onlyCause") : b ? "onlyOther" : "neither"]++;
    }
    return overlap;
  }
}

const isKnown = ({ known }: Evidence, request: number) =>
  known === undefined || known[request] === 1;

/** A value, a range and a count of one statement: its later occurrences do not follow from its earlier ones. */
function isOfOnePlace(a: Finding, b: Finding): boolean {
  return a.field === b.field || (a.place !== undefined && a.place === b.place);
}

/** How long something took was seen when it had ended, whatever else its record says was known before. */
function isGivenBeside(early: Evidence, late: Evidence): boolean {
  return early.isGiven && measuredName.test(late.finding.field);
}

interface Overlap {
  readonly both: number;
  readonly onlyCause: number;
  readonly onlyOther: number;
  readonly neither: number;
}

function jaccard({ both, onlyCause, onlyOther }: Overlap): number {
  const any = both + onlyCause + onlyOther;
  return any === 0 ? 1 : both / any;
}

/** Correlation of two yes-or-no facts, -1..1. */
function phi({ both, onlyCause, onlyOther, neither }: Overlap): number {
  const cause = both + onlyCause;
  const other = both + onlyOther;
  const spread = cause * (onlyOther + neither) * other * (onlyCause + neither);
  return spread === 0 ? 0 : (both * neither - onlyCause * onlyOther) / Math.sqrt(spread);
}
