// Fields really seen among matching records, each with its share, type, top values and statistics. Looks at
// the newest records only, up to a bound, and says at how many (`total`).

import type { FieldInfo, FieldsQuery } from "../../../shared/contract/collectorApi";
import { numberPattern } from "../../../shared/query/number";
import { fieldsOf } from "../../../shared/query/fields";
import fieldsSql from "../sql/fields.sql";
import { newestSeq } from "./newest";
import { paramsOf, planOf, planWithin, sourcesOf } from "./plan";
import { type ReadContext, targetOf, usedParams } from "./selection";

/** What two cores explode and count in a third of a second. */
const maxExamined = 50_000;
const defaultTopValues = 5;
const maxTopValues = 100;
/** Hostile senders name fields without end; the rarest are left out. */
const maxFieldCount = 500;
/** The same for every record, or what the list's own columns show. */
const leftOut = new Set(["time", "message", "pattern"]);

interface FieldRow {
  readonly name: string;
  readonly count: number;
  readonly distinct_count: number;
  readonly numbers: number;
  readonly booleans: number;
  readonly examined: number;
  readonly top: readonly { value: string; count: number }[];
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
  readonly stddev: number | null;
  readonly quantiles: readonly number[] | null;
}

export async function readFields(
  query: FieldsQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<FieldInfo[]> {
  const target = targetOf[query.signal];
  const own = [...fieldsOf(target).keys()].filter((name) => !leftOut.has(name));
  const plan = await planOf(query, [], context, signal);
  const { fromSeq } = await newestSeq(query, plan, maxExamined, context, signal);
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
  const sql = fieldsSql.replace("/* sources */ select null", () => selects.join(" union all "));
  const rows = await context.reader.all<FieldRow>(
    sql,
    usedParams(sql, {
      ...paramsOf([...sources, records]),
      own: JSON.stringify(own),
      examined: maxExamined,
      number_pattern: numberPattern,
      top_values: Math.min(maxTopValues, Math.max(1, query.topValues ?? defaultTopValues)),
      max_fields: maxFieldCount,
    }),
    signal,
  );
  return rows.map(toInfo);
}

function toInfo(row: FieldRow): FieldInfo {
  const { name, count, distinct_count: distinct, examined: total, top } = row;
  const info: FieldInfo = { name, type: typeOf(row), count, total, distinct, top };
  const { min, max, avg, stddev, quantiles } = row;
  if (min === null || max === null || avg === null || stddev === null || quantiles === null) {
    return info;
  }
  const [p50 = min, p95 = max, p99 = max] = quantiles;
  return { ...info, stats: { min, max, avg, stddev, p50, p95, p99 } };
}

function typeOf({ count, numbers, booleans }: FieldRow): FieldInfo["type"] {
  if (numbers === count) return "number";
  if (booleans === count) return "boolean";
  return numbers > 0 ? "mixed" : "string";
}
