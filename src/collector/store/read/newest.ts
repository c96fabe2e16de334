// Where the newest N matching records begin along `seq`: what is asked of them alone costs the same,
// however large the store is.

import type { Selection } from "../../../shared/contract/selection";
import { paramsOf, type Plan, planWithin, sourcesOf } from "./plan";
import { extentOf } from "./rows";
import { type ReadContext, usedParams } from "./selection";

const windowGrowth = 4;
const spare = 1.1;

export interface Newest {
  /** Matching records from here on are at least `wanted`, or all there are. */
  readonly fromSeq: number;
  readonly count: number;
}

export async function newestSeq(
  selection: Selection,
  plan: Plan,
  wanted: number,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Newest> {
  const extent = await extentOf(selection, context, signal);
  let { to } = extent;
  let count = 0;
  let size = wanted;
  let looked = 0;
  while (extent.from <= to && count < wanted) {
    const from = Math.max(extent.from, to - size + 1);
    const sources = sourcesOf(planWithin(plan, from, to));
    const counts = sources.map(
      (source) => `select count(*) as n from ${source.from} where ${source.where.sql}`,
    );
    const sql = `select sum(n)::double as count from (${counts.join(" union all ")})`;
    const [row] = await context.reader.all<{ count: number }>(
      sql,
      usedParams(sql, paramsOf(sources)),
      signal,
    );
    count += row?.count ?? 0;
    looked += to - from + 1;
    to = from - 1;
    // As far as the rest should lie, if it lies as densely as what was found.
    size =
      count === 0
        ? size * windowGrowth
        : Math.max(wanted, Math.ceil(((wanted - count) / count) * looked * spare));
  }
  return { fromSeq: to + 1, count };
}
