// Which requests are compared: those with a record that the bad query matches, against those with one that
// the good query matches and none that the bad one does.

import type { CompareQuery } from "../../../shared/contract/compare";
import type { Signal } from "../../../shared/record";
import compareAnyPair from "../sql/compareAnyPair.sql";
import comparePairs from "../sql/comparePairs.sql";
import compareHits from "../sql/compareHits.sql";
import type { ComparedSignal, Grouping } from "./compareGrouping";
import { nearSeqs } from "./compareRecords";
import { type ChosenRequest, type Group, type Hit, JoinedRequests } from "./joinedRequests";
import { extentOf } from "./rows";
import { type ReadContext, usedParams, whereOf } from "./selection";

/** Of each group the newest are taken; more would say the same, and cost memory and a second more. */
const maxBad = 2000;
const maxGood = 10_000;
/** Pairs of ids; a request rarely has more than two. */
const maxPairs = 4 * (maxBad + maxGood);
/** The newest requests are looked for in windows of so many records, then in larger ones. */
const firstWindow = 262_144;
const windowGrowth = 4;

export interface Chosen {
  /** The bad ones first, then the good ones; each newest first. */
  readonly requests: readonly ChosenRequest[];
  readonly isCut: boolean;
}

export async function chooseRequests(
  query: CompareQuery,
  grouping: Grouping,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Chosen> {
  const limits = { bad: maxBad + 1, good: maxGood + maxBad + 1, within: maxPairs };
  /** Of each signal, the newest first. */
  const hits = async (
    group: Group,
    text: string | undefined,
    isEnough: (found: readonly Hit[]) => Promise<boolean> = () => Promise.resolve(false),
  ): Promise<Hit[][]> => {
    if (text === undefined) return [];
    return await Promise.all(
      (["logs", "spans"] as const).map((of) => {
        const { from, to, badSeqs } = query;
        const selection = {
          signal: of,
          query: text,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(group === "bad" && badSeqs !== undefined ? { seqs: badSeqs } : {}),
        };
        // Of a bad one the first record that matched counts, wherever it lies.
        return group === "bad"
          ? findHits(selection, limits.bad, grouping, context, signal)
          : findNewestHits(selection, limits[group], isEnough, grouping, context, signal);
      }),
    );
  };
  const findingBad = hits("bad", query.bad);
  // Most often the bad ones are known first, and it need not be looked for as many again.
  const areEnoughGood = async (found: readonly Hit[]) =>
    countOthers(found, (await findingBad).flat()) > maxGood;
  const [bad, good, within, hasPairs] = await Promise.all([
    findingBad,
    hits("good", query.good, areEnoughGood),
    hits("within", query.within),
    grouping.hasTwoIds && areTherePairs(context, signal),
  ]);
  const known = new JoinedRequests();
  for (const hit of bad.flat()) known.add(hit, "bad");
  // Of older ones it is not known whether they failed.
  const since = knownSince(bad, limits.bad);
  for (const hit of good.flat()) if (hit.last_seq >= since) known.add(hit, "good");
  for (const hit of within.flat()) known.add(hit, "within");
  if (hasPairs) await joinPairs(known, context, signal);
  const all = known.chosen(query.within !== undefined);
  const chosenBad = all.filter(({ isBad }) => isBad);
  const chosenGood = all.filter(({ isBad }) => !isBad);
  const requests = [...chosenBad.slice(0, maxBad), ...chosenGood.slice(0, maxGood)];
  return { requests, isCut: since > 0 || requests.length < all.length };
}

/** How many requests that are none of those. */
function countOthers(found: readonly Hit[], those: readonly Hit[]): number {
  const first = new Set(those.map(({ first_id }) => first_id));
  const second = new Set(those.map(({ second_id }) => second_id));
  const others = found.filter(
    ({ first_id, second_id }) =>
      (first_id === null || !first.has(first_id)) && (second_id === null || !second.has(second_id)),
  );
  return new Set(others.map(({ first_id, second_id }) => first_id ?? second_id)).size;
}

/** From which `seq` on all that failed are among the hits: those of a signal end at its limit, the newest first. */
function knownSince(bad: readonly (readonly Hit[])[], limit: number): number {
  return bad.reduce(
    (since, hits) => (hits.length < limit ? since : Math.max(since, hits.at(-1)?.last_seq ?? 0)),
    0,
  );
}

/** Most apps log one id, and then no time is spent on joining what is one already. */
async function areTherePairs({ reader }: ReadContext, signal: AbortSignal): Promise<boolean> {
  return (await reader.all(compareAnyPair, {}, signal)).length > 0;
}

async function joinPairs(known: JoinedRequests, { reader }: ReadContext, signal: AbortSignal) {
  const { from, to } = known.extent();
  const params = {
    ids: JSON.stringify(known.ids()),
    from_seq: from - nearSeqs,
    to_seq: to + nearSeqs,
    limit: maxPairs,
  };
  if (to < from) return;
  for (const { trace_id, request_id } of await reader.all<{
    readonly trace_id: string;
    readonly request_id: string;
  }>(comparePairs, params, signal)) {
    known.join({ first_id: trace_id, second_id: request_id });
  }
}

interface HitSelection {
  readonly signal: ComparedSignal;
  readonly query: string;
  readonly from?: string;
  readonly to?: string;
  readonly sinceSeq?: number;
  readonly untilSeq?: number;
  readonly seqs?: readonly number[];
}

async function findHits(
  selection: HitSelection,
  limit: number,
  grouping: Grouping,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Hit[]> {
  const where = await whereOf(selection, context, signal);
  const sql = grouping
    .inHits(compareHits, selection.signal)
    .replace("/* predicate */ true", () => where.sql);
  const params = { ...grouping.params, ...where.params, limit };
  const [row] = await context.reader.all<{ hits: string }>(sql, usedParams(sql, params), signal);
  const tuples = JSON.parse(row?.hits ?? "[]") as readonly HitTuple[]; // compareHits.sql wrote it
  return tuples
    .map(([first_id, second_id, seq, last_seq]) => ({ first_id, second_id, seq, last_seq }))
    .sort((a, b) => b.last_seq - a.last_seq);
}

type HitTuple = readonly [
  firstId: string | null,
  secondId: string | null,
  firstSeq: number,
  lastSeq: number,
];

/** The same by windows of `seq` from the newest on: a large store need not be read to its beginning. */
async function findNewestHits(
  selection: HitSelection,
  limit: number,
  isEnough: (found: readonly Hit[]) => Promise<boolean>,
  grouping: Grouping,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Hit[]> {
  const extent = await extentOf(
    { ...selection, signal: selection.signal satisfies Signal },
    context,
    signal,
  );
  const found: Hit[] = [];
  const ids = new Set<string>();
  let { to } = extent;
  for (let size = firstWindow; to >= extent.from && ids.size < limit; size *= windowGrowth) {
    const from = Math.max(extent.from, to - size + 1);
    const window = { ...selection, sinceSeq: from - 1, untilSeq: to };
    for (const hit of await findHits(window, limit, grouping, context, signal)) {
      found.push(hit);
      ids.add(`${hit.first_id ?? ""} ${hit.second_id ?? ""}`);
    }
    if (await isEnough(found)) break;
    to = from - 1;
  }
  return found;
}
