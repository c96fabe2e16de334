// Who is whose parent, for any graph of spans that may arrive: duplicate ids, missing parents,
// cycles and traces joined only by a link all end in a forest that holds every span once.

import type { SpanJson } from "../contract/json";
import type { SpanMark } from "./model";

/** A span with its place in the forest; times are offsets of a RequestClock, later corrected. */
export interface SpanItem {
  readonly span: SpanJson;
  readonly service: string;
  startNanos: number;
  endNanos: number;
  parent: SpanItem | undefined;
  /** Id of the parent that is not here; "" otherwise. */
  missingParent: string;
  readonly children: SpanItem[];
  readonly marks: SpanMark[];
}

export interface SpanForest {
  /** In the order given. */
  readonly items: readonly SpanItem[];
  /** Spans without a parent here, orphans among them. */
  readonly roots: readonly SpanItem[];
  /** The span a record with these ids belongs to; of duplicates the one of the same service. */
  find(traceId: string, spanId: string, service: string): SpanItem | undefined;
}

/** Sets `parent`, `children`, `missingParent` and the marks of all items. */
export function plantForest(items: readonly SpanItem[]): SpanForest {
  const byId = indexById(items);
  const find = (traceId: string, spanId: string, service: string) => {
    const same = byId.get(idKey(traceId, spanId));
    return same?.find((item) => item.service === service) ?? same?.[0];
  };
  for (const item of items) setParent(item, find, byId);
  breakCycles(items);
  for (const item of items) item.parent?.children.push(item);
  return { items, roots: items.filter((item) => item.parent === undefined), find };
}

export const idKey = (traceId: string, spanId: string) => `${traceId}/${spanId}`;

type Find = SpanForest["find"];

function indexById(items: readonly SpanItem[]): Map<string, SpanItem[]> {
  const byId = new Map<string, SpanItem[]>();
  for (const item of items) {
    if (item.span.spanId === undefined) continue;
    const key = idKey(item.span.traceId ?? "", item.span.spanId);
    const same = byId.get(key);
    if (same === undefined) byId.set(key, [item]);
    else {
      same.push(item);
      item.marks.push("duplicate");
    }
  }
  return byId;
}

function setParent(item: SpanItem, find: Find, byId: ReadonlyMap<string, SpanItem[]>): void {
  const { span } = item;
  const traceId = span.traceId ?? "";
  // Zipkin's shared span: the server's half has the id of the client's and belongs under it.
  if (span.kind === "server" && item.marks.includes("duplicate")) {
    const same = byId.get(idKey(traceId, span.spanId ?? ""));
    item.parent = same?.find((other) => other !== item && other.span.kind === "client");
    if (item.parent !== undefined) return;
  }
  if (span.parentSpanId !== undefined && span.parentSpanId !== "") {
    item.parent = find(traceId, span.parentSpanId, item.service);
    if (item.parent !== undefined) return;
    item.missingParent = span.parentSpanId;
    item.marks.push("orphan");
    return;
  }
  for (const link of span.links) {
    const linked = find(link.traceId, link.spanId, item.service);
    if (linked === undefined || linked === item) continue;
    item.parent = linked;
    item.marks.push("linked");
    return;
  }
}

/** Walks up from each span once; where a walk meets itself, the earliest span of the loop is set free. */
function breakCycles(items: readonly SpanItem[]): void {
  const walkOf = new Map<SpanItem, number>();
  items.forEach((item, walk) => {
    let at: SpanItem | undefined = item;
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, walk);
      at = at.parent;
    }
    if (at === undefined || walkOf.get(at) !== walk) return;
    let earliest = at;
    for (let next = at.parent; next !== undefined && next !== at; next = next.parent) {
      if (next.startNanos < earliest.startNanos) earliest = next;
    }
    earliest.parent = undefined;
    const linked = earliest.marks.indexOf("linked");
    if (linked >= 0) earliest.marks.splice(linked, 1);
    else earliest.marks.push("cycle");
  });
}
