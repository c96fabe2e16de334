// How many records retention has deleted, by reason and signal.

import type { Signal } from "../../shared/record";

export type Counts = Record<Signal, number>;
export interface Evicted {
  readonly size: Counts;
  readonly age: Counts;
}

/** What an upkeep leaves. */
export interface Retained {
  /** Since it was last told. */
  readonly evicted: Evicted;
  /** The oldest record that is left, 0 when there is none; left out when nothing was deleted. */
  readonly firstSeq?: number;
}

export const noCounts = (): Counts => ({ logs: 0, spans: 0, metrics: 0 });
export const noEvictions = (): Evicted => ({ size: noCounts(), age: noCounts() });

export function addCounts(sum: Counts, more: Readonly<Counts>): void {
  sum.logs += more.logs;
  sum.spans += more.spans;
  sum.metrics += more.metrics;
}

export const totalOf = ({ logs, spans, metrics }: Readonly<Counts>) => logs + spans + metrics;
