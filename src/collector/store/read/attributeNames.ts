// Names of the attributes that matching records may have: known of blocks, read from the records elsewhere.

import type { Signal } from "../../../shared/record";
import { paramsOf, type Plan, sourcesOf } from "./plan";
import { type ReadContext, usedParams } from "./selection";

/** Senders may name attributes without end. */
const mostNames = 2000;

/** Those of the most blocks first, then those of records in no block, then those of resources. */
export async function namesOfMatches(
  signal: Signal,
  plan: Plan,
  { reader, resources, blocks: index }: ReadContext,
  abort: AbortSignal,
): Promise<string[]> {
  const { segments } = plan;
  const blocks = signal === "logs" ? index.blocks : [];
  const inBlocks = new Map<string, number>();
  const unknown: { from: number; to: number }[] = [];
  for (const { fromSeq, toSeq, keys } of blocks) {
    if (!segments.some(({ from, to }) => from <= toSeq && to >= fromSeq)) continue;
    if (keys === undefined) unknown.push({ from: fromSeq, to: toSeq });
    for (const name of keys?.keys() ?? []) inBlocks.set(name, (inBlocks.get(name) ?? 0) + 1);
  }
  unknown.push({ from: (blocks.at(-1)?.toSeq ?? -1) + 1, to: Number.MAX_SAFE_INTEGER });
  const unread = unknown.flatMap((range) =>
    segments
      .map(({ from, to }) => ({
        ...{ from: Math.max(from, range.from), to: Math.min(to, range.to) },
        isIndexed: false,
      }))
      .filter(({ from, to }) => from <= to),
  );
  const sources = sourcesOf({ ...plan, segments: unread });
  const owner = signal === "metrics" ? "s." : "";
  const selects = sources.map(
    ({ from, where }) =>
      `select json_keys(${owner}attributes) as names from ${from} where ${where.sql}`,
  );
  const sql = `select name
    from (select unnest(names) as name from (${selects.join(" union all ")}))
    group by name
    order by count(*) desc, name
    limit ${mostNames}`;
  const rows = await reader.all<{ name: string }>(sql, usedParams(sql, paramsOf(sources)), abort);
  const frequent = [...inBlocks].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [
    ...new Set([
      ...frequent.map(([name]) => name),
      ...rows.map(({ name }) => name),
      ...resources.names(),
    ]),
  ];
}
