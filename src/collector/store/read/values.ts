// Values of one field of all matching records, most frequent first.

import type { ValueCount, ValuesQuery } from "../../../shared/contract/fields";
import { fold } from "../../../shared/query/fold";
import { paramsOf, planOf, sourcesOf } from "./plan";
import { type ReadContext, usedParams } from "./selection";

const defaultLimit = 20;
const maxLimit = 1000;

export async function readValues(
  query: ValuesQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<ValueCount[]> {
  const sources = sourcesOf(await planOf(query, [query.field], context, signal));
  const selects = sources.map(({ from, where, fields }) => {
    const { text, join } = fields.compile(query.field);
    return `select ${text} as value from ${from}${join} where ${where.sql}`;
  });
  const sql = `select value, count(*)::double as count
    from (${selects.join(" union all ")})
    where value is not null and starts_with(lower(value), $prefix)
    group by value
    order by count desc, value
    limit $limit::bigint`;
  return context.reader.all<ValueCount>(
    sql,
    usedParams(sql, {
      ...paramsOf(sources),
      prefix: fold(query.prefix ?? ""),
      limit: Math.min(maxLimit, Math.max(1, query.limit ?? defaultLimit)),
    }),
    signal,
  );
}
