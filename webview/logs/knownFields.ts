// The fields that records have, whatever is filtered for just now: what completion offers. A half-typed word
// filters the rows, too, and must not take its own completion away.

import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { FieldInfo } from "../../src/shared/contract/fields";
import type { Client } from "../../src/shared/contract/rpc";

/** Of so many rows the collector tells in a tenth of a second; a field of older ones is known by the result's. */
const newest = 50_000;
/** An app that writes a new field is asked about as soon as somebody types on. */
const freshMs = 5_000;

export type KnownField = Pick<FieldInfo, "name" | "count" | "total">;

export class KnownFields {
  private known: Promise<readonly KnownField[]> = Promise.resolve([]);
  private askedMs = -Infinity;

  constructor(
    private readonly collector: Pick<Client<CollectorApi>, "fields">,
    private readonly nowMs: () => number,
  ) {}

  /** The most frequent first; what was known before where the collector gives no answer. */
  list(): Promise<readonly KnownField[]> {
    if (this.nowMs() - this.askedMs < freshMs) return this.known;
    this.askedMs = this.nowMs();
    const before = this.known;
    const asked = this.collector.fields({ signal: "logs", query: "", topValues: 0, newest });
    this.known = asked.then(
      (fields) => [...fields].sort((a, b) => b.count / b.total - a.count / a.total),
      () => before,
    );
    return this.known;
  }
}
