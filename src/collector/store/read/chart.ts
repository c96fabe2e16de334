// Lines of a chart, reduced in the database to at most `maxPoints` bins: counters as rates, gauges as means,
// histograms as samples per second with quantiles of their merged buckets.

import type { ChartData, ChartLine, ChartQuery } from "../../../shared/contract/metrics";
import { RpcError } from "../../../shared/contract/rpc";
import type { MetricType } from "../../../shared/record";
import { lastTimeNanos, parseTimeBound } from "../../../shared/time";
import type { Reader, SqlParams } from "../reader";
import chartBins from "../sql/chartBins.sql";
import chartBuckets from "../sql/chartBuckets.sql";
import chartInterval from "../sql/chartInterval.sql";
import chartQuantiles from "../sql/chartQuantiles.sql";
import chartRates from "../sql/chartRates.sql";
import chartSeries from "../sql/chartSeries.sql";
import { chooseStep } from "./chartStep";
import { type ChartSeries, type LineOfSeries, linesOf } from "./chartLines";
import {
  type BucketsRow,
  quantilesIn,
  quantilesOfBuckets,
  type QuantileRow,
  type QuantileSet,
} from "./chartQuantiles";

/** A screen is 4,000 pixels wide at most. */
const maxBins = 4000;
/** Series one chart may draw from: as many as the store keeps. */
const maxSeries = 10_000;

interface SeriesRow {
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly service: string | null;
  readonly attributes: string;
  readonly resource_attributes: string | null;
}
interface BinRow {
  readonly line: number;
  readonly bin: number;
  readonly mean: number;
  readonly highest: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly least_sample: number | null;
  readonly greatest_sample: number | null;
}
interface RateRow {
  readonly line: number;
  readonly bin: number;
  readonly increase: number;
  readonly samples: number;
}

export async function readChart(
  reader: Reader,
  query: ChartQuery,
  signal: AbortSignal,
): Promise<ChartData> {
  const { from, to } = boundsOf(query);
  const ids = JSON.stringify(query.series.slice(0, maxSeries));
  const [series, [gap]] = await Promise.all([
    reader.all<SeriesRow>(chartSeries, { series: ids }, signal),
    reader.all<{ interval_nanos: bigint | null }>(chartInterval, { series: ids, from, to }, signal),
  ]);
  const maxPoints = Math.min(maxBins, Math.max(1, Math.floor(query.maxPoints)));
  const step = chooseStep(to - from, maxPoints, gap?.interval_nanos ?? 0n);
  // Bins begin at whole steps, so that a chart that moves with the clock keeps its shape.
  const start = from - (from % step);
  const bins = Number((to - start + step - 1n) / step);
  const lines = linesOf(series.map(toChartSeries), query.by);
  const byLine = JSON.stringify(
    lines.flatMap(({ seriesIds }, line) => seriesIds.map((id) => ({ series_id: id, line }))),
  );
  const params = { lines: byLine, from: start, to, step };
  return {
    stepNanos: String(step),
    lines: await readLines(reader, lines, { params, bins, start, step }, signal),
  };
}

interface Grid {
  readonly params: SqlParams;
  readonly bins: number;
  readonly start: bigint;
  readonly step: bigint;
}

async function readLines(
  reader: Reader,
  lines: readonly LineOfSeries[],
  { params, bins, start, step }: Grid,
  signal: AbortSignal,
): Promise<ChartLine[]> {
  if (lines.length === 0) return [];
  const hasQuantiles = lines.some(({ type }) => isSampled(type));
  const [values, rates, buckets, quantiles] = await Promise.all([
    reader.all<BinRow>(chartBins, params, signal),
    reader.all<RateRow>(chartRates, { ...params, bins }, signal),
    hasQuantiles ? reader.all<BucketsRow>(chartBuckets, params, signal) : [],
    hasQuantiles ? reader.all<QuantileRow>(chartQuantiles, params, signal) : [],
  ]);
  const ranges = new Map(values.map((row) => [`${row.line} ${row.bin}`, row]));
  const sets = quantilesOfBuckets(buckets, quantiles, (line, bin) => {
    const row = ranges.get(`${line} ${bin}`);
    return { min: row?.least_sample ?? NaN, max: row?.greatest_sample ?? NaN };
  });
  const startMs = Number(start / 1_000_000n);
  const stepMs = Number(step) / 1e6;
  return lines.map((line, index) =>
    toLine(line, {
      values: new Map(values.filter((row) => row.line === index).map((row) => [row.bin, row])),
      rates: new Map(rates.filter((row) => row.line === index).map((row) => [row.bin, row])),
      quantiles: sets.get(index) ?? new Map<number, QuantileSet>(),
      bins,
      timeMs: (bin) => startMs + bin * stepMs,
      stepSeconds: stepMs / 1000,
    }),
  );
}

interface LineData {
  readonly values: ReadonlyMap<number, BinRow>;
  readonly rates: ReadonlyMap<number, RateRow>;
  readonly quantiles: ReadonlyMap<number, QuantileSet>;
  readonly bins: number;
  readonly timeMs: (bin: number) => number;
  readonly stepSeconds: number;
}

function toLine({ label, type }: LineOfSeries, data: LineData): ChartLine {
  const isRate = type === "counter" || isSampled(type);
  const used = isRate ? data.rates.keys() : data.values.keys();
  const first = Math.min(...used, data.bins);
  // A counter that nobody increases is at rest, which is a rate of 0; a gauge without points is unknown.
  const drawn = Array.from({ length: Math.max(0, data.bins - first) }, (_, i) => first + i).filter(
    (bin) => isRate || data.values.has(bin),
  );
  const amount = (bin: number) => {
    const rate = data.rates.get(bin);
    return (type === "counter" ? rate?.increase : rate?.samples) ?? 0;
  };
  const valueOf = (bin: number): number | null => {
    if (isRate) return finite(amount(bin) / data.stepSeconds);
    const row = data.values.get(bin);
    return finite(type === "set" ? row?.highest : row?.mean);
  };
  const values = drawn.map(valueOf);
  const rows = [...data.values.values()];
  const lastRow = rows.at(-1);
  const quantiles = quantilesIn(data.quantiles.values())
    .map((q) => ({ q, values: drawn.map((bin) => finite(data.quantiles.get(bin)?.get(q))) }))
    .filter(({ values: known }) => known.some((value) => value !== null));
  return {
    label,
    type,
    timesMs: drawn.map(data.timeMs),
    values,
    ...(isSampled(type) ? { quantiles } : {}),
    total: isRate ? [...data.rates.keys()].reduce((sum, bin) => sum + amount(bin), 0) : 0,
    min: extreme(type === "counter" ? values : rows.map((row) => row.min), Math.min),
    max: extreme(type === "counter" ? values : rows.map((row) => row.max), Math.max),
    last: type === "counter" ? (values.at(-1) ?? null) : finite(lastRow?.last),
  };
}

const isSampled = (type: MetricType) => type === "histogram" || type === "summary";

const finite = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value;

function extreme(
  values: readonly (number | null)[],
  pick: (...values: number[]) => number,
): number | null {
  return finite(pick(...values.filter((value) => value !== null)));
}

const toChartSeries = (row: SeriesRow): ChartSeries => ({
  id: row.id,
  name: row.name,
  type: row.type,
  service: row.service ?? "",
  attributes: row.attributes,
  resourceAttributes: row.resource_attributes ?? "{}",
});

/** Of what is asked for the part since 1970 in which sums and differences of times stay 64-bit numbers. */
function boundsOf(query: ChartQuery): { readonly from: bigint; readonly to: bigint } {
  const from = bound(query.from, "from");
  const to = bound(query.to, "to");
  if (to <= from) throw wrong("`to` must be after `from`.");
  const within = (nanos: bigint) =>
    nanos < 0n ? 0n : nanos > lastTimeNanos ? lastTimeNanos : nanos;
  return { from: within(from), to: within(to - 1n) + 1n };
}

function bound(text: string, name: string): bigint {
  const nanos = parseTimeBound(text);
  if (nanos === undefined) throw wrong(`\`${name}\` must be a time: RFC 3339 or nanoseconds.`);
  return nanos;
}

const wrong = (message: string) => new RpcError({ kind: "query", message });
