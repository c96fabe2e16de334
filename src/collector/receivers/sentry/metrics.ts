// Metrics of Sentry's SDKs ("Trace Metrics"): single samples. Those of one request are put together by series, so
// that what is answered is what is stored.

import type { ExemplarJson } from "../../../shared/contract/json";
import type { MetricPoint, MetricType } from "../../../shared/record";
import { formatTime } from "../../../shared/time";
import { type Aggregate, newAggregate } from "../../pipeline/aggregate";
import type { RecordMaker } from "./recordMaker";
import { takeResource } from "./resource";
import { type Json, textOf } from "../../pipeline/jsonShapes";
import { attributesOf, idsOf, timeOf } from "./values";

/** Samples of a point that lead to their request. */
const maxExemplars = 10;
const types: Readonly<Record<string, MetricType>> = {
  counter: "counter",
  gauge: "gauge",
  distribution: "histogram",
};
/** Sentry's words → UCUM as OpenTelemetry writes it. */
const units: Readonly<Record<string, string>> = {
  none: "",
  nanosecond: "ns",
  microsecond: "us",
  millisecond: "ms",
  second: "s",
  minute: "min",
  hour: "h",
  byte: "By",
  kilobyte: "kBy",
  megabyte: "MBy",
  percent: "%",
  ratio: "1",
};

interface Gathered {
  readonly aggregate: Aggregate;
  readonly exemplars: ExemplarJson[];
  timeUnixNano: bigint;
}

/** A point a series; `onBad` is told of each item that is no sample. */
export function metricPoints(
  items: readonly Json[],
  make: RecordMaker,
  onBad: () => void,
): MetricPoint[] {
  const bySeries = new Map<number, Gathered>();
  for (const item of items) {
    const type = types[textOf(item.type)];
    if (type === undefined || !isSample(item)) {
      onBad();
      continue;
    }
    const aggregate = aggregateOf(item, type, make);
    if (aggregate === undefined) continue; // too many series, which the intake has counted
    const time = timeOf(item.timestamp) ?? make.context.now();
    let gathered = bySeries.get(aggregate.series.id);
    if (gathered === undefined) {
      gathered = { aggregate, exemplars: [], timeUnixNano: time };
      bySeries.set(aggregate.series.id, gathered);
    }
    const value = Number(item.value);
    gathered.aggregate.add(value, 1);
    if (time > gathered.timeUnixNano) gathered.timeUnixNano = time;
    const { traceId, spanId } = idsOf(item);
    if (traceId === "" || gathered.exemplars.length >= maxExemplars) continue;
    gathered.exemplars.push({ time: formatTime(time), value, traceId, spanId });
  }
  return [...bySeries.values()].flatMap(({ aggregate, exemplars, timeUnixNano }) => {
    const point = aggregate.take(timeUnixNano, 0n);
    // The running total is known to the SDK's process at most.
    return point ? [{ ...point, total: 0, exemplars: JSON.stringify(exemplars) }] : [];
  });
}

function isSample(item: Json): boolean {
  return textOf(item.name) !== "" && typeof item.value === "number" && Number.isFinite(item.value);
}

function aggregateOf(item: Json, type: MetricType, make: RecordMaker): Aggregate | undefined {
  const { intake } = make.context;
  const attributes = attributesOf(item.attributes);
  const resource = takeResource(attributes, make);
  const unit = textOf(item.unit);
  const series = intake.series({
    name: textOf(item.name).slice(0, maxNameLength),
    type,
    unit: units[unit] ?? unit.slice(0, maxNameLength),
    description: "",
    service: resource.service,
    attributes: JSON.stringify(attributes),
    resource,
    receiver: "sentry",
    run: resource.run,
  });
  return series && newAggregate(series);
}
const maxNameLength = 300;
