// Pages of whole records for export, oldest first: nothing is cut, a page is bounded by rows and by bytes,
// and each begins where the last ended. Windows of `seq` follow how dense the matches lie.

import type { AnyRecordJson, MetricPointJson } from "../../../shared/contract/json";
import type { Selection } from "../../../shared/contract/selection";
import type { Distribution, Signal } from "../../../shared/record";
import wholePage from "../sql/wholePage.sql";
import { logToJson, pointToJson, spanToJson } from "../toJson";
import { newestSeq } from "./newest";
import { planOf } from "./plan";
import { extentOf, rowsSql, toRecord } from "./rows";
import { type ReadContext, sourceOf, whereOf } from "./selection";
import type { LogRow, PointRow, SpanRow } from "./storedRows";

/** Asked for at once; two pages are in memory. DuckDB decodes whole groups of 16,384 rows for each. */
const pageRows = 4_096;
const pageBytes = 4 * 1024 * 1024;
/** Made into records at once: about 10 ms of the main thread. */
const partRows = 1_024;
const largestWindow = 1_048_576;

const weightOf = {
  logs: "strlen(body) + strlen(attributes) + coalesce(strlen(display), 0) + 256",
  spans: "strlen(attributes) + strlen(events) + strlen(links) + 256",
  metrics: "strlen(attributes) + strlen(exemplars) + coalesce(strlen(distribution), 0) + 256",
} as const satisfies Record<Signal, string>;

type Row = LogRow | SpanRow | PointRow;
interface PageRow {
  /** Rows that the window's page has, before its bound of bytes. */
  readonly page_rows: number;
}

/** A metric point with its buckets, which lists leave out. */
export type WholeRecord =
  AnyRecordJson | (MetricPointJson & { readonly distribution: Distribution });

/** Whole records page by page; what arrives meanwhile is not among them. `limit`: only the newest so many. */
export async function* readWhole(
  query: Selection & { readonly limit?: number },
  context: ReadContext,
  signal: AbortSignal,
): AsyncGenerator<readonly WholeRecord[]> {
  const where = await whereOf(query, context, signal);
  const extent = await extentOf(query, context, signal);
  let { from } = extent;
  let skip = 0;
  if (query.limit !== undefined) {
    const plan = await planOf(query, [], context, signal);
    const newest = await newestSeq(query, plan, query.limit, context, signal);
    from = newest.fromSeq;
    skip = Math.max(0, newest.count - query.limit);
  }
  const { seq, from: source } = sourceOf[query.signal];
  const row = seq.replace(/seq$/, "rowid");
  // Of scattered rows only what finds them is read of all, and the rest by their places in the table.
  const rowsWhere =
    query.seqs === undefined
      ? where.sql
      : `${row} in (select ${row} from ${source} where ${seq} between $window_from::bigint and $window_to::bigint
          and ${where.sql} order by ${seq} limit $limit::bigint)`;
  const sql = wholePage
    .replace("/* weight */ 0", weightOf[query.signal])
    .replace("/* page */ select * from logs", () => rowsSql(query.signal, rowsWhere, false));
  let window = query.seqs === undefined ? pageRows : largestWindow;
  const nextPage = async (): Promise<readonly Row[] | undefined> => {
    if (from > extent.to) return undefined;
    const to = Math.min(extent.to, from + window - 1);
    const params = {
      ...where.params,
      window_from: BigInt(from),
      window_to: BigInt(to),
      limit: pageRows,
      max_bytes: BigInt(pageBytes),
    };
    const rows = await context.reader.all<Row & PageRow>(sql, params, signal);
    const last = rows.at(-1);
    // Full by rows or by bytes: there may be more in this window.
    const isFull = last !== undefined && (rows.length === pageRows || rows.length < last.page_rows);
    from = isFull ? Number(last.seq) + 1 : to + 1;
    if (isFull) window = Math.max(pageRows, window / 2);
    else if (rows.length < pageRows / 2) window = Math.min(largestWindow, window * 2);
    const wanted = rows.slice(skip);
    skip -= rows.length - wanted.length;
    return wanted;
  };
  let next = nextPage();
  for (let page = await next; page !== undefined; page = await next) {
    next = nextPage(); // the store's thread works while this one encodes
    next.catch(() => undefined); // awaited next, unless the reader has had enough
    for (let at = 0; at < page.length; at += partRows) {
      yield page.slice(at, at + partRows).map(toWhole);
    }
  }
}

function toWhole(row: Row): WholeRecord {
  const record = toRecord(row);
  if ("body" in record) return logToJson(record);
  if ("durationNanos" in record) return spanToJson(record);
  const { distribution } = record;
  return distribution === undefined
    ? pointToJson(record)
    : { ...pointToJson(record), distribution };
}
