// A span while its request is laid out.

import type { SpanJson } from "../contract/json";
import type { SpanMark } from "./model";
import type { ServiceClock } from "./serviceClocks";

/** A span with its place in the forest; times are offsets of a RequestClock, later corrected. */
export interface SpanItem {
  /** Among all, in the order given: what is found out of each span is kept in lists. */
  readonly index: number;
  readonly span: SpanJson;
  readonly service: string;
  readonly clock: ServiceClock;
  startNanos: number;
  endNanos: number;
  /** When it is believed to have worked: its start and end, unless these are far from all others. */
  workedFromNanos: number;
  workedUntilNanos: number;
  parent: SpanItem | undefined;
  /** Id of the parent that is not here; "" otherwise. */
  missingParent: string;
  readonly children: SpanItem[];
  readonly marks: SpanMark[];
}

/** Earlier first; at the same time the order given. Sorts in place, where it has to. */
export function sortByTime(items: SpanItem[]): void {
  for (let i = 1; i < items.length; i++) {
    if ((items[i - 1]?.startNanos ?? 0) <= (items[i]?.startNanos ?? 0)) continue;
    items.sort((a, b) => a.startNanos - b.startNanos);
    return;
  }
}
