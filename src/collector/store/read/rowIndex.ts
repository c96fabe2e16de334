// How many records match, and where they lie along `seq`: a list maps its scroll bar by it.

import type { RowIndex, Selection } from "../../../shared/contract/collectorApi";
import { extentOf } from "./rows";
import { type ReadContext, sourceOf, whereOf } from "./selection";

const maxBuckets = 512;

export async function readRowIndex(
  query: Selection,
  context: ReadContext,
  signal: AbortSignal,
): Promise<RowIndex> {
  const where = await whereOf(query, context, signal);
  const { from, to } = await extentOf(query, context, signal);
  if (from > to) return { total: 0, buckets: [] };
  const width = Math.max(1, Math.ceil((to - from + 1) / maxBuckets));
  const source = sourceOf[query.signal];
  const rows = await context.reader.all<{ bucket: bigint; count: number }>(
    `select (${source.seq} - $index_from::bigint) // $index_width::bigint as bucket, count(*)::double as count
    from ${source.from}
    where ${source.seq} between $index_from::bigint and $index_to::bigint and ${where.sql}
    group by bucket
    order by bucket`,
    {
      ...where.params,
      index_from: BigInt(from),
      index_to: BigInt(to),
      index_width: BigInt(width),
    },
    signal,
  );
  let total = 0;
  const buckets = rows.map(({ bucket, count }) => {
    total += count;
    const fromSeq = from + Number(bucket) * width;
    return { fromSeq, toSeq: Math.min(to, fromSeq + width - 1), count };
  });
  return { total, buckets };
}
