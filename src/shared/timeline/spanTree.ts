// Who is whose parent, for any graph of spans that may arrive: duplicate ids, missing parents,
// cycles and traces joined only by a link all end in a forest that holds every span once.

import { SpanIds } from "./spanIds";
import type { SpanItem } from "./spanItem";

export interface SpanForest {
  /** In the order given. */
  readonly items: readonly SpanItem[];
  /** Spans without a parent here, orphans among them. */
  readonly roots: readonly SpanItem[];
  /** All of them, each behind its parent. */
  readonly parentsFirst: readonly SpanItem[];
  readonly ids: SpanIds;
}

/** Sets `parent`, `children`, `missingParent` and the marks of all items. */
export function plantForest(items: readonly SpanItem[]): SpanForest {
  const ids = new SpanIds();
  for (const item of items) if (!ids.add(item)) item.marks.push("duplicate");
  for (const item of items) setParent(item, ids);
  breakCycles(items);
  for (const item of items) item.parent?.children.push(item);
  const roots = items.filter((item) => item.parent === undefined);
  const parentsFirst = [...roots];
  for (const item of parentsFirst) for (const child of item.children) parentsFirst.push(child);
  return { items, roots, parentsFirst, ids };
}

function setParent(item: SpanItem, ids: SpanIds): void {
  const { span } = item;
  // Zipkin's shared span: the server's half has the id of the client's and belongs under it.
  if (span.kind === "server" && item.marks.includes("duplicate")) {
    item.parent = ids.sharing(item).find((other) => other !== item && other.span.kind === "client");
    if (item.parent !== undefined) return;
  }
  if (span.parentSpanId !== undefined && span.parentSpanId !== "") {
    item.parent = ids.find(span.traceId ?? "", span.parentSpanId, item.service);
    if (item.parent !== undefined) return;
    item.missingParent = span.parentSpanId;
    item.marks.push("orphan");
    return;
  }
  for (const link of span.links) {
    const linked = ids.find(link.traceId, link.spanId, item.service);
    if (linked === undefined || linked === item) continue;
    item.parent = linked;
    item.marks.push("linked");
    return;
  }
}

/** Walks up from each span once; where a walk meets itself, the earliest span of the loop is set free. */
function breakCycles(items: readonly SpanItem[]): void {
  const walkOf = new Int32Array(items.length).fill(-1);
  items.forEach((item, walk) => {
    let at: SpanItem | undefined = item;
    while (at !== undefined && walkOf[at.index] === -1) {
      walkOf[at.index] = walk;
      at = at.parent;
    }
    if (at === undefined || walkOf[at.index] !== walk) return;
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
