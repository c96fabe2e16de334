// How many records match over time, split by a field. Counts are exact; the width of a bar is a round one.

import type {
  HistogramBar,
  HistogramQuery,
  HistogramResult,
} from "../../../shared/contract/histogram";
import { RpcError } from "../../../shared/contract/rpc";
import { formatTime } from "../../../shared/time";
import { nanosOf, utcOf } from "../../../shared/zoneOffsets";
import type { SqlParams } from "../reader";
import histogram from "../sql/histogram.sql";
import histogramBars from "../sql/histogramBars.sql";
import histogramWidth from "../sql/histogramWidth.sql";
import { aheadOf, type Extent, fixedAhead, shiftOf, zoneOf } from "./askersZone";
import { paramsOf, planOf, rowsBesideIndex, type Source, sourcesOf } from "./plan";
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
/** Bars of a day or more begin with the days of the asker's zone. */
export const day = 24n * hour;
/** Ascending. */
export const roundWidths: readonly bigint[] = [
  ...[1_000n, 10_000n, 100_000n].flatMap((unit) => [unit, 2n * unit, 5n * unit]),
  ...[ms, 10n * ms, 100n * ms].flatMap((unit) => [unit, 2n * unit, 5n * unit]),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * second),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * minute),
  ...[1n, 2n, 3n, 6n, 12n].map((n) => n * hour),
  ...[1n, 2n, 7n, 14n, 30n, 90n, 365n, 3650n, 36_500n].map((n) => n * day),
];

interface Width {
  readonly width: bigint;
  /** What the asker's clocks are ahead of UTC at the last match. */
  readonly ahead: bigint;
}

interface BarRow {
  /** Where the bar begins by the asker's clocks. */
  readonly local: bigint;
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
  const zone = zoneOf(query.zone);
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
    aheads: `[${zone.map(({ minutes }) => nanosOf(minutes)).join()}]`,
    shifts: `[${zone.slice(1).map(shiftOf).join()}]`,
    widths: `[${roundWidths.join()}]`,
    day,
    max_values: maxValues,
    max_bars: maxBars,
  };
  const ask = <Row>(text: string, more: SqlParams = {}): Promise<Row[]> => {
    const sql = text.replace(ofSources, () => selects.join(" union all "));
    return context.reader.all<Row>(sql, usedParams(sql, { ...params, ...more }), signal);
  };
  let rows: BarRow[];
  let given: Width | undefined;
  if (rowsBesideIndex(plan, extent.to) <= readTwiceUpTo) {
    const [found] = await ask<Width & Extent>(histogramWidth);
    if (found?.last !== null) given = found;
    const { sql, params: shifts } =
      found === undefined || found.width < day
        ? { sql: fixedAhead, params: { ahead: found?.ahead ?? 0n } }
        : aheadOf(zone, found);
    rows = await ask<BarRow>(histogramBars.replace(fixedAhead, sql), {
      ...shifts,
      width: found?.width ?? second,
    });
  } else {
    const stored = zone.length > 1 ? await storedExtent(sources, context, signal) : nothing;
    const { sql, params: shifts } = aheadOf(zone, stored);
    const found = await ask<BarRow & Width>(widthAndBars.replace(fixedAhead, sql), shifts);
    rows = found;
    given = found[0];
  }
  const width =
    given?.width ?? (query.intervalNanos === undefined ? second : BigInt(query.intervalNanos));
  const startOf = (local: bigint) =>
    width < day ? local - (given?.ahead ?? 0n) : utcOf(local, zone);
  const result = new Map<bigint, { count: number; by: Record<string, number> }>();
  let total = 0;
  for (const { local, value, count } of rows) {
    let bar = result.get(local);
    if (bar === undefined) result.set(local, (bar = { count: 0, by: {} }));
    bar.count += count;
    if (value !== null) bar.by[value] = count;
    total += count;
  }
  return {
    intervalNanos: String(width),
    total,
    bars: [...result].map(([local, bar]): HistogramBar => ({
      time: formatTime(startOf(local)),
      ...bar,
    })),
  };
}

const nothing: Extent = { first: null, last: null };
/** As they stand in the SQL. */
const ofSources = "/* sources */ select 0 as time, null as value";
/** The width of what was found already. */
const widthAndBars = histogram.replace("/* width */ select 0 as width, 0 as ahead", () =>
  histogramWidth.replace(ofSources, "select time from matching"),
);

/** Of all that is stored, whether it matches or not: a look at two ends. */
async function storedExtent(
  sources: readonly Source[],
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<Extent> {
  const times = sources.map(({ from, time }) => `select ${time} as time from ${from}`);
  const sql = `select min(time) as first, max(time) as last from (${times.join(" union all ")})`;
  const [extent] = await reader.all<Extent>(sql, {}, signal);
  return extent ?? nothing;
}

function widthOf(text: string): bigint {
  if (/^[1-9]\d{0,18}$/.test(text)) return BigInt(text);
  throw new RpcError({
    kind: "query",
    message: `${JSON.stringify(text)} is no width of a bar. Expected nanoseconds.`,
    expected: "nanoseconds",
  });
}
