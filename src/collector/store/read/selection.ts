// A Selection of the contract → the SQL predicate that every read of logs, spans and points begins with.

import { RpcError } from "../../../shared/contract/rpc";
import { mostSeqs, type Selection } from "../../../shared/contract/selection";
import { parseQuery } from "../../../shared/query/parser";
import { resolveQuery } from "../../../shared/query/resolve";
import type { Target } from "../../../shared/query/fields";
import type { Signal } from "../../../shared/record";
import { nearestTime, parseTimeBound } from "../../../shared/time";
import type { BlockIndex } from "../blocks/blockIndex";
import type { Reader, SqlParams, SqlValue } from "../reader";
import type { ResourceIndex } from "../resourceIndex";
import { compileWhere, type Where } from "../where";

/** What the reads work with. */
export interface ReadContext {
  readonly reader: Reader;
  readonly resources: ResourceIndex;
  readonly blocks: BlockIndex;
  /** Nanoseconds since the epoch; what `now` in a query means. */
  readonly now: () => bigint;
}

export const targetOf = {
  logs: "logs",
  spans: "spans",
  metrics: "points",
} as const satisfies Record<Signal, Target>;

/** What to select from, by signal; `p.` and `s.` where there are two tables. */
export const sourceOf = {
  logs: { from: "logs", seq: "seq", time: "time_unix_nano", table: "logs" },
  spans: { from: "spans", seq: "seq", time: "time_unix_nano", table: "spans" },
  metrics: {
    from: "points p join series s on s.id = p.series_id",
    seq: "p.seq",
    time: "p.time_unix_nano",
    table: "points",
  },
} as const satisfies Record<Signal, { from: string; seq: string; time: string; table: string }>;

/** Throws QueryError, or RpcError for bounds that are no times. */
export async function whereOf(
  selection: Selection,
  { reader, resources, now }: ReadContext,
  signal: AbortSignal,
): Promise<Where> {
  const target = targetOf[selection.signal];
  const condition = resolveQuery(parseQuery(selection.query), target, now());
  await resources.refresh(reader, signal);
  const where = compileWhere(condition, target, resources);
  const source = sourceOf[selection.signal];
  const bounds = boundsOf(selection);
  const parts = [...bounds.sql, where.sql];
  const params: Record<string, SqlValue> = { ...bounds.params, ...where.params };
  const bound = (operator: string, name: string, value: bigint | undefined) => {
    if (value === undefined) return;
    parts.unshift(`${source.seq} ${operator} $${name}::bigint`);
    params[name] = value;
  };
  bound(">", "since_seq", seqOf(selection.sinceSeq));
  bound("<=", "until_seq", seqOf(selection.untilSeq));
  return { sql: parts.join(" and "), params };
}

/**
 * What the selection says of time and of single records, as comparisons. Throws RpcError for what is no time and
 * no list of records.
 */
export function boundsOf(selection: Selection): { sql: string[]; params: SqlParams } {
  const { time, seq } = sourceOf[selection.signal];
  const from = timeOf(selection.from);
  const to = timeOf(selection.to);
  const seqs = seqsOf(selection);
  return {
    sql: [
      ...(from === undefined ? [] : [`${time} >= $from::bigint`]),
      ...(to === undefined ? [] : [`${time} < $to::bigint`]),
      ...(seqs === undefined ? [] : [`${seq} in (select unnest($only_seqs::bigint[]))`]),
    ],
    params: {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(seqs === undefined ? {} : { only_seqs: `[${seqs.join()}]` }),
    },
  };
}

/** Between which records, both included, those of the selection lie by its own word; from > to when there are none. */
export function seqBoundsOf(selection: Selection): { from: number; to: number } {
  const seqs = seqsOf(selection);
  const from = (selection.sinceSeq ?? -1) + 1;
  const to = selection.untilSeq ?? Number.MAX_SAFE_INTEGER;
  if (seqs === undefined) return { from, to };
  if (seqs.length === 0) return { from: 1, to: 0 };
  return { from: Math.max(from, Math.min(...seqs)), to: Math.min(to, Math.max(...seqs)) };
}

function seqsOf({ seqs }: Selection): readonly number[] | undefined {
  const isList = seqs === undefined || (Array.isArray(seqs) && seqs.every(Number.isSafeInteger));
  if (isList && (seqs === undefined || seqs.length <= mostSeqs)) return seqs;
  const expected = `at most ${mostSeqs} numbers of records`;
  const message = `These records cannot be named one by one. Expected ${expected}.`;
  throw new RpcError({ kind: "query", message, expected });
}

/** A predicate over the table `series`. Throws QueryError. */
export async function whereOfSeries(
  query: string,
  { reader, resources, now }: ReadContext,
  signal: AbortSignal,
): Promise<Where> {
  const condition = resolveQuery(parseQuery(query), "series", now());
  await resources.refresh(reader, signal);
  return compileWhere(condition, "series", resources);
}

/** DuckDB refuses placeholders that a statement does not have: expressions are made whole and used in part. */
export function usedParams(sql: string, params: SqlParams): SqlParams {
  const names = new Set(sql.match(/\$[a-z_]\w*/g));
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(`$${name}`)));
}

export function seqOf(seq: number | undefined): bigint | undefined {
  return seq === undefined ? undefined : BigInt(Math.trunc(seq));
}

/** Nanoseconds since the epoch. Throws RpcError for what is no time. */
export function timeOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const time = parseTimeBound(text);
  if (time !== undefined) return nearestTime(time);
  const message = `${JSON.stringify(text)} is no time. Expected RFC 3339 or nanoseconds.`;
  throw new RpcError({ kind: "query", message, expected: "RFC 3339 or nanoseconds" });
}
