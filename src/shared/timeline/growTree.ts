// Spans, logs and events become one tree of drafts: what belongs to a span stands among its child
// spans by time, orphans under a row for the parent that is missing.

import type { LogJson, SpanEventJson, SpanJson } from "../contract/json";
import { addToGroup } from "../groups";
import { type Draft, sortByStart } from "./drafts";
import { foldRepeats } from "./fold";
import type { Dot, Interval } from "./model";
import type { LogItem, LogPlace } from "./placeLogs";
import type { SpanItem } from "./spanItem";
import type { SpanForest } from "./spanTree";
import type { CriticalPath } from "./timeShares";

export interface Ingredients {
  readonly forest: SpanForest;
  readonly logs: readonly LogItem[];
  readonly places: ReadonlyMap<LogItem, LogPlace>;
  readonly path: CriticalPath;
  /** Own time of each span, by its index. */
  readonly own: Float64Array;
  /** What becomes offset 0. */
  readonly startNanos: number;
  /** Of an event's time, by the clock of its span. */
  readonly offsetOf: (time: string, span: SpanJson) => number;
}

export function growTree(from: Ingredients): readonly Draft[] {
  const logsOf = new Map<SpanItem, { item: LogItem; isByTime: boolean }[]>();
  const byService = new Map<string, LogItem[]>();
  const top: Draft[] = [];
  for (const item of from.logs) {
    const place = from.places.get(item) ?? { kind: "top" };
    if (place.kind === "span") {
      addToGroup(logsOf, place.span, { item, isByTime: place.isByTime });
    } else if (place.kind === "service") {
      addToGroup(byService, item.service, item);
    } else {
      top.push(logDraft(item, from.startNanos, true));
    }
  }
  const { parentsFirst } = from.forest;
  const drafts: Draft[] = [];
  drafts.length = parentsFirst.length;
  for (let i = parentsFirst.length - 1; i >= 0; i--) {
    const item = parentsFirst[i];
    if (item === undefined) continue;
    const logs = logsOf.get(item) ?? none;
    const { events } = item.span;
    const details =
      logs.length + events.length === 0
        ? none
        : [
            ...logs.map((log) => logDraft(log.item, from.startNanos, log.isByTime)),
            ...events.map((event, index) => eventDraft(event, index, item, from)),
          ];
    drafts[item.index] = spanDraft(item, details, draftsOf(item.children, drafts), from);
  }
  for (const [service, logs] of byService) top.push(serviceDraft(service, logs, from.startNanos));
  top.push(...rootDrafts(from.forest.roots, drafts));
  return foldRepeats(sortByStart(top), "");
}

/** Most spans have no children, no logs, no events and no part of the critical path. */
const none: readonly never[] = [];

function draftsOf(items: readonly SpanItem[], drafts: readonly Draft[]): readonly Draft[] {
  if (items.length === 0) return none;
  const found: Draft[] = [];
  for (const { index } of items) {
    const draft = drafts[index];
    if (draft !== undefined) found.push(draft);
  }
  return found;
}

function rootDrafts(roots: readonly SpanItem[], drafts: readonly Draft[]): Draft[] {
  const orphans = new Map<string, SpanItem[]>();
  const top: SpanItem[] = [];
  for (const root of roots) {
    if (root.missingParent === "") top.push(root);
    else addToGroup(orphans, `${root.span.traceId ?? ""}/${root.missingParent}`, root);
  }
  return [
    ...draftsOf(top, drafts),
    ...[...orphans].map(([key, group]) => missingDraft(key, group, draftsOf(group, drafts))),
  ];
}

function spanDraft(
  item: SpanItem,
  details: readonly Draft[],
  spans: readonly Draft[],
  { path, own, startNanos }: Ingredients,
): Draft {
  const key = recordKey(item.span);
  const { index } = item;
  const onPath = path[index];
  const shift = ({ startNanos: from, endNanos: to }: Interval) => ({
    startNanos: from - startNanos,
    endNanos: to - startNanos,
  });
  return {
    node: {
      index: 0,
      next: 0,
      parent: -1,
      depth: 0,
      hasErrorInside: false,
      kind: "span",
      key,
      service: item.service,
      startNanos: item.startNanos - startNanos,
      endNanos: item.endNanos - startNanos,
      isError: item.span.status === "error",
      span: item.span,
      selfNanos: own[index] ?? 0,
      criticalPath: onPath === undefined ? none : onPath.map(shift),
      marks: item.marks,
      dots: details.length === 0 ? none : details.map(dotOf),
    },
    // Spans ascend already.
    children: foldRepeats(details.length === 0 ? spans : sortByStart([...details, ...spans]), key),
  };
}

function logDraft(item: LogItem, startNanos: number, isPlacedByTime: boolean): Draft {
  const at = item.startNanos - startNanos;
  return {
    node: {
      index: 0,
      next: 0,
      parent: -1,
      depth: 0,
      hasErrorInside: false,
      kind: "log",
      key: recordKey(item.log),
      service: item.service,
      startNanos: at,
      endNanos: at,
      isError: (item.log.severityNumber ?? 0) >= 17,
      log: item.log,
      isPlacedByTime,
    },
    children: [],
  };
}

function eventDraft(event: SpanEventJson, index: number, item: SpanItem, from: Ingredients): Draft {
  // An event before the start of everything would lie outside the picture: it stands at its edge.
  const at = Math.max(0, from.offsetOf(event.time, item.span) - from.startNanos);
  const isException = event.name === "exception";
  return {
    node: {
      index: 0,
      next: 0,
      parent: -1,
      depth: 0,
      hasErrorInside: false,
      kind: "event",
      key: `${recordKey(item.span)}/${index}`,
      service: item.service,
      startNanos: at,
      endNanos: at,
      isError: isException,
      event,
      span: item.span,
      isException,
    },
    children: [],
  };
}

function dotOf({ node }: Draft): Dot {
  const severityNumber =
    node.kind === "log" ? (node.log.severityNumber ?? 0) : node.isError ? 17 : 0;
  return { offsetNanos: node.startNanos, severityNumber };
}

function missingDraft(key: string, group: readonly SpanItem[], children: readonly Draft[]): Draft {
  const [first] = group;
  const extent = extentOf(children);
  return {
    node: {
      index: 0,
      next: 0,
      parent: -1,
      depth: 0,
      hasErrorInside: false,
      kind: "missing",
      key: `missing:${key}`,
      service: "",
      startNanos: extent.startNanos,
      endNanos: extent.endNanos,
      isError: false,
      traceId: first?.span.traceId ?? "",
      spanId: first?.missingParent ?? "",
    },
    children: foldRepeats(sortByStart([...children]), key),
  };
}

function serviceDraft(service: string, logs: readonly LogItem[], startNanos: number): Draft {
  const children = sortByStart(logs.map((item) => logDraft(item, startNanos, true)));
  const extent = extentOf(children);
  return {
    node: {
      index: 0,
      next: 0,
      parent: -1,
      depth: 0,
      hasErrorInside: false,
      kind: "service",
      key: `service:${service}`,
      service,
      startNanos: extent.startNanos,
      endNanos: extent.endNanos,
      isError: false,
      logCount: logs.length,
      dots: children.map(dotOf),
    },
    children,
  };
}

function extentOf(drafts: readonly Draft[]): Interval {
  let startNanos = Infinity;
  let endNanos = -Infinity;
  for (const { node } of drafts) {
    startNanos = Math.min(startNanos, node.startNanos);
    endNanos = Math.max(endNanos, node.endNanos);
  }
  return { startNanos, endNanos };
}

const recordKey = (record: SpanJson | LogJson) => `seq:${record.seq}`;
