// TimelineData (what the collector knows of a request) → TimelineModel (what a reader sees).
// Pure and total: any graph of spans and any times give a model that holds each record once.

import type { LogJson, SpanJson } from "../contract/json";
import type { TimelineData } from "../contract/requests";
import { idCandidates } from "../ids";
import { RequestClock } from "./clock";
import { farNanos, timeOfMost } from "./timeOfMost";
import { growTree } from "./growTree";
import { CarriedIds } from "./carriedIds";
import { metricsDuring } from "./metricsDuring";
import type {
  Interval,
  ServiceTime,
  SpanMark,
  Summary,
  TimelineModel,
  TimelineNode,
} from "./model";
import { flatten } from "./drafts";
import { type LogItem, type LogPlace, placeLogs } from "./placeLogs";
import { ServiceClocks } from "./serviceClocks";
import { findSkews } from "./skew";
import { sortByTime, type SpanItem } from "./spanItem";
import { plantForest } from "./spanTree";
import { criticalPath, selfNanos } from "./timeShares";
import { isEndInDoubt, lastOf, markLateEnds, settleWork } from "./worked";

export function buildTimeline(data: TimelineData): TimelineModel {
  const clock = new RequestClock();
  // Times are exact near the first one read: not an odd one, which may be of a clock that was never set.
  clock.offsetOf(middleTime(data.spans) ?? middleTime(data.logs) ?? "");
  const clocks = new ServiceClocks();
  const items = data.spans.map((span, index) => toItem(span, index, clock, clocks));
  const forest = plantForest(items);
  const { byClock, skews } = findSkews(forest);
  const shift = (record: Pick<SpanJson, "service" | "resource">) =>
    byClock.size === 0 ? 0 : (byClock.get(clocks.of(record)) ?? 0);
  for (const item of items) {
    const correction = byClock.size === 0 ? 0 : (byClock.get(item.clock) ?? 0);
    item.startNanos += correction;
    item.endNanos += correction;
  }
  for (const { children } of items) sortByTime(children);
  const offset = (time: string, record: Pick<SpanJson, "service" | "resource">) =>
    finite(clock.offsetOf(time) + shift(record));
  const logs = data.logs.map<LogItem>((log) => ({
    log,
    service: log.service ?? "",
    startNanos: offset(log.time, log),
  }));
  const extent = timeOfMost(momentsOf(items, logs)) ?? { startNanos: 0, endNanos: 0 };
  const start = extent.startNanos;
  const late = markLateEnds(items, extent);
  const places = placeLogs(logs, forest);
  settleWork(forest, extent, (item) => momentsHeardOf(item, places, offset));
  const own = Float64Array.from(items, selfNanos);
  const roots = growTree({
    forest,
    logs,
    places,
    path: criticalPath(forest, extent),
    own,
    startNanos: start,
    offsetOf: offset,
  });
  const nodes = flatten(roots);
  const { durationNanos, strayCount } = laidOut(nodes, extent, late);
  const marks = countMarks(items);
  const indexes = data.points.length === 0 ? new Map<string, number>() : spanIndexes(nodes);
  return {
    id: data.id,
    summary: {
      ...summarise(data, nodes),
      startTime: nodes.length === 0 ? "" : clock.timeOf(start),
      durationNanos,
    },
    nodes,
    services: serviceTimes(items, own, data.logs),
    skews: skews.filter(({ correctionNanos }) => Math.abs(correctionNanos) >= toldFromNanos),
    notices: {
      isCut: data.isCut,
      orphanCount: marks.orphan,
      cycleCount: marks.cycle,
      duplicateCount: marks.duplicate,
      negativeDurationCount: marks.negative,
      strayCount,
      lateCount: marks.late,
    },
    metrics: metricsDuring(data.points, {
      ids: new CarriedIds({ ...data, spanIds: idCandidates(data.id).spanIds }),
      placeOf: (example, { service, resource = {} }) => {
        if (nodes.length === 0) return {};
        const span = { resource, ...(service === undefined ? {} : { service }) };
        const spanIndex = indexes.get(example.spanId ?? "");
        return {
          offsetNanos: offset(example.time, span) - start,
          ...(spanIndex === undefined ? {} : { spanIndex }),
        };
      },
    }),
  };
}

/** The first node of each span id; of a request without metrics nobody asks. */
function spanIndexes(nodes: readonly TimelineNode[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (const node of nodes) {
    if (node.kind !== "span" || node.span.spanId === undefined) continue;
    if (!indexes.has(node.span.spanId)) indexes.set(node.span.spanId, node.index);
  }
  return indexes;
}

/** The middle one of the first, the last and the one between them. */
function middleTime(records: readonly { readonly time: string }[]): string | undefined {
  const some = [records[0], records[records.length >> 1], records.at(-1)];
  return some.map((record) => record?.time ?? "").sort()[1] || undefined;
}

/** A microsecond is below what clocks and rounding can tell; it is corrected without a word. */
const toldFromNanos = 1_000;

function toItem(
  span: SpanJson,
  index: number,
  clock: RequestClock,
  clocks: ServiceClocks,
): SpanItem {
  const startNanos = finite(clock.offsetOf(span.time));
  const duration = finite(Number(span.durationNanos));
  const endNanos = startNanos + Math.max(0, duration);
  return {
    index,
    span,
    service: span.service ?? "",
    clock: clocks.of(span),
    startNanos,
    endNanos,
    workedFromNanos: startNanos,
    workedUntilNanos: endNanos,
    parent: undefined,
    missingParent: "",
    children: [],
    marks: duration < 0 ? ["negative"] : [],
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : 0);

/** All but ends in doubt. */
function momentsOf(items: readonly SpanItem[], logs: readonly LogItem[]): Float64Array {
  const moments = new Float64Array(2 * items.length + logs.length);
  let at = 0;
  for (const item of items) {
    moments[at++] = item.startNanos;
    if (!isEndInDoubt(item)) moments[at++] = item.endNanos;
  }
  for (const { startNanos } of logs) moments[at++] = startNanos;
  return moments.subarray(0, at);
}

function* momentsHeardOf(
  item: SpanItem,
  places: ReadonlyMap<LogItem, LogPlace>,
  offsetOf: (time: string, span: SpanJson) => number,
): Generator<number, void> {
  for (const { time } of item.span.events) yield offsetOf(time, item.span);
  for (const [{ startNanos }, place] of places) {
    if (place.kind === "span" && place.span === item && !place.isByTime) yield startNanos;
  }
}

function countMarks(items: readonly SpanItem[]): Record<SpanMark, number> {
  const counts = { orphan: 0, cycle: 0, duplicate: 0, linked: 0, negative: 0, late: 0 };
  for (const { marks } of items) for (const mark of marks) counts[mark]++;
  return counts;
}

/**
 * Events may come a little after everything else, and work whose end was in doubt may end so; what lies far
 * from it stays outside the picture.
 */
function laidOut(nodes: readonly TimelineNode[], extent: Interval, late: ReadonlySet<SpanJson>) {
  const last = extent.endNanos - extent.startNanos;
  const believed = lastOf({ startNanos: 0, endNanos: last });
  let durationNanos = last;
  let strayCount = 0;
  for (const node of nodes) {
    if (node.kind !== "span" && node.kind !== "log" && node.kind !== "event") continue;
    if (node.kind !== "log" && node.endNanos > believed && late.has(node.span)) continue;
    const isStray = node.startNanos < 0 || node.endNanos > last + farNanos;
    if (isStray) strayCount++;
    else durationNanos = Math.max(durationNanos, node.endNanos);
  }
  return { durationNanos, strayCount };
}

const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";
const isErrorLog = (log: LogJson) => (log.severityNumber ?? 0) >= 17;

function summarise(
  data: TimelineData,
  nodes: readonly TimelineNode[],
): Omit<Summary, "startTime" | "durationNanos"> {
  const root =
    nodes.find((node) => node.kind === "span" && node.parent === -1) ??
    nodes.find((node) => node.kind === "span");
  const firstLog = nodes.find((node) => node.kind === "log");
  const failedSpans = data.spans.filter((span) => span.status === "error").length;
  const errorCount = failedSpans + data.logs.filter(isErrorLog).length;
  return {
    name:
      root?.kind === "span"
        ? root.span.name
        : firstLog?.kind === "log"
          ? firstLine(firstLog.log.body)
          : "",
    isFailed: errorCount > 0,
    spanCount: data.spans.length,
    logCount: data.logs.length,
    errorCount,
    traceIds: data.traceIds,
    requestIds: data.requestIds,
  };
}

function serviceTimes(
  items: readonly SpanItem[],
  own: Float64Array,
  logs: readonly LogJson[],
): ServiceTime[] {
  const byService = new Map<string, Mutable<ServiceTime>>();
  const of = (service: string) => {
    let time = byService.get(service);
    if (time === undefined) {
      time = { service, selfNanos: 0, share: 0, spanCount: 0, logCount: 0, errorCount: 0 };
      byService.set(service, time);
    }
    return time;
  };
  let total = 0;
  for (const item of items) {
    const nanos = own[item.index] ?? 0;
    const time = of(item.service);
    time.selfNanos += nanos;
    time.spanCount++;
    if (item.span.status === "error") time.errorCount++;
    total += nanos;
  }
  for (const log of logs) {
    const time = of(log.service ?? "");
    time.logCount++;
    if (isErrorLog(log)) time.errorCount++;
  }
  for (const time of byService.values()) time.share = total === 0 ? 0 : time.selfNanos / total;
  return [...byService.values()].sort((a, b) => b.selfNanos - a.selfNanos);
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
