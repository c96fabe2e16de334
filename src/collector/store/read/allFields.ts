// Every field of all matching records, exactly. A few fields a statement, each statement one pass: answers
// come one after the other, and what is asked for no more stops between and within them.

import type { FieldInfo, FieldsProgress, FieldsQuery } from "../../../shared/contract/fields";
import { numberPattern } from "../../../shared/query/number";
import { fieldOf } from "../../../shared/query/fields";
import type { Block } from "../blocks/blockIndex";
import fieldFigures from "../sql/fieldFigures.sql";
import { namesOfMatches } from "./attributeNames";
import { type FieldRow, mostFields, ownFields, toFieldInfo, topValuesOf } from "./fieldInfo";
import {
  isInIndex,
  paramsOf,
  type Plan,
  type Planner,
  plannerOf,
  recordSourcesOf,
  type Source,
  sourcesOf,
} from "./plan";
import { extentOf } from "./rows";
import { type ReadContext, targetOf, usedParams } from "./selection";

/** Fields a statement: more share the reading and the filtering, fewer come sooner and take less memory. */
const batchSize = 16;

interface Batch {
  readonly names: readonly string[];
  readonly sources: readonly Source[];
}
type Told = Omit<FieldsProgress, "job">;

export async function readAllFields(
  query: FieldsQuery,
  context: ReadContext,
  signal: AbortSignal,
  tell: (progress: Told) => void,
): Promise<FieldInfo[]> {
  // What arrives meanwhile is not looked at: every share is of the same records.
  const { to: untilSeq } = await extentOf(query, context, signal);
  const selection = { ...query, untilSeq };
  const planner = await plannerOf(selection, context, signal);
  const matches = await planner.plan([]);
  const total = await countOf(sourcesOf(matches), context, signal);
  if (total === 0) return [];
  const own = ownFields(targetOf[query.signal]);
  const found = await namesOfMatches(query.signal, matches, context, signal);
  const names = [
    ...own,
    ...found.filter((name) => fieldOf(targetOf[query.signal], name) === undefined),
  ].slice(0, mostFields);
  const fields: FieldInfo[] = [];
  let done = 0;
  tell({ total, done, of: names.length, fields: [] });
  for (const { names: some, sources } of await batchesOf(names, matches, total, planner, context)) {
    const rows = await figuresOf(some, sources, topValuesOf(query), context, signal);
    const infos = rows.map((row) => toFieldInfo(some[row.field] ?? "", row, total));
    fields.push(...infos);
    done += some.length;
    tell({ total, done, of: names.length, fields: infos });
  }
  return fields.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

async function countOf(
  sources: readonly Source[],
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<number> {
  const counts = sources.map(
    ({ from, where }) => `select count(*) as n from ${from} where ${where.sql}`,
  );
  const sql = `select sum(n)::double as count from (${counts.join(" union all ")})`;
  const [row] = await reader.all<{ count: number | null }>(
    sql,
    usedParams(sql, paramsOf(sources)),
    signal,
  );
  return row?.count ?? 0;
}

/** Fields that are looked for in the same places, some at a time. */
async function batchesOf(
  names: readonly string[],
  matches: Plan,
  total: number,
  planner: Planner,
  context: ReadContext,
): Promise<Batch[]> {
  const ofResources = context.resources.names();
  const holding = (name: string) =>
    fieldOf("logs", name) !== undefined || ofResources.has(name)
      ? () => true
      : ({ keys }: Block) => keys?.has(name) !== false;
  const byPlace = new Map<string, string[]>();
  for (const name of names) {
    const place = usesRecords(name, matches, planner)
      ? "records"
      : JSON.stringify((await planner.plan([name], holding(name))).segments);
    byPlace.set(place, [...(byPlace.get(place) ?? []), name]);
  }
  const batches: Batch[] = [];
  for (const [place, all] of byPlace) {
    for (let at = 0; at < all.length; at += batchSize) {
      const some = all.slice(at, at + batchSize);
      const sources =
        place === "records"
          ? recordSourcesOf(matches, total)
          : sourcesOf(await planner.plan(some, holding(some[0] ?? "")));
      batches.push({ names: some, sources });
    }
  }
  return batches;
}

/** The index tells which records match, and only these have the field. */
function usesRecords(name: string, { segments }: Plan, { isEverything }: Planner): boolean {
  return !isInIndex(name) && !isEverything && segments.some(({ isIndexed }) => isIndexed);
}

async function figuresOf(
  names: readonly string[],
  sources: readonly Source[],
  topValues: number,
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<(FieldRow & { readonly field: number })[]> {
  const selects = sources.map((source) => countsOf(names, source));
  const sql = fieldFigures.replace(
    "/* counted */ select 0 as field, '' as value, 0 as n",
    () => `select * from (${selects.join(" union all ")}) where value is not null`,
  );
  return await reader.all(
    sql,
    usedParams(sql, {
      ...paramsOf(sources),
      number_pattern: numberPattern,
      top_values: topValues,
    }),
    signal,
  );
}

/** SQL that gives `field`, `value` and `n`: how often each field has each value, all in one pass. */
function countsOf(names: readonly string[], { from, where, fields }: Source): string {
  const taken = fields.takenTogether(names);
  let count = 0;
  const asked = names.map((name) => {
    const { keys, text, join } = fields.keysOf(name, taken);
    const own = keys.map((key) => ({ key, as: `k${count++}` }));
    const as = own.map(({ as }) => as);
    return { own, as, text: text(as), join: join(as) };
  });
  const all = asked.flatMap(({ as }) => as);
  // Of each group all keys but one field's are null; `grouping` has bits 0 for those, the first key the highest.
  const maskOf = (own: readonly string[]) =>
    all.reduce((mask, key) => 2 * mask + (own.includes(key) ? 0 : 1), 0);
  const caseOf = (results: readonly (string | number)[]) =>
    `case mask ${results.map((result, i) => `when ${maskOf(asked[i]?.as ?? [])} then ${result}`).join(" ")} end`;
  const keys = asked.flatMap(({ own }) => own.map(({ key, as }) => `${key} as ${as}`)).join(", ");
  const records =
    taken === undefined
      ? `${from} where ${where.sql}`
      : `(select *, ${taken.list} as taken from ${from} where ${where.sql})`;
  return `select ${caseOf(asked.map((_, i) => i))} as field, ${caseOf(asked.map(({ text }) => text))} as value, n
    from (
      select ${all.join(", ")}, grouping(${all.join(", ")}) as mask, count(*) as n
      from (select ${keys} from ${records})
      group by grouping sets (${asked.map(({ as }) => `(${as.join(", ")})`).join(", ")})
    )${asked.map(({ join }) => join).join("")}`;
}
