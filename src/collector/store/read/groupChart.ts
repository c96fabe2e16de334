// Groups over time: one line for each of the groups with the largest values.

import type {
  GroupChart,
  GroupChartLine,
  GroupChartQuery,
} from "../../../shared/contract/groupChart";
import groupChart from "../sql/groupChart.sql";
import { aggregateField, compileAggregate } from "./aggregate";
import { refuseManyFields, valueOf } from "./groups";
import { roundWidths } from "./histogram";
import { paramsOf, planOf, sourcesOf } from "./plan";
import { type ReadContext, usedParams } from "./selection";

const defaultBars = 100;
/** More are narrower than a pixel. */
const maxBars = 2_000;
/** More cannot be told apart. */
const defaultLines = 8;
const maxLines = 50;
const widest = 3_155_760_000_000_000_000n; // 100 years

interface ChartRow {
  readonly key: string;
  readonly whole: number | null;
  readonly time: bigint;
  readonly value: number | null;
}

export async function readGroupChart(
  query: GroupChartQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<GroupChart> {
  refuseManyFields(query.by);
  const text = query.aggregate ?? "count()";
  const used = aggregateField(text);
  const names = used === undefined ? query.by : [...query.by, used];
  const plan = await planOf(query, names, context, signal);
  const sources = sourcesOf(plan);
  const whole = compileAggregate(text, plan.records.fields, "1");
  const part = compileAggregate(text, plan.records.fields, "($width::bigint / 1e9)");
  const selects = sources.map(({ from, time, where, fields }) => {
    const keys = query.by.map((name) => fields.compile(name));
    const { value, join } = compileAggregate(text, fields, "1");
    const key = `to_json([${keys.map(({ json }) => json).join(", ")}]::varchar[])::varchar`;
    return `select ${time} as time, ${key} as key, ${value} as x
      from ${from}${keys.map((each) => each.join).join("")}${join}
      where ${where.sql}`;
  });
  const from = `(${selects.join(" union all ")})`;
  const times = `select min(time) as first, max(time) as last from ${from}`;
  const [extent] = await context.reader.all<{ first: bigint | null; last: bigint | null }>(
    times,
    usedParams(times, paramsOf(sources)),
    signal,
  );
  const { first = null, last = null } = extent ?? {};
  if (first === null || last === null) return { intervalNanos: "0", timesMs: [], lines: [] };
  const width = widthFor(first, last, query.bars ?? defaultBars);
  const sql = groupChart
    .replace("/* matching */ select 0 as time, '' as key, null as x", () =>
      selects.join(" union all "),
    )
    .replace("/* whole */ count(*)", () => whole.sql)
    .replace("/* part */ count(*)", () => part.sql);
  const rows = await context.reader.all<ChartRow>(
    sql,
    usedParams(sql, {
      ...paramsOf(sources),
      width,
      max_lines: Math.min(maxLines, Math.max(1, Math.trunc(query.lines ?? defaultLines))),
    }),
    signal,
  );
  const start = (first / width) * width;
  const count = Number((last - start) / width) + 1;
  const isCounted = /^\s*(?:count|rate|sum|distinct)/i.test(text);
  return {
    intervalNanos: String(width),
    timesMs: Array.from({ length: count }, (_, i) => Number(start + BigInt(i) * width) / 1e6),
    lines: linesOf(rows, query.by, start, width, count, isCounted ? 0 : null),
  };
}

/** The first round width that gives at most so many bars. */
function widthFor(first: bigint, last: bigint, asked: number): bigint {
  const bars = BigInt(Math.min(maxBars, Math.max(1, Math.trunc(asked))));
  return roundWidths.find((width) => last / width - first / width < bars) ?? widest;
}

function linesOf(
  rows: readonly ChartRow[],
  by: readonly string[],
  start: bigint,
  width: bigint,
  count: number,
  empty: number | null,
): GroupChartLine[] {
  const lines = new Map<string, (number | null)[]>();
  const result: GroupChartLine[] = [];
  for (const { key, whole, time, value } of rows) {
    let values = lines.get(key);
    if (values === undefined) {
      values = new Array<number | null>(count).fill(empty);
      lines.set(key, values);
      result.push({ group: groupOf(key, by), value: whole, values });
    }
    values[Number((time - start) / width)] = value;
  }
  return result;
}

function groupOf(key: string, by: readonly string[]): GroupChartLine["group"] {
  const parts: unknown = JSON.parse(key);
  const values: readonly unknown[] = Array.isArray(parts) ? parts : [];
  return Object.fromEntries(
    by.map((name, i) => {
      const json = values[i];
      return [name, typeof json === "string" ? valueOf(json) : null];
    }),
  );
}
