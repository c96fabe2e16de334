// Where the newest N matching records begin along `seq`: what is asked of them alone costs the same,
// however large the store is.

import type { Selection } from "../../../shared/contract/collectorApi";
import type { Where } from "../where";
import { extentOf } from "./rows";
import { type ReadContext, sourceOf } from "./selection";

const windowGrowth = 2;

export interface Newest {
  /** Matching records from here on are at least `wanted`, or all there are. */
  readonly fromSeq: number;
  readonly count: number;
}

export async function newestSeq(
  selection: Selection,
  where: Where,
  wanted: number,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Newest> {
  const source = sourceOf[selection.signal];
  const extent = await extentOf(selection, context, signal);
  let { to } = extent;
  let count = 0;
  for (let size = wanted; extent.from <= to && count < wanted; size *= windowGrowth) {
    const from = Math.max(extent.from, to - size + 1);
    const [row] = await context.reader.all<{ count: number }>(
      `select count(*)::double as count from ${source.from}
      where ${source.seq} between $window_from::bigint and $window_to::bigint and ${where.sql}`,
      { ...where.params, window_from: BigInt(from), window_to: BigInt(to) },
      signal,
    );
    count += row?.count ?? 0;
    to = from - 1;
  }
  return { fromSeq: to + 1, count };
}
