// Groups over time: one line for each of the groups with the largest values.

import type {
  GroupChart,
  GroupChartLine,
  GroupChartQuery,
} from "../../../shared/contract/groupChart";
import groupChart from "../sql/groupChart.sql";
import { aggregateField, compileAggregate } from "./aggregate";
import { nanosOf, utcOf, type ZoneOffset } from "../../../shared/zoneOffsets";
import { aheadOf, type Extent, fixedAhead, shiftOf, zoneOf } from "./askersZone";
import { refuseManyFields, valueOf } from "./groups";
import { day, roundWidths } from "./histogram";
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
  const [extent] = await context.reader.all<Extent>(
    times,
    usedParams(times, paramsOf(sources)),
    signal,
  );
  const { first = null, last = null } = extent ?? {};
  if (first === null || last === null) {
    return { intervalNanos: "0", timesMs: [], endMs: 0, lines: [] };
  }
  const zone = zoneOf(query.zone);
  const { width, from: start, to: end } = intervalsOf({ first, last }, zone, query.bars);
  const isOfDays = width >= day;
  const ahead = aheadAt(last, zone);
  const clocks = isOfDays ? aheadOf(zone, { first, last }) : { sql: fixedAhead, params: { ahead } };
  const sql = groupChart
    .replace(fixedAhead, () => clocks.sql)
    .replace("/* matching */ select 0 as time, '' as key, null as x", () =>
      selects.join(" union all "),
    )
    .replace("/* whole */ count(*)", () => whole.sql)
    .replace("/* part */ count(*)", () => part.sql);
  const rows = await context.reader.all<ChartRow>(
    sql,
    usedParams(sql, {
      ...paramsOf(sources),
      ...clocks.params,
      width,
      max_lines: Math.min(maxLines, Math.max(1, Math.trunc(query.lines ?? defaultLines))),
    }),
    signal,
  );
  const startOf = (local: bigint) => (isOfDays ? utcOf(local, zone) : local - ahead);
  const count = Number((end - start) / width) + 1;
  const timesMs = Array.from(
    { length: count + 1 },
    (_, i) => Number(startOf(start + BigInt(i) * width)) / 1e6,
  );
  const isCounted = /^\s*(?:count|rate|sum|distinct)/i.test(text);
  const lines = linesOf(rows, query.by, start, width, count, isCounted ? 0 : null);
  return {
    intervalNanos: String(width),
    timesMs: timesMs.slice(0, -1),
    endMs: timesMs.at(-1) ?? 0,
    lines: part.isRate && isOfDays ? lines.map((line) => byLength(line, timesMs, width)) : lines,
  };
}

/** A rate is over the interval as long as it was: a day on which the clocks changed has 23 or 25 hours. */
function byLength(line: GroupChartLine, timesMs: readonly number[], width: bigint): GroupChartLine {
  const lengthMs = (i: number) => (timesMs[i + 1] ?? 0) - (timesMs[i] ?? 0);
  const values = line.values.map((value, i) =>
    value === null ? null : (value * Number(width)) / 1e6 / lengthMs(i),
  );
  return { ...line, values };
}

const aheadAt = (time: bigint, zone: readonly ZoneOffset[]) =>
  nanosOf(
    (zone.findLast((offset, i) => i === 0 || shiftOf(offset) <= time) ?? zone[0])?.minutes ?? 0,
  );

interface Intervals {
  readonly width: bigint;
  /** Where the first and the last one begin, by the asker's clocks. */
  readonly from: bigint;
  readonly to: bigint;
}

/** Of the first round width that gives at most so many. */
function intervalsOf(
  { first, last }: { readonly first: bigint; readonly last: bigint },
  zone: readonly ZoneOffset[],
  asked = defaultBars,
): Intervals {
  const bars = BigInt(Math.min(maxBars, Math.max(1, Math.trunc(asked))));
  const ahead = aheadAt(last, zone);
  const of = (width: bigint) => {
    const from = startOfInterval(first + (width < day ? ahead : aheadAt(first, zone)), width);
    return { width, from, to: startOfInterval(last + ahead, width) };
  };
  const fits = ({ width, from, to }: Intervals) => (to - from) / width < bars;
  return roundWidths.map(of).find(fits) ?? of(widest);
}

/** Toward 1970, as the SQL does. */
const startOfInterval = (time: bigint, width: bigint) => (time / width) * width;

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
