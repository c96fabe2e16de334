// Live tails: what was committed, filtered by each subscriber's query, in batches it can keep up with.

import type { AnyRecordJson } from "../../shared/contract/json";
import type { TailBatch } from "../../shared/contract/tail";
import type { LogRecord, MetricPoint, Signal, SpanRecord } from "../../shared/record";
import type { Batch } from "./batch";

/** A panel draws at most so often (20 a second); more would only be work for the editor. */
const batchIntervalMs = 50;
/** Panels of a few windows and some command lines. */
export const maxSubscriptions = 100;

export type AnyRecord = LogRecord | SpanRecord | MetricPoint;

export interface TailRequest {
  readonly subscription: number;
  readonly signal: Signal;
  readonly matches: (record: AnyRecord) => boolean;
  readonly maxRows: number;
  /** False when the receiver is behind: rows are then spared, and stay in the store. */
  readonly canSend: () => boolean;
  readonly send: (batch: TailBatch) => void;
}

export class LiveFeed {
  private readonly tails = new Map<number, Tail>();
  private nextSubscription = 1;

  constructor(private readonly toJson: (signal: Signal, record: AnyRecord) => AnyRecordJson) {}

  /** The subscription's number; undefined past the bound. */
  subscribe(request: Omit<TailRequest, "subscription">): number | undefined {
    if (this.tails.size >= maxSubscriptions) return undefined;
    const subscription = this.nextSubscription++;
    this.tails.set(subscription, new Tail({ ...request, subscription }, this.toJson));
    return subscription;
  }

  unsubscribe(subscription: number): void {
    this.tails.get(subscription)?.dispose();
    this.tails.delete(subscription);
  }

  publish(batch: Batch): void {
    for (const tail of this.tails.values()) tail.take(batch);
  }

  dispose(): void {
    for (const subscription of [...this.tails.keys()]) this.unsubscribe(subscription);
  }
}

class Tail {
  private kept: AnyRecord[] = [];
  private matched = 0;
  private lastSeq = 0;
  private timer: NodeJS.Timeout | undefined;
  private lastSentMs = 0;

  constructor(
    private readonly request: TailRequest,
    private readonly toJson: (signal: Signal, record: AnyRecord) => AnyRecordJson,
  ) {}

  take(batch: Batch): void {
    const records = recordsOf(batch, this.request.signal);
    const { matches, maxRows } = this.request;
    let matched = 0;
    for (const record of records) {
      this.lastSeq = Math.max(this.lastSeq, record.seq);
      if (!matches(record)) continue;
      matched++;
      this.kept.push(record);
    }
    if (this.kept.length > maxRows) this.kept = this.kept.slice(-maxRows);
    this.matched += matched;
    if (matched === 0 || this.timer !== undefined) return;
    // The first row after a pause goes at once; the next ones gather.
    const wait = Math.max(0, this.lastSentMs + batchIntervalMs - performance.now());
    this.timer = setTimeout(() => this.send(), wait);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private send(): void {
    this.timer = undefined;
    this.lastSentMs = performance.now();
    const { subscription, signal } = this.request;
    if (!this.request.canSend()) {
      this.timer = setTimeout(() => this.send(), batchIntervalMs);
      return;
    }
    const rows = this.kept.map((record) => this.toJson(signal, record));
    const { matched, lastSeq } = this;
    this.kept = [];
    this.matched = 0;
    this.request.send({ subscription, rows, matched, spared: matched - rows.length, lastSeq });
  }
}

function recordsOf(batch: Batch, signal: Signal): readonly AnyRecord[] {
  switch (signal) {
    case "logs":
      return batch.logs;
    case "spans":
      return batch.spans;
    case "metrics":
      return batch.points;
  }
}
