// Values of one field among the newest matching records, most frequent first; for completion.

import type { ValueCount, ValuesQuery } from "../../../shared/contract/collectorApi";
import { fold } from "../../../shared/query/fold";
import { FieldCompiler } from "../fieldSql";
import { newestSeq } from "./newest";
import { type ReadContext, sourceOf, targetOf, usedParams, whereOf } from "./selection";

const defaultLimit = 20;
const maxLimit = 1000;
/** While someone types, the newest tell enough: counts are among these. */
const maxExamined = 200_000;

export async function readValues(
  query: ValuesQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<ValueCount[]> {
  const where = await whereOf(query, context, signal);
  const source = sourceOf[query.signal];
  const fields = new FieldCompiler(targetOf[query.signal], context.resources);
  const { text, join } = fields.compile(query.field);
  const { fromSeq } = await newestSeq(query, where, maxExamined, context, signal);
  const sql = `select value, count(*)::double as count
    from (
      select ${text} as value
      from ${source.from}${join}
      where ${source.seq} >= $from_seq::bigint and ${where.sql}
    )
    where value is not null and starts_with(lower(value), $prefix)
    group by value
    order by count desc, value
    limit $limit::bigint`;
  return context.reader.all<ValueCount>(
    sql,
    usedParams(sql, {
      ...where.params,
      ...fields.params,
      from_seq: BigInt(fromSeq),
      prefix: fold(query.prefix ?? ""),
      limit: Math.min(maxLimit, Math.max(1, query.limit ?? defaultLimit)),
    }),
    signal,
  );
}
