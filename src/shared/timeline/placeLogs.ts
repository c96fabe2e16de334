// Where a log stands: under the span it names; else under the innermost span of its service that
// ran at that moment; else with the logs of its service, when that sends no spans; else at the top.

import type { LogJson } from "../contract/json";
import { addToGroup } from "../groups";
import type { SpanItem } from "./spanItem";
import type { SpanForest } from "./spanTree";

export interface LogItem {
  readonly log: LogJson;
  readonly service: string;
  /** Offset of a RequestClock, skew corrected. */
  readonly startNanos: number;
}

export type LogPlace =
  | { readonly kind: "span"; readonly span: SpanItem; readonly isByTime: boolean }
  | { readonly kind: "service" }
  | { readonly kind: "top" };

export function placeLogs(
  logs: readonly LogItem[],
  forest: SpanForest,
): ReadonlyMap<LogItem, LogPlace> {
  const places = new Map<LogItem, LogPlace>();
  const homeless: LogItem[] = [];
  for (const item of logs) {
    const span = spanNamedBy(item, forest);
    if (span === undefined) homeless.push(item);
    else places.set(item, { kind: "span", span, isByTime: false });
  }
  const spansOf = groupByService(forest.items);
  for (const [service, items] of groupByService(homeless)) {
    const spans = spansOf.get(service);
    if (spans === undefined) for (const item of items) places.set(item, { kind: "service" });
    else placeByTime(items, spans, places);
  }
  return places;
}

function spanNamedBy({ log, service }: LogItem, forest: SpanForest): SpanItem | undefined {
  if (log.spanId === undefined) return undefined;
  return forest.ids.find(log.traceId ?? "", log.spanId, service);
}

/** One sweep over both in time order: the latest started of the spans still running is the innermost. */
function placeByTime(
  logs: readonly LogItem[],
  spans: readonly SpanItem[],
  places: Map<LogItem, LogPlace>,
): void {
  const starts = [...spans].sort((a, b) => a.startNanos - b.startNanos);
  const running: SpanItem[] = [];
  let next = 0;
  for (const item of [...logs].sort((a, b) => a.startNanos - b.startNanos)) {
    for (let span = starts[next]; span !== undefined; span = starts[next]) {
      if (span.startNanos > item.startNanos) break;
      running.push(span);
      next++;
    }
    for (let top = running.at(-1); top !== undefined; top = running.at(-1)) {
      if (top.endNanos >= item.startNanos) break;
      running.pop();
    }
    const span = running.at(-1);
    places.set(item, span === undefined ? { kind: "top" } : { kind: "span", span, isByTime: true });
  }
}

function groupByService<Item extends { readonly service: string }>(
  items: readonly Item[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    addToGroup(groups, item.service, item);
  }
  return groups;
}
