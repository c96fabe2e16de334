// What a decoder had to cut, leave out or mend, by reason, until the whole request is known to be good.

import type { Counters } from "../../pipeline/counters";

export type LossReason =
  | "attributes-dropped"
  | "attributes-cut"
  | "attributes-too-deep"
  | "bad-id"
  | "bad-record"
  | "body-cut"
  | "exemplars-dropped"
  | "invalid-utf8"
  | "metric-bad-buckets"
  | "metric-not-a-number"
  | "metric-out-of-order"
  | "metric-repeated"
  | "metric-stream-forgotten"
  | "metric-temporality-unspecified"
  | "negative-duration"
  | "profiles-not-kept"
  | "series-limit"
  | "span-parts-dropped"
  | "text-cut"
  | "time-out-of-range"
  | "too-many-blocks"
  | "too-many-records";

/** Told twice and kept once: nobody's loss. */
const onPurpose: ReadonlySet<LossReason> = new Set<LossReason>(["metric-repeated"]);

/** The intake counts it where it happens; here it is for the sender alone. */
const isCounted = (reason: LossReason) => reason === "series-limit";

export class Losses {
  private readonly counts = new Map<LossReason, number>();

  add(reason: LossReason, n = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + n);
  }

  of(reason: LossReason): number {
    return this.counts.get(reason) ?? 0;
  }

  get isEmpty(): boolean {
    return this.counts.size === 0;
  }

  /** "3 bad-record, 1 too-many-records", for the sender. */
  summary(): string {
    return [...this.counts]
      .filter(([reason]) => !onPurpose.has(reason))
      .map(([reason, n]) => `${n} ${reason}`)
      .join(", ");
  }

  reportTo(counters: Counters, receiver: string): void {
    for (const [reason, n] of this.counts) {
      if (isCounted(reason)) continue;
      if (onPurpose.has(reason)) counters.leftOut(receiver, reason, n);
      else counters.refused(receiver, reason, n);
    }
  }
}
