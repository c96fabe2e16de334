// Matching records by the values of fields, with one figure a group.

import type { GroupQuery, GroupRow } from "../../../shared/contract/collectorApi";
import { RpcError } from "../../../shared/contract/rpc";
import { aggregateField, compileAggregate } from "./aggregate";
import { paramsOf, planOf, sourcesOf } from "./plan";
import { type ReadContext, usedParams } from "./selection";

const defaultLimit = 100;
const maxLimit = 10_000;
/** A table of more columns is none. */
const maxFields = 8;

/** Largest value first. */
export async function readGroups(
  query: GroupQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<GroupRow[]> {
  refuseManyFields(query.by);
  const aggregateText = query.aggregate ?? "count()";
  const names = query.by.map((_, i) => `g${i}`);
  const seconds =
    query.from !== undefined && query.to !== undefined
      ? `($to::bigint - $from::bigint) / 1e9`
      : "any_value(seconds)";
  const used = aggregateField(aggregateText);
  const plan = await planOf(
    query,
    used === undefined ? query.by : [...query.by, used],
    context,
    signal,
  );
  const sources = sourcesOf(plan);
  const { sql: figure, isRate } = compileAggregate(aggregateText, plan.records.fields, seconds);
  const selects = sources.map(({ from, time, where, fields }) => {
    const keys = query.by.map((name) => fields.compile(name));
    const aggregate = compileAggregate(aggregateText, fields, seconds);
    const columns = [
      ...keys.map(({ json }, i) => `${json} as g${i}`),
      `${aggregate.value} as x`,
      `${isRate ? time : "null"} as time`,
    ];
    return `select ${columns.join(", ")}
      from ${from}${keys.map(({ join }) => join).join("")}${aggregate.join}
      where ${where.sql}`;
  });
  // Over all groups: the rates of groups add up.
  const length = "(max(time) over () - min(time) over ()) / 1e9";
  const sql = `select ${[...names, `(${figure})::double as value`].join(", ")}
    from (
      select *, ${isRate && seconds.startsWith("any") ? length : "null"} as seconds
      from (${selects.join(" union all ")})
    )
    ${names.length === 0 ? "" : `group by ${names.join(", ")}`}
    order by value desc nulls last${names.map((name) => `, ${name}`).join("")}
    limit $limit::bigint`;
  const limit = Math.min(maxLimit, Math.max(1, query.limit ?? defaultLimit));
  const rows = await context.reader.all<Record<string, string | number | null>>(
    sql,
    usedParams(sql, { ...paramsOf(sources), limit }),
    signal,
  );
  return rows.map((row) => ({
    group: Object.fromEntries(query.by.map((name, i) => [name, valueOf(row[`g${i}`])])),
    value: typeof row["value"] === "number" && Number.isFinite(row["value"]) ? row["value"] : null,
  }));
}

/** Throws RpcError. */
export function refuseManyFields(by: readonly string[]): void {
  if (by.length <= maxFields) return;
  throw new RpcError({ kind: "query", message: `Group by at most ${maxFields} fields.` });
}

/** JSON text → what a group's field holds: texts and numbers; booleans and lists as text. */
export function valueOf(json: string | number | null | undefined): string | number | null {
  if (typeof json !== "string") return json ?? null;
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed === "string") return parsed;
  return typeof parsed === "number" && Number.isSafeInteger(Math.trunc(parsed)) ? parsed : json;
}
