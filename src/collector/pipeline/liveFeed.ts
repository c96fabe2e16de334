// Live tails: what was committed, filtered by each subscriber's query, in batches it can keep up with.

import type { AnyRecordJson } from "../../shared/contract/json";
import type { TailBatch } from "../../shared/contract/tail";
import type { IsTime } from "../../shared/query/effort";
import type { LiveTest } from "../../shared/query/predicate";
import type { Signal } from "../../shared/record";
import type { Batch } from "./batch";
import { type AnyRecord, type Missed, TailBacklog } from "./tailBacklog";

/** A panel draws at most so often (20 a second); more would only be work for the editor. */
const batchIntervalMs = 50;
/** Panels of a few windows and some command lines. */
export const maxSubscriptions = 100;
/**
 * All tails together look at records for so long, and what they did not get to waits as long again: whatever they are
 * asked for, others have the thread at once and half of it.
 */
const sliceMs = 10;
/** A store that cannot count now is asked again. */
const countAgainMs = 1000;

export interface TailRequest {
  readonly subscription: number;
  readonly signal: Signal;
  readonly test: LiveTest;
  readonly maxRows: number;
  /** Matches among stored records, both ends included: of those that the tail could not look at in time. */
  readonly countStored: (fromSeq: number, toSeq: number, abort: AbortSignal) => Promise<number>;
  /** False when the receiver is behind: rows are then spared, and stay in the store. */
  readonly canSend: () => boolean;
  readonly send: (batch: TailBatch) => void;
}

export class LiveFeed {
  private readonly tails = new Map<number, Tail>();
  private nextSubscription = 1;
  private timer: NodeJS.Timeout | undefined;
  private sliceEndMs = 0;

  constructor(
    private readonly toJson: (signal: Signal, record: AnyRecord) => AnyRecordJson,
    private readonly nowMs = () => performance.now(),
  ) {}

  /** The subscription's number; undefined past the bound. */
  subscribe(request: Omit<TailRequest, "subscription">): number | undefined {
    if (this.tails.size >= maxSubscriptions) return undefined;
    const subscription = this.nextSubscription++;
    this.tails.set(subscription, new Tail({ ...request, subscription }, this.toJson, this.isTime));
    return subscription;
  }

  unsubscribe(subscription: number): void {
    this.tails.get(subscription)?.dispose();
    this.tails.delete(subscription);
  }

  publish(batch: Batch): void {
    for (const tail of this.tails.values()) tail.take(batch);
    if (this.timer === undefined) this.look();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of [...this.tails.keys()]) this.unsubscribe(subscription);
  }

  private readonly isTime = () => this.nowMs() >= this.sliceEndMs;

  private look(): void {
    this.timer = undefined;
    this.sliceEndMs = this.nowMs() + sliceMs;
    for (const [subscription, tail] of this.tails) {
      if (tail.look()) continue;
      // Who has used up the slice comes last in the next one.
      this.tails.delete(subscription);
      this.tails.set(subscription, tail);
      this.timer = setTimeout(() => this.look(), sliceMs);
      return;
    }
  }
}

class Tail {
  private readonly backlog: TailBacklog;
  private readonly ended = new AbortController();
  private kept: AnyRecord[] = [];
  /** Matches that were not told yet: up to the last gap, and since. */
  private matched = 0;
  private matchedSince = 0;
  /** Matches in what was missed are counted by the store; nothing is told before that, so that rows stay in order. */
  private readonly gaps: Missed[] = [];
  private isCounting = false;
  private lastSeq = 0;
  private timer: NodeJS.Timeout | undefined;
  private lastSentMs = 0;

  constructor(
    private readonly request: TailRequest,
    private readonly toJson: (signal: Signal, record: AnyRecord) => AnyRecordJson,
    isTime: IsTime,
  ) {
    this.backlog = new TailBacklog(request.test, isTime);
  }

  take(batch: Batch): void {
    const missed = this.backlog.add(recordsOf(batch, this.request.signal));
    if (missed !== undefined) this.miss(missed);
  }

  /** False when it was time before all was looked at. */
  look(): boolean {
    const isDone = this.backlog.look(this.onMatch);
    this.lastSeq = Math.max(this.lastSeq, this.backlog.lookedUpTo);
    const { maxRows } = this.request;
    if (this.kept.length > maxRows) this.kept = this.kept.slice(-maxRows);
    this.sendSoon();
    return isDone;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.ended.abort();
  }

  private readonly onMatch = (record: AnyRecord): void => {
    this.matchedSince++;
    this.kept.push(record);
  };

  private miss({ fromSeq, toSeq }: Missed): void {
    // Rows are told without gaps; matches between two that wait to be counted are counted with them.
    this.kept = [];
    const last = this.isCounting ? this.gaps[1] : undefined;
    if (last === undefined) {
      this.matched += this.matchedSince;
      this.gaps.push({ fromSeq, toSeq });
    } else this.gaps[1] = { fromSeq: last.fromSeq, toSeq };
    this.matchedSince = 0;
    this.lastSeq = toSeq;
    if (!this.isCounting) void this.count();
  }

  private async count(): Promise<void> {
    this.isCounting = true;
    for (let [gap] = this.gaps; gap !== undefined; [gap] = this.gaps) {
      try {
        const { countStored } = this.request;
        this.matched += await countStored(gap.fromSeq, gap.toSeq, this.ended.signal);
        this.gaps.shift();
      } catch {
        // The store says itself what is wrong with it.
        if (this.ended.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, countAgainMs));
      }
    }
    this.isCounting = false;
    this.sendSoon();
  }

  private sendSoon(): void {
    if (this.matched + this.matchedSince === 0 || this.timer !== undefined) return;
    if (this.isCounting || this.ended.signal.aborted) return;
    // The first row after a pause goes at once; the next ones gather.
    const wait = Math.max(0, this.lastSentMs + batchIntervalMs - performance.now());
    this.timer = setTimeout(() => this.send(), wait);
  }

  private send(): void {
    this.timer = undefined;
    if (this.isCounting) return;
    this.lastSentMs = performance.now();
    const { subscription, signal } = this.request;
    if (!this.request.canSend()) {
      this.timer = setTimeout(() => this.send(), batchIntervalMs);
      return;
    }
    const rows = this.kept.map((record) => this.toJson(signal, record));
    const matched = this.matched + this.matchedSince;
    const { lastSeq } = this;
    this.kept = [];
    this.matched = 0;
    this.matchedSince = 0;
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
