// TimelineData (what the collector knows of a request) → TimelineModel (what a reader sees).
// Pure and total: any graph of spans and any times give a model that holds each record once.

import type { LogJson, SpanJson } from "../contract/json";
import type { TimelineData } from "../contract/requests";
import { RequestClock } from "./clock";
import { farNanos, timeOfMost } from "./timeOfMost";
import { growTree } from "./growTree";
import { metricsDuring } from "./metricsDuring";
import type { ServiceTime, Summary, TimelineModel, TimelineNode } from "./model";
import { flatten } from "./drafts";
import { type LogItem, placeLogs } from "./placeLogs";
import { clockOf, findSkews } from "./skew";
import { plantForest, type SpanItem } from "./spanTree";
import { criticalPath, selfNanos } from "./timeShares";

export function buildTimeline(data: TimelineData): TimelineModel {
  const clock = new RequestClock();
  const items = data.spans.map((span) => toItem(span, clock));
  const forest = plantForest(items);
  const { byClock, skews } = findSkews(forest);
  const shift = (record: SpanJson | LogJson) => byClock.get(clockOf(record)) ?? 0;
  for (const item of items) {
    const correction = shift(item.span);
    item.startNanos += correction;
    item.endNanos += correction;
  }
  const offset = (time: string, record: SpanJson | LogJson) =>
    finite(clock.offsetOf(time) + shift(record));
  const logs = data.logs.map<LogItem>((log) => ({
    log,
    service: log.service ?? "",
    startNanos: offset(log.time, log),
  }));
  const extent = timeOfMost(momentsOf(items, logs)) ?? { startNanos: 0, endNanos: 0 };
  const start = extent.startNanos;
  const own = new Map(items.map((item) => [item, selfNanos(item)] as const));
  const roots = growTree({
    forest,
    logs,
    places: placeLogs(logs, forest),
    path: criticalPath(forest.roots),
    own,
    startNanos: start,
    offsetOf: (time, span) => offset(time, span),
  });
  const nodes = flatten(roots);
  const { durationNanos, strayCount } = laidOut(nodes, extent.endNanos - start);
  const marked = (mark: SpanItem["marks"][number]) =>
    items.filter((item) => item.marks.includes(mark)).length;
  return {
    id: data.id,
    summary: {
      ...summarise(data, nodes),
      startTime: nodes.length === 0 ? "" : clock.timeOf(start),
      durationNanos,
    },
    nodes,
    services: serviceTimes(own, data.logs),
    skews: skews.filter(({ correctionNanos }) => Math.abs(correctionNanos) >= toldFromNanos),
    notices: {
      isCut: data.isCut,
      orphanCount: marked("orphan"),
      cycleCount: marked("cycle"),
      duplicateCount: marked("duplicate"),
      negativeDurationCount: marked("negative"),
      strayCount,
    },
    metrics: metricsDuring(data.points),
  };
}

/** A microsecond is below what clocks and rounding can tell; it is corrected without a word. */
const toldFromNanos = 1_000;

function toItem(span: SpanJson, clock: RequestClock): SpanItem {
  const startNanos = finite(clock.offsetOf(span.time));
  const duration = finite(Number(span.durationNanos));
  return {
    span,
    service: span.service ?? "",
    startNanos,
    endNanos: startNanos + Math.max(0, duration),
    parent: undefined,
    missingParent: "",
    children: [],
    marks: duration < 0 ? ["negative"] : [],
  };
}

const finite = (value: number) => (Number.isFinite(value) ? value : 0);

function momentsOf(items: readonly SpanItem[], logs: readonly LogItem[]): Float64Array {
  const moments = new Float64Array(2 * items.length + logs.length);
  let at = 0;
  for (const { startNanos, endNanos } of items) {
    moments[at++] = startNanos;
    moments[at++] = endNanos;
  }
  for (const { startNanos } of logs) moments[at++] = startNanos;
  return moments;
}

/** Events may come a little after everything else; what lies far from it stays outside the picture. */
function laidOut(nodes: readonly TimelineNode[], endNanos: number) {
  let durationNanos = endNanos;
  let strayCount = 0;
  for (const node of nodes) {
    if (node.kind !== "span" && node.kind !== "log" && node.kind !== "event") continue;
    const isStray = node.startNanos < 0 || node.endNanos > endNanos + farNanos;
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

function serviceTimes(own: ReadonlyMap<SpanItem, number>, logs: readonly LogJson[]): ServiceTime[] {
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
  for (const [item, nanos] of own) {
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
