// Spans by their ids. Nearly always one span has an id; those that share one are kept in the order they came.

import type { SpanItem } from "./spanItem";

export class SpanIds {
  private readonly byTrace = new Map<string, Map<string, SpanItem>>();
  /** By the first span with an id, all with it. */
  private readonly shared = new Map<SpanItem, SpanItem[]>();

  /** False when another span came earlier with the same id. */
  add(item: SpanItem): boolean {
    const { spanId, traceId = "" } = item.span;
    if (spanId === undefined) return true;
    let ids = this.byTrace.get(traceId);
    if (ids === undefined) this.byTrace.set(traceId, (ids = new Map<string, SpanItem>()));
    const first = ids.get(spanId);
    if (first === undefined) {
      ids.set(spanId, item);
      return true;
    }
    const same = this.shared.get(first);
    if (same === undefined) this.shared.set(first, [first, item]);
    else same.push(item);
    return false;
  }

  /** The span a record with these ids belongs to; of several the one of the same service. */
  find(traceId: string, spanId: string, service: string): SpanItem | undefined {
    const first = this.byTrace.get(traceId)?.get(spanId);
    if (first === undefined || first.service === service || this.shared.size === 0) return first;
    return this.shared.get(first)?.find((item) => item.service === service) ?? first;
  }

  /** All with the id of this one, itself among them; none where no other has it. */
  sharing({ span }: SpanItem): readonly SpanItem[] {
    const first = this.byTrace.get(span.traceId ?? "")?.get(span.spanId ?? "");
    return first === undefined ? [] : (this.shared.get(first) ?? []);
  }
}
