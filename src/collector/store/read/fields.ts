// Fields really seen among matching records, each with its share, type, top values and statistics. Looks at
// the newest records only, up to a bound, and says at how many (`total`).

import type { FieldInfo, FieldsQuery } from "../../../shared/contract/collectorApi";
import { numberPattern } from "../../../shared/query/number";
import { fieldsOf } from "../../../shared/query/fields";
import { FieldCompiler } from "../fieldSql";
import fieldsSql from "../sql/fields.sql";
import { newestSeq } from "./newest";
import { type ReadContext, sourceOf, targetOf, usedParams, whereOf } from "./selection";

/** What two cores explode and count in a third of a second. */
const maxExamined = 50_000;
const defaultTopValues = 5;
const maxTopValues = 100;
/** Hostile senders name fields without end; the rarest are left out. */
const maxFieldCount = 500;
/** The same for every record, or what the list's own columns show. */
const leftOut = new Set(["time", "message"]);

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
  const where = await whereOf(query, context, signal);
  const target = targetOf[query.signal];
  const source = sourceOf[query.signal];
  const fields = new FieldCompiler(target, context.resources);
  const own = [...fieldsOf(target).keys()].filter((name) => !leftOut.has(name));
  const { fromSeq } = await newestSeq(query, where, maxExamined, context, signal);
  const owner = target === "points" ? "s." : "";
  const sql = fieldsSql
    .replace("/* texts */ null", () => own.map((name) => fields.compile(name).text).join(", "))
    .replaceAll("/* owner */", owner)
    .replace("/* source */ logs", () => source.from)
    .replaceAll("/* seq */ seq", source.seq)
    .replace("/* predicate */ true", () => where.sql);
  const rows = await context.reader.all<FieldRow>(
    sql,
    usedParams(sql, {
      ...where.params,
      ...fields.params,
      own: JSON.stringify(own),
      from_seq: BigInt(fromSeq),
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
