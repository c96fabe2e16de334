// Pages of records, newest or oldest first. Rows lie in `seq` order, so a page is looked for in windows of
// `seq` that grow: most queries find it in the first one, whatever the size of the store.

import type { AnyRecordJson } from "../../../shared/contract/json";
import type { RowPage, RowQuery } from "../../../shared/contract/rows";
import type { Selection } from "../../../shared/contract/selection";
import { type PatternBook, patternIdOf } from "../../../shared/patterns/patternBook";
import type { Signal } from "../../../shared/record";
import selectLogs from "../sql/rowsOfLogs.sql";
import selectPoints from "../sql/rowsOfPoints.sql";
import selectSpans from "../sql/rowsOfSpans.sql";
import { toJson } from "../toJson";
import type { Segment } from "../blocks/segments";
import type { Arm } from "../where";
import { type Plan, planOf, type PlannedArm, planWithin, type Source } from "./plan";
import { type ReadContext, seqBoundsOf, sourceOf, usedParams } from "./selection";
import { type LogRow, type PointRow, type SpanRow, toLog, toPoint, toSpan } from "./storedRows";

const maxLimit = 1000;
/** About what one thread filters in 10 ms. */
const firstWindow = 65_536;
const windowGrowth = 4;
/** The index is read so much faster than the records. */
const indexFactor = 8;

type Row = LogRow | SpanRow | PointRow;

export async function readRows(
  query: RowQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<RowPage> {
  const [plan, extent] = await Promise.all([
    planOf(query, [], context, signal),
    extentOf(query, context, signal),
  ]);
  const limit = Math.min(maxLimit, Math.max(1, Math.trunc(query.limit)));
  const found: Row[] = [];
  for await (const rows of windows(query, plan, extent, limit + 1, context, signal)) {
    found.push(...rows);
    if (found.length > limit) break;
  }
  const rows = found.slice(0, limit).map((row) => rowToJson(query.signal, row, context));
  return { rows, hasMore: found.length > limit };
}

/** Matching rows window by window, at most `wanted` together, in the order asked for. */
async function* windows(
  query: RowQuery,
  plan: Plan,
  extent: { readonly from: number; readonly to: number },
  wanted: number,
  context: ReadContext,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  const from = Math.max(extent.from, (query.afterSeq ?? -1) + 1);
  const to = Math.min(extent.to, (query.beforeSeq ?? Infinity) - 1);
  const isNewest = query.order === "newest";
  const select = createSelect(query.signal, isNewest, plan, context, signal);
  const segments = [...planWithin(plan, from, to).segments];
  if (isNewest) segments.reverse();
  let left = wanted;
  let size = firstWindow;
  for (const segment of segments) {
    let rest = segment;
    while (rest.from <= rest.to && left > 0) {
      const span = segment.isIndexed ? size * indexFactor : size;
      const window = isNewest
        ? { ...rest, from: Math.max(rest.from, rest.to - span + 1) }
        : { ...rest, to: Math.min(rest.to, rest.from + span - 1) };
      const rows = await select(window, left);
      yield rows;
      left -= rows.length;
      rest = isNewest ? { ...rest, to: window.from - 1 } : { ...rest, from: window.to + 1 };
      size *= windowGrowth;
    }
  }
}

function createSelect(
  of: Signal,
  isNewest: boolean,
  { records, index }: Plan,
  { reader }: ReadContext,
  signal: AbortSignal,
): (window: Segment, limit: number) => Promise<readonly Row[]> {
  const recordsSql = rowsSql(of, records.where.sql, isNewest);
  const inList = `${records.seq} in (select unnest(from_json($seqs, '["bigint"]')))`;
  const foundSql = rowsSql(of, inList, isNewest);
  const seqsSql = ({ seq, from }: Source, arms: readonly Arm[]) => {
    const first = `order by seq ${isNewest ? "desc" : "asc"} limit $limit::bigint`;
    const found = arms.map(
      ({ sql }) => `(select ${seq} as seq from ${from}
      where ${seq} between $window_from::bigint and $window_to::bigint and ${sql}
      ${first})`,
    );
    return `select seq::double as seq from (${found.join(" union ")}) ${first}`;
  };
  const boundsOf = (from: number, to: number) => ({
    window_from: BigInt(from),
    window_to: BigInt(to),
  });
  return async (window, limit) => {
    const bounds = boundsOf(window.from, window.to);
    if (!window.isIndexed && records.arms === undefined && window.to - window.from < firstWindow) {
      return reader.all<Row>(recordsSql, { ...records.where.params, ...bounds, limit }, signal);
    }
    // Where matches are few among many, only what decides is read of the others.
    const source = window.isIndexed ? index : records;
    const { arms, params } = source.arms ?? { arms: [source.where], params: source.where.params };
    const needed = arms.filter((arm) => isWithin(arm, window));
    if (needed.length === 0) return [];
    const sql = seqsSql(source, needed);
    const used = usedParams(sql, { ...params, ...bounds, limit });
    const found = await reader.all<{ seq: number }>(sql, used, signal);
    const seqs = found.map(({ seq }) => seq);
    if (seqs.length === 0) return [];
    return reader.all<Row>(
      foundSql,
      { ...boundsOf(Math.min(...seqs), Math.max(...seqs)), seqs: JSON.stringify(seqs), limit },
      signal,
    );
  };
}

/** False where nothing in the window passes. */
const isWithin = ({ segments }: PlannedArm, window: Segment) =>
  segments?.some(({ from, to }) => from <= window.to && to >= window.from) ?? true;

/** First and last `seq` of the table, within the selection; from > to when there is nothing. */
export async function extentOf(
  selection: Selection,
  { reader, blocks }: ReadContext,
  signal: AbortSignal,
): Promise<{ from: number; to: number }> {
  const { table } = sourceOf[selection.signal];
  const ask = async (behind: number) => {
    // Rows lie in the order of seq: the first one has the least.
    const [row] = await reader.all<{ first: bigint | null; last: bigint | null }>(
      `select (select seq from ${table} limit 1) as first,
        (select max(seq) from ${table} where seq >= $behind::bigint) as last`,
      { behind: BigInt(behind) },
      signal,
    );
    return row;
  };
  // Behind the last block few rows are looked at; its own rows may have been deleted.
  const behind = table === "logs" ? (blocks.blocks.at(-1)?.toSeq ?? 0) : 0;
  let row = await ask(behind);
  if (behind > 0 && row?.first !== null && row?.last === null) row = await ask(0);
  const { from, to } = seqBoundsOf(selection);
  return {
    from: Math.max(from, Number(row?.first ?? 1)),
    to: Math.min(to, Number(row?.last ?? 0)),
  };
}

const selects = { logs: selectLogs, spans: selectSpans, metrics: selectPoints } as const;

export function rowsSql(signal: Signal, where: string, isNewest: boolean): string {
  return selects[signal]
    .replace("/* predicate */ true", () => where)
    .replaceAll("/* order */ asc", isNewest ? "desc" : "asc");
}

function rowToJson(signal: Signal, row: Row, { resources }: ReadContext): AnyRecordJson {
  const json = toJson(signal, toRecord(row));
  const pattern = "body" in row ? patternOfRow(row, resources.patterns) : undefined;
  return pattern === undefined ? json : { ...json, pattern };
}

/** Undefined of what was stored before there were patterns. */
export function patternOfRow({ pattern_id: number }: LogRow, patterns: PatternBook) {
  const template = number === null ? undefined : patterns.byNumber(number);
  return template === undefined ? undefined : patternIdOf(template);
}

export function toRecord(row: Row) {
  if ("body" in row) return toLog(row);
  return "duration_nanos" in row ? toSpan(row) : toPoint(row);
}
