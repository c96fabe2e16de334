// Matching records by the values of fields, with one figure or more a group.

import type {
  GroupQuery,
  GroupRow,
  GroupTotals,
  GroupTotalsQuery,
} from "../../../shared/contract/groups";
import { RpcError } from "../../../shared/contract/rpc";
import { aggregateField, compileAggregate } from "./aggregate";
import { paramsOf, planOf, type Source, sourcesOf } from "./plan";
import { type ReadContext, timeOf, usedParams } from "./selection";

const defaultLimit = 100;
const maxLimit = 10_000;
/** A table of more columns is none. */
const maxFields = 8;
const maxFigures = 16;

type Cell = string | number | null;

/** The largest first figure first, unless another order is asked for. */
export async function readGroups(
  query: GroupQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<GroupRow[]> {
  refuseManyFields(query.by);
  const texts = figuresOf(query);
  const used = texts.map(aggregateField).filter((name) => name !== undefined);
  const plan = await planOf(query, [...query.by, ...used], context, signal);
  const sources = sourcesOf(plan);
  const figures = texts.map((text, i) =>
    compileAggregate(text, plan.records.fields, "$seconds::double", `x${i}`),
  );
  const selects = sources.map(({ from, where, fields }) => {
    const keys = query.by.map((name) => fields.compile(name));
    const values = texts.map((text) => compileAggregate(text, fields, "1"));
    const columns = [
      ...keys.map(({ json }, i) => `${json} as g${i}`),
      ...values.map(({ value }, i) => `${value} as x${i}`),
    ];
    return `select ${columns.join(", ")}
      from ${from}${[...keys, ...values].map(({ join }) => join).join("")}
      where ${where.sql}`;
  });
  const names = query.by.map((_, i) => `g${i}`);
  const isRated = figures.some(({ isRate }) => isRate);
  const seconds = isRated ? await secondsOf(query, sources, context, signal) : 0;
  const sql = `select ${[...names, ...figures.map((figure, i) => `(${figure.sql})::double as v${i}`)].join(", ")}
    from (${selects.join(" union all ")})
    ${names.length === 0 ? "" : `group by ${names.join(", ")}`}
    order by ${orderOf(query, texts)}${names.map((name) => `, ${name}`).join("")}
    limit $limit::bigint`;
  const limit = Math.min(maxLimit, Math.max(1, query.limit ?? defaultLimit));
  const rows = await context.reader.all<Record<string, Cell>>(
    sql,
    usedParams(sql, { ...paramsOf(sources), limit, seconds }),
    signal,
  );
  return rows.map((row) => {
    const values = texts.map((_, i) => finite(row[`v${i}`]));
    return {
      group: Object.fromEntries(query.by.map((name, i) => [name, valueOf(row[`g${i}`])])),
      value: values[0] ?? null,
      ...(query.aggregates === undefined ? {} : { values }),
    };
  });
}

/** The groups are told apart as in `readGroups`: those without a field are one, too. */
export async function readGroupTotals(
  query: GroupTotalsQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<GroupTotals> {
  refuseManyFields(query.by);
  const sources = sourcesOf(await planOf(query, query.by, context, signal));
  const selects = sources.map(({ from, where, fields }) => {
    const keys = query.by.map((name) => fields.compile(name));
    const columns = ["1", ...keys.map(({ json }, i) => `${json} as g${i}`)];
    return `select ${columns.join(", ")}
      from ${from}${keys.map(({ join }) => join).join("")}
      where ${where.sql}`;
  });
  const names = query.by.map((_, i) => `g${i}`);
  const sql = `select count(*)::double as groups, coalesce(sum(n), 0)::double as rows
    from (
      select count(*) as n
      from (${selects.join(" union all ")})
      ${names.length === 0 ? "" : `group by ${names.join(", ")}`}
    )`;
  const [totals] = await context.reader.all<{ groups: number; rows: number }>(
    sql,
    usedParams(sql, paramsOf(sources)),
    signal,
  );
  return totals ?? { groups: 0, rows: 0 };
}

/** The time selected, else that between the first and last match: over all groups, so that their rates add up. */
async function secondsOf(
  query: GroupQuery,
  sources: readonly Source[],
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<number> {
  const [from, to] = [timeOf(query.from), timeOf(query.to)];
  if (from !== undefined && to !== undefined) return Number(to - from) / 1e9;
  const times = sources.map(
    ({ from: table, time, where }) => `select ${time} as time from ${table} where ${where.sql}`,
  );
  const sql = `select (max(time) - min(time)) / 1e9 as seconds from (${times.join(" union all ")})`;
  const [row] = await reader.all<{ seconds: number | null }>(
    sql,
    usedParams(sql, paramsOf(sources)),
    signal,
  );
  return row?.seconds ?? 0;
}

function figuresOf({ aggregate, aggregates }: GroupQuery): readonly string[] {
  if (aggregates === undefined || aggregates.length === 0) return [aggregate ?? "count()"];
  if (aggregates.length <= maxFigures) return aggregates;
  throw new RpcError({ kind: "query", message: `Ask for at most ${maxFigures} figures.` });
}

/** Fields in the order of numbers, then of text. */
function orderOf({ by, order }: GroupQuery, figures: readonly string[]): string {
  if (order === undefined) return "v0 desc nulls last";
  const direction = `${order.isAscending ? "asc" : "desc"} nulls last`;
  const figure = figures.indexOf(order.of);
  if (figure >= 0) return `v${figure} ${direction}`;
  const field = by.indexOf(order.of);
  if (field >= 0) return `try_cast(g${field} as double) ${direction}, g${field} ${direction}`;
  const expected = [...by, ...figures].join(", ");
  const message = `Groups cannot be ordered by ${JSON.stringify(order.of)}. Expected one of ${expected}.`;
  throw new RpcError({ kind: "query", message, expected });
}

const finite = (value: Cell | undefined): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

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
