// How many records match over time, split by a field. Counts are exact; the width of a bar is a round one.

import type {
  HistogramBar,
  HistogramQuery,
  HistogramResult,
} from "../../../shared/contract/histogram";
import { RpcError } from "../../../shared/contract/rpc";
import { formatTime } from "../../../shared/time";
import type { SqlParams } from "../reader";
import histogram from "../sql/histogram.sql";
import histogramBars from "../sql/histogramBars.sql";
import histogramWidth from "../sql/histogramWidth.sql";
import { paramsOf, planOf, rowsBesideIndex, sourcesOf } from "./plan";
import { extentOf } from "./rows";
import { type ReadContext, usedParams } from "./selection";

const defaultBars = 100;
/** More are narrower than a pixel. */
const maxBars = 5000;
/** Values of `by` that are told apart, the most frequent; the rest is in `count` only. */
const maxValues = 20;
/**
 * So many are cheaper read twice, for the width and for the counts, than kept in between: times and values of
 * ten million records are twice the memory that DuckDB may use.
 */
const fewRows = 262_144;

const ms = 1_000_000n;
const second = 1000n * ms;
const minute = 60n * second;
const hour = 60n * minute;
const day = 24n * hour;
/** Ascending. */
export const roundWidths: readonly bigint[] = [
  ...[1_000n, 10_000n, 100_000n].flatMap((unit) => [unit, 2n * unit, 5n * unit]),
  ...[ms, 10n * ms, 100n * ms].flatMap((unit) => [unit, 2n * unit, 5n * unit]),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * second),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * minute),
  ...[1n, 2n, 3n, 6n, 12n].map((n) => n * hour),
  ...[1n, 2n, 7n, 14n, 30n, 90n, 365n, 3650n, 36_500n].map((n) => n * day),
];

interface BarRow {
  readonly time: bigint;
  readonly width: bigint;
  readonly value: string | null;
  readonly count: number;
}

export async function readHistogram(
  query: HistogramQuery,
  context: ReadContext,
  signal: AbortSignal,
  readTwiceUpTo = fewRows,
): Promise<HistogramResult> {
  const by = query.by ?? (query.signal === "logs" ? "level" : undefined);
  const [plan, extent] = await Promise.all([
    planOf(query, by === undefined || by === "" ? [] : [by], context, signal),
    extentOf(query, context, signal),
  ]);
  const sources = sourcesOf(plan);
  const selects = sources.map(({ from, time, where, fields }) => {
    const field = by === undefined || by === "" ? undefined : fields.compile(by);
    return `select ${time} as time, ${field?.text ?? "null::varchar"} as value
      from ${from}${field?.join ?? ""}
      where ${where.sql}`;
  });
  const params = {
    ...paramsOf(sources),
    width: query.intervalNanos === undefined ? null : widthOf(query.intervalNanos),
    bars: Math.min(maxBars, Math.max(1, Math.trunc(query.bars ?? defaultBars))),
    ahead: zoneOf(query.zoneMinutes ?? 0),
    widths: `[${roundWidths.join()}]`,
    max_values: maxValues,
    max_bars: maxBars,
  };
  const ask = <Row>(text: string, more: SqlParams = {}): Promise<Row[]> => {
    const sql = text.replace("/* sources */ select 0 as time, null as value", () =>
      selects.join(" union all "),
    );
    return context.reader.all<Row>(sql, usedParams(sql, { ...params, ...more }), signal);
  };
  let rows: BarRow[];
  if (rowsBesideIndex(plan, extent.to) <= readTwiceUpTo) {
    const [width] = await ask<{ width: bigint }>(histogramWidth);
    rows = await ask<BarRow>(histogramBars, { width: width?.width ?? second });
  } else rows = await ask<BarRow>(histogram);
  const result = new Map<bigint, { count: number; by: Record<string, number> }>();
  let total = 0;
  for (const { time, value, count } of rows) {
    let bar = result.get(time);
    if (bar === undefined) result.set(time, (bar = { count: 0, by: {} }));
    bar.count += count;
    if (value !== null) bar.by[value] = count;
    total += count;
  }
  const width =
    rows[0]?.width ?? (query.intervalNanos === undefined ? second : BigInt(query.intervalNanos));
  return {
    intervalNanos: String(width),
    total,
    bars: [...result].map(([time, bar]): HistogramBar => ({ time: formatTime(time), ...bar })),
  };
}

/** No zone is further ahead than 14 hours. */
const mostMinutes = 24 * 60;

const zoneOf = (minutes: number) =>
  BigInt(Math.max(-mostMinutes, Math.min(mostMinutes, minutes))) * minute;

function widthOf(text: string): bigint {
  if (/^[1-9]\d{0,18}$/.test(text)) return BigInt(text);
  throw new RpcError({
    kind: "query",
    message: `${JSON.stringify(text)} is no width of a bar. Expected nanoseconds.`,
    expected: "nanoseconds",
  });
}
