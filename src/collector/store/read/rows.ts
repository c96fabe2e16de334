// Pages of records, newest or oldest first. Rows lie in `seq` order, so a page is looked for in windows of
// `seq` that grow: most queries find it in the first one, whatever the size of the store.

import type { RowPage, RowQuery, Selection } from "../../../shared/contract/collectorApi";
import type { AnyRecordJson } from "../../../shared/contract/json";
import type { Signal } from "../../../shared/record";
import selectLogs from "../sql/rowsOfLogs.sql";
import selectPoints from "../sql/rowsOfPoints.sql";
import selectSpans from "../sql/rowsOfSpans.sql";
import { toJson } from "../toJson";
import { type ReadContext, sourceOf, whereOf } from "./selection";
import { type LogRow, type PointRow, type SpanRow, toLog, toPoint, toSpan } from "./storedRows";
import type { Where } from "../where";

const maxLimit = 1000;
/** About what one thread filters in 10 ms. */
const firstWindow = 65_536;
const windowGrowth = 4;

type Row = LogRow | SpanRow | PointRow;

export async function readRows(
  query: RowQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<RowPage> {
  const where = await whereOf(query, context, signal);
  const limit = Math.min(maxLimit, Math.max(1, Math.trunc(query.limit)));
  const found: Row[] = [];
  for await (const rows of windows(query, where, limit + 1, context, signal)) {
    found.push(...rows);
    if (found.length > limit) break;
  }
  const rows = found.slice(0, limit).map((row) => rowToJson(query.signal, row));
  return { rows, hasMore: found.length > limit };
}

/** Matching rows window by window, at most `wanted` together, in the order asked for. */
async function* windows(
  query: RowQuery,
  where: Where,
  wanted: number,
  context: ReadContext,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  const extent = await extentOf(query, context, signal);
  let { from, to } = extent;
  if (query.afterSeq !== undefined) from = Math.max(from, query.afterSeq + 1);
  if (query.beforeSeq !== undefined) to = Math.min(to, query.beforeSeq - 1);
  const isNewest = query.order === "newest";
  const sql = rowsSql(query.signal, where.sql, isNewest);
  let left = wanted;
  for (let size = firstWindow; from <= to && left > 0; size *= windowGrowth) {
    const windowFrom = isNewest ? Math.max(from, to - size + 1) : from;
    const windowTo = isNewest ? to : Math.min(to, from + size - 1);
    const params = {
      ...where.params,
      window_from: BigInt(windowFrom),
      window_to: BigInt(windowTo),
      limit: left,
    };
    const rows = await context.reader.all<Row>(sql, params, signal);
    yield rows;
    left -= rows.length;
    if (isNewest) to = windowFrom - 1;
    else from = windowTo + 1;
  }
}

/** First and last `seq` of the table, within the selection; from > to when there is nothing. */
export async function extentOf(
  selection: Selection,
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<{ from: number; to: number }> {
  const { table } = sourceOf[selection.signal];
  const [row] = await reader.all<{ first: bigint | null; last: bigint | null }>(
    `select min(seq) as first, max(seq) as last from ${table}`,
    {},
    signal,
  );
  const first = Number(row?.first ?? 1);
  const last = Number(row?.last ?? 0);
  return {
    from: Math.max(first, (selection.sinceSeq ?? -1) + 1),
    to: Math.min(last, selection.untilSeq ?? last),
  };
}

const selects = { logs: selectLogs, spans: selectSpans, metrics: selectPoints } as const;

export function rowsSql(signal: Signal, where: string, isNewest: boolean): string {
  return selects[signal]
    .replace("/* predicate */ true", () => where)
    .replaceAll("/* order */ asc", isNewest ? "desc" : "asc");
}

function rowToJson(signal: Signal, row: Row): AnyRecordJson {
  return toJson(signal, toRecord(row));
}

export function toRecord(row: Row) {
  if ("body" in row) return toLog(row);
  return "duration_nanos" in row ? toSpan(row) : toPoint(row);
}
