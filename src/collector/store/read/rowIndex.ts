// How many records match, and where they lie along `seq`: a list maps its scroll bar by it.

import type { RowIndex } from "../../../shared/contract/rows";
import type { Selection } from "../../../shared/contract/selection";
import { extentOf } from "./rows";
import { paramsOf, planOf, planWithin, sourcesOf } from "./plan";
import type { ReadContext } from "./selection";

const maxBuckets = 512;

export async function readRowIndex(
  query: Selection,
  context: ReadContext,
  signal: AbortSignal,
): Promise<RowIndex> {
  const plan = await planOf(query, [], context, signal);
  const { from, to } = await extentOf(query, context, signal);
  if (from > to) return { total: 0, buckets: [] };
  const sources = sourcesOf(planWithin(plan, from, to));
  const width = Math.max(1, Math.ceil((to - from + 1) / maxBuckets));
  const selects = sources.map(
    (source) => `select ${source.seq} as seq from ${source.from} where ${source.where.sql}`,
  );
  const rows = await context.reader.all<{ bucket: bigint; count: number }>(
    `select (seq - $index_from::bigint) // $index_width::bigint as bucket, count(*)::double as count
    from (${selects.join(" union all ")})
    group by bucket
    order by bucket`,
    {
      ...paramsOf(sources),
      index_from: BigInt(from),
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
