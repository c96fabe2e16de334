// How a question is answered: from the index of blocks where it knows all that the question is about, and
// from the records themselves elsewhere, but for blocks that cannot hold a match.

import type { Selection } from "../../../shared/contract/selection";
import type { Condition } from "../../../shared/query/condition";
import { fieldOf } from "../../../shared/query/fields";
import { parseQuery } from "../../../shared/query/parser";
import { resolveQuery } from "../../../shared/query/resolve";
import type { Block } from "../blocks/blockIndex";
import { compileAttributeGrams, compileGrams, type GramsWhere } from "../blocks/gramsWhere";
import { type Segment, segmentsOf, simplified } from "../blocks/segments";
import { indexedKeys } from "../blocks/slots";
import { FieldCompiler } from "../fieldSql";
import type { SqlParams, SqlValue } from "../reader";
import { type Arm, type Arms, compileArms, compileWhere, type Where } from "../where";
import {
  boundsOf,
  type ReadContext,
  seqBoundsOf,
  sourceOf,
  targetOf,
  usedParams,
} from "./selection";

/** One of the tables that answer; a question is asked of each, and the answers make one. */
export interface Source {
  readonly from: string;
  readonly seq: string;
  readonly time: string;
  /** The query, the bounds of time and the records that are named; not the bounds of `seq`. */
  readonly where: Where;
  /** The same, where it is better asked for in parts. */
  readonly arms?: Arms<PlannedArm>;
  readonly fields: FieldCompiler;
}

export interface PlannedArm extends Arm {
  /** What to look at, ascending by seq; nothing else passes. Undefined: everything. */
  readonly segments?: readonly Segment[];
}

export interface Plan {
  /** What to look at, ascending by seq; nothing else matches. */
  readonly segments: readonly Segment[];
  readonly records: Source;
  /** For segments that are indexed. */
  readonly index: Source;
}

/** Plans for one selection: what they have in common is looked up once. */
export interface Planner {
  /**
   * `names` are fields that the answer needs beside those of the query; blocks that are not needed are left
   * out.
   */
  plan(names: readonly string[], isNeeded?: (block: Block) => boolean): Promise<Plan>;
  /** True when every record of the selection's time and extent matches. */
  readonly isEverything: boolean;
}

/** Throws QueryError. */
export async function planOf(
  selection: Selection,
  names: readonly string[],
  context: ReadContext,
  signal: AbortSignal,
): Promise<Plan> {
  return await (await plannerOf(selection, context, signal)).plan(names);
}

/** Throws QueryError. */
export async function plannerOf(
  selection: Selection,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Planner> {
  const { reader, resources, now } = context;
  const target = targetOf[selection.signal];
  const condition = resolveQuery(parseQuery(selection.query), target, now());
  await Promise.all([
    resources.refresh(reader, signal),
    ...(selection.signal === "logs" ? [context.blocks.refresh(reader, signal)] : []),
  ]);
  // As they are now: an answer of several statements is of one state of the index.
  const { blocks, slots } = context.blocks;
  const bounds = boundsOf(selection);
  const withinSql = (sql: string) => [...bounds.sql, sql].join(" and ");
  const within = ({ sql, params }: Where): Where => ({
    sql: withinSql(sql),
    params: { ...bounds.params, ...params },
  });
  const namesWithout = (text: string) => context.blocks.namesWithout(text);
  const where = within(
    compileWhere(condition, target, resources, selection.signal === "logs" ? { namesWithout } : {}),
  );
  const arms = compileArms(condition, target, resources);
  const extent = seqBoundsOf(selection);
  let candidates: Promise<ReadonlySet<number> | undefined> | undefined;
  let planned: Promise<Arms<PlannedArm>> | undefined;
  const planArms = async ({ arms, params }: Arms): Promise<Arms<PlannedArm>> => ({
    arms: await Promise.all(
      arms.map(async ({ sql, inAttributes }) => {
        const arm = { sql: withinSql(sql) };
        if (inAttributes === undefined || selection.signal !== "logs") return arm;
        const known = await blocksWith(compileAttributeGrams(inAttributes), context, signal);
        if (known === undefined) return arm;
        const may = ({ fromSeq }: Block) => known.has(fromSeq);
        return { ...arm, segments: segmentsOf(extent, blocks, may, () => false) };
      }),
    ),
    params: { ...bounds.params, ...params },
  });
  const plan: Planner["plan"] = async (names, isNeeded = () => true) => {
    const records = {
      ...sourceOf[selection.signal],
      where,
      ...(arms !== undefined && { arms: await (planned ??= planArms(arms)) }),
      fields: new FieldCompiler(target, resources),
    };
    if (selection.signal !== "logs" || blocks.length === 0) {
      const segments = extent.from > extent.to ? [] : [{ ...extent, isIndexed: false }];
      return { segments, records, index: records };
    }
    const attributes = attributesOf(condition, names);
    const isIndexed = ({ keys }: Block) =>
      attributes?.every((name) => (keys === undefined ? false : keys.get(name) !== false)) ?? false;
    candidates ??= blocks.every(isIndexed) ? undefined : candidatesOf(condition, context, signal);
    const known = await candidates;
    const isCandidate = (block: Block) =>
      isNeeded(block) && (isIndexed(block) || known === undefined || known.has(block.fromSeq));
    return {
      segments: segmentsOf(extent, blocks, isCandidate, isIndexed),
      records,
      index: {
        ...sourceOf.logs,
        from: "log_index",
        where: within(
          attributes === undefined
            ? nothing
            : compileWhere(condition, target, resources, { slots }),
        ),
        fields: new FieldCompiler(target, resources, slots),
      },
    };
  };
  const isEverything =
    condition.kind === "constant" && condition.value && selection.seqs === undefined;
  return { plan, isEverything };
}

const nothing: Where = { sql: "false", params: {} };

/** The tables to ask, each with the whole predicate; at least one. */
export function sourcesOf({ segments: all, records, index }: Plan): Source[] {
  const segments = simplified(all);
  const raw = segments.filter(({ isIndexed }) => !isIndexed);
  const indexed = segments.filter(({ isIndexed }) => isIndexed);
  if (indexed.length === 0) return [{ ...records, where: inSegments(records, raw) }];
  return [
    { ...index, where: inSegments(index, indexed) },
    ...(raw.length === 0 ? [] : [{ ...records, where: inSegments(records, raw) }]),
  ];
}

/** Where one record in so many matches, a bit a record is cheaper than a table of their numbers. */
const recordsAMatch = 16;
/** DuckDB makes no longer list of bits. */
const mostBits = 1e9;

/** The same matches, about so many, of which the answer needs a field that the index lacks. */
export function recordSourcesOf(plan: Plan, matches: number): Source[] {
  const { records } = plan;
  return sourcesOf(plan).map((source) => {
    if (source.from !== "log_index") return source;
    const { sql: among, params } = source.where;
    const indexed = plan.segments.filter(({ isIndexed }) => isIndexed);
    const first = indexed[0]?.from ?? 0;
    const last = indexed.at(-1)?.to ?? 0;
    if (matches * recordsAMatch < last - first || last - first >= mostBits) {
      const sql = `seq in (select seq from log_index where ${among})`;
      return { ...records, where: { sql, params } };
    }
    // Their ends are constants of the function, not parameters.
    const bits = `select bitstring_agg(seq, ${first}, ${last}) from log_index where ${among}`;
    const sql = `seq between ${first} and ${last} and get_bit((${bits}), (seq - ${first})::integer) = 1`;
    return { ...records, where: { sql, params } };
  });
}

/** True when the index has a field of logs at all, in blocks that know it. */
export function isInIndex(name: string): boolean {
  const field = fieldOf("logs", name);
  return field === undefined || indexedKeys.has(field.key);
}

/** How many seqs the plan looks for in the records themselves, where the last record has this one. */
export function rowsBesideIndex({ segments }: Plan, lastSeq: number): number {
  return segments
    .filter(({ isIndexed }) => !isIndexed)
    .reduce((rows, { from, to }) => rows + Math.max(0, Math.min(to, lastSeq) - from + 1), 0);
}

/** The same plan of what lies between two seqs. */
export function planWithin(plan: Plan, from: number, to: number): Plan {
  const segments = plan.segments
    .map((one) => ({ ...one, from: Math.max(one.from, from), to: Math.min(one.to, to) }))
    .filter((one) => one.from <= one.to);
  return { ...plan, segments };
}

/** DuckDB skips groups of rows by it only as long as it is the one comparison with `seq`. */
function inSegments({ seq, where, from }: Source, segments: readonly Segment[]): Where {
  const prefix = from === "log_index" ? "i" : "r";
  const params: Record<string, bigint> = {};
  const ranges = segments.map((segment, i) => {
    params[`${prefix}from${i}`] = BigInt(segment.from);
    params[`${prefix}to${i}`] = BigInt(segment.to);
    return `${seq} between $${prefix}from${i}::bigint and $${prefix}to${i}::bigint`;
  });
  return {
    sql: `(${ranges.join(" or ") || "false"}) and ${where.sql}`,
    params: { ...where.params, ...params },
  };
}

/** All that the sources' statements may name. */
export function paramsOf(sources: readonly Source[]): SqlParams {
  const params: Record<string, SqlValue> = {};
  for (const { where, fields } of sources) Object.assign(params, where.params, fields.params);
  return params;
}

/** Names of the attributes that the index must have; undefined when it lacks another field. */
function attributesOf(condition: Condition, names: readonly string[]): string[] | undefined {
  const found = new Set<string>();
  const visit = (part: Condition): boolean => {
    switch (part.kind) {
      case "constant":
        return true;
      case "and":
      case "or":
        return part.parts.every(visit);
      case "not":
        return visit(part.part);
      case "text":
      case "integer":
        return indexedKeys.has(part.key);
      case "attribute":
        found.add(part.name);
        return true;
      case "anywhere":
      case "number":
        return false;
    }
  };
  if (!visit(condition)) return undefined;
  for (const name of names) {
    const field = fieldOf("logs", name);
    if (field === undefined) found.add(name);
    else if (!indexedKeys.has(field.key)) return undefined;
  }
  return [...found];
}

/** Blocks that may hold a match, by where they begin; undefined when all may. */
async function candidatesOf(
  condition: Condition,
  context: ReadContext,
  signal: AbortSignal,
): Promise<ReadonlySet<number> | undefined> {
  return await blocksWith(compileGrams(condition, context.resources), context, signal);
}

async function blocksWith(
  grams: GramsWhere | undefined,
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<ReadonlySet<number> | undefined> {
  if (grams === undefined) return undefined;
  const rows = await reader.all<{ from_seq: bigint }>(
    `select from_seq from log_blocks where ${grams.sql}`,
    usedParams(grams.sql, grams.params),
    signal,
  );
  return new Set(rows.map(({ from_seq: from }) => Number(from)));
}
