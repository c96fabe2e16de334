// Fields of the newest matching records, at once however many match: what is shown until all were looked at
// (allFields.ts). `total` says at how many.

import type { FieldInfo, FieldsQuery } from "../../../shared/contract/fields";
import { numberPattern } from "../../../shared/query/number";
import newestFields from "../sql/newestFields.sql";
import { type FieldRow, mostFields, ownFields, toFieldInfo, topValuesOf } from "./fieldInfo";
import { newestSeq } from "./newest";
import { paramsOf, planOf, planWithin, sourcesOf } from "./plan";
import { type ReadContext, targetOf, usedParams } from "./selection";

/** What two cores explode and count in a third of a second. */
const mostExamined = 50_000;

interface NamedRow extends FieldRow {
  readonly name: string;
  readonly examined: number;
}

export async function readNewestFields(
  query: FieldsQuery,
  newest: number,
  context: ReadContext,
  signal: AbortSignal,
): Promise<FieldInfo[]> {
  const target = targetOf[query.signal];
  const own = ownFields(target);
  const examined = Math.min(mostExamined, Math.max(1, Math.trunc(newest)));
  const plan = await planOf(query, [], context, signal);
  const { fromSeq } = await newestSeq(query, plan, examined, context, signal);
  const sources = sourcesOf(planWithin(plan, fromSeq, Number.MAX_SAFE_INTEGER));
  const owner = target === "points" ? "s." : "";
  const { records } = plan;
  const texts = own.map((name) => records.fields.compile(name).text).join(", ");
  const selects = sources.map(({ from, where }) => {
    const isIndex = from === "log_index";
    return `select ${records.seq} as seq, ${owner}attributes as attributes, ${owner}resource_id as resource_id,
        [${texts}]::varchar[] as texts
      from ${records.from}
      where ${isIndex ? `seq in (select seq from log_index where ${where.sql})` : where.sql}`;
  });
  const sql = newestFields.replace("/* sources */ select null", () => selects.join(" union all "));
  const rows = await context.reader.all<NamedRow>(
    sql,
    usedParams(sql, {
      ...paramsOf([...sources, records]),
      own: JSON.stringify(own),
      examined,
      number_pattern: numberPattern,
      top_values: topValuesOf(query),
      max_fields: mostFields,
    }),
    signal,
  );
  return rows.map((row) => toFieldInfo(row.name, row, row.examined));
}
