// Which requests are compared: those with a record that the bad query matches, against those with one that
// the good query matches and none that the bad one does.

import type { CompareQuery } from "../../../shared/contract/collectorApi";
import type { Signal } from "../../../shared/record";
import comparePairs from "../sql/comparePairs.sql";
import compareHits from "../sql/compareHits.sql";
import { type ReadContext, sourceOf, usedParams, whereOf } from "./selection";

/** Of each group the newest are taken; more would say the same, and cost memory and a second more. */
export const maxBad = 2000;
export const maxGood = 10_000;
/** Pairs of ids; a request rarely has more than two. */
const maxPairs = 4 * (maxBad + maxGood);

export interface ChosenRequest {
  readonly traceIds: readonly string[];
  readonly requestIds: readonly string[];
  readonly isBad: boolean;
  /** The first of its records that matched as bad; 0 for a good one. */
  readonly seq: number;
  /** Where the records lie that matched anything. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}
export interface Chosen {
  /** The bad ones first, then the good ones; each newest first. */
  readonly requests: readonly ChosenRequest[];
  readonly isCut: boolean;
}

interface Hit {
  readonly trace_id: string | null;
  readonly request_id: string | null;
  readonly seq: number;
  readonly last_seq: number;
}
type Group = "bad" | "good" | "within";

export async function chooseRequests(
  query: CompareQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Chosen> {
  const limits = { bad: maxBad + 1, good: maxGood + maxBad + 1, within: maxPairs };
  const hits = async (group: Group, text: string | undefined): Promise<Hit[]> => {
    if (text === undefined) return [];
    const found = await Promise.all(
      (["logs", "spans"] as const).map((of) =>
        findHits({ ...query, query: text, signal: of }, limits[group], context, signal),
      ),
    );
    return found.flat();
  };
  const [bad, good, within] = await Promise.all([
    hits("bad", query.bad),
    hits("good", query.good),
    hits("within", query.within),
  ]);
  const known = new Requests();
  for (const hit of bad) known.add(hit, "bad");
  for (const hit of good) known.add(hit, "good");
  for (const hit of within) known.add(hit, "within");
  const pairs = await context.reader.all<{ trace_id: string; request_id: string }>(
    comparePairs,
    { ids: JSON.stringify(known.ids()), limit: maxPairs },
    signal,
  );
  for (const pair of pairs) known.join(pair);
  const all = known.chosen(query.within !== undefined);
  const chosenBad = all.filter(({ isBad }) => isBad);
  const chosenGood = all.filter(({ isBad }) => !isBad);
  const requests = [...chosenBad.slice(0, maxBad), ...chosenGood.slice(0, maxGood)];
  return {
    requests,
    isCut: requests.length < all.length,
  };
}

async function findHits(
  selection: { readonly signal: Signal; readonly query: string; from?: string; to?: string },
  limit: number,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Hit[]> {
  const { signal: of, query, from, to } = selection;
  const where = await whereOf(
    {
      signal: of,
      query,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    context,
    signal,
  );
  const sql = compareHits
    .replace("/* source */ logs", () => sourceOf[of].from)
    .replace("/* predicate */ true", () => where.sql);
  return await context.reader.all<Hit>(sql, usedParams(sql, { ...where.params, limit }), signal);
}

interface Member {
  readonly traceIds: Set<string>;
  readonly requestIds: Set<string>;
  isBad: boolean;
  isGood: boolean;
  isWithin: boolean;
  seq: number;
  firstSeq: number;
  lastSeq: number;
}

/** Ids that stand together on a record are one request: sets that are joined. */
class Requests {
  private readonly byId = new Map<string, Member>();

  add(hit: Hit, group: Group): void {
    const member = this.memberOf(hit);
    if (member === undefined) return;
    if (group === "bad") {
      member.seq = member.isBad ? Math.min(member.seq, hit.seq) : hit.seq;
      member.isBad = true;
    } else if (group === "good") member.isGood = true;
    else member.isWithin = true;
    member.firstSeq = Math.min(member.firstSeq, hit.seq);
    member.lastSeq = Math.max(member.lastSeq, hit.last_seq);
  }

  /** A pair that links two requests makes them one. */
  join(pair: { readonly trace_id: string; readonly request_id: string }): void {
    this.memberOf(pair);
  }

  ids(): string[] {
    return [...new Set([...this.byId.keys()].map((key) => key.slice(2)))];
  }

  chosen(isWithinAsked: boolean): ChosenRequest[] {
    return [...new Set(this.byId.values())]
      .filter(({ isBad, isGood, isWithin }) => (isBad || isGood) && (isWithin || !isWithinAsked))
      .map(({ traceIds, requestIds, isBad, seq, firstSeq, lastSeq }) => ({
        traceIds: [...traceIds],
        requestIds: [...requestIds],
        isBad,
        seq,
        firstSeq,
        lastSeq,
      }))
      .sort((a, b) => b.lastSeq - a.lastSeq);
  }

  private memberOf({
    trace_id,
    request_id,
  }: {
    readonly trace_id: string | null;
    readonly request_id: string | null;
  }): Member | undefined {
    const trace = trace_id === null ? undefined : this.byId.get(`t ${trace_id}`);
    const request = request_id === null ? undefined : this.byId.get(`r ${request_id}`);
    const member = trace ?? request ?? newMember();
    if (trace_id !== null) {
      member.traceIds.add(trace_id);
      this.byId.set(`t ${trace_id}`, member);
    }
    if (request_id !== null && request !== member) {
      member.requestIds.add(request_id);
      this.byId.set(`r ${request_id}`, member);
    }
    if (request !== undefined && request !== member) this.absorb(member, request);
    return member;
  }

  private absorb(member: Member, other: Member): void {
    for (const id of other.traceIds) {
      member.traceIds.add(id);
      this.byId.set(`t ${id}`, member);
    }
    for (const id of other.requestIds) {
      member.requestIds.add(id);
      this.byId.set(`r ${id}`, member);
    }
    if (other.isBad) member.seq = member.isBad ? Math.min(member.seq, other.seq) : other.seq;
    member.isBad ||= other.isBad;
    member.isGood ||= other.isGood;
    member.isWithin ||= other.isWithin;
    member.firstSeq = Math.min(member.firstSeq, other.firstSeq);
    member.lastSeq = Math.max(member.lastSeq, other.lastSeq);
  }
}

const newMember = (): Member => ({
  traceIds: new Set(),
  requestIds: new Set(),
  isBad: false,
  isGood: false,
  isWithin: false,
  seq: 0,
  firstSeq: Infinity,
  lastSeq: 0,
});
