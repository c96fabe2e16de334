// Every loss and refusal is counted by receiver and reason, and every count reaches the user (Stats).

import type { Refusal } from "../../shared/contract/collectorApi";

/** Distinct reasons a receiver may have; a bug that builds reasons from input must not grow without end. */
const maxReasons = 100;
/** Samples of unreadable payloads kept for looking at; a KiB each. */
const maxRefusals = 200;
const sampleBytes = 1024;

export class ReceiverCounters {
  received = 0;
  stored = 0;
  lastTimeMs = 0;
  readonly dropped = new Map<string, number>();
  readonly refused = new Map<string, number>();
}

export class Counters {
  private readonly byReceiver = new Map<string, ReceiverCounters>();
  private readonly refusalRing: Refusal[] = [];
  private sampleBudget = 0;
  private sampleBudgetSecond = 0;

  of(receiver: string): ReceiverCounters {
    let counters = this.byReceiver.get(receiver);
    if (counters === undefined) {
      counters = new ReceiverCounters();
      this.byReceiver.set(receiver, counters);
    }
    return counters;
  }

  received(receiver: string, records: number): void {
    const counters = this.of(receiver);
    counters.received += records;
    counters.lastTimeMs = Date.now();
  }

  stored(receiver: string, records: number): void {
    this.of(receiver).stored += records;
  }

  /** Records lost: "queue-full", "buffer-overflow", … */
  dropped(receiver: string, reason: string, records = 1): void {
    add(this.of(receiver).dropped, reason, records);
  }

  /** Payloads or records turned away or kept shortened: "bad-protobuf", "line-truncated", … */
  refused(receiver: string, reason: string, records = 1, payload?: Uint8Array): void {
    add(this.of(receiver).refused, reason, records);
    if (payload !== undefined) this.keepSample(receiver, reason, payload);
  }

  refusals(receiver?: string): Refusal[] {
    const all =
      receiver === undefined
        ? this.refusalRing
        : this.refusalRing.filter((r) => r.receiver === receiver);
    return [...all].reverse();
  }

  private keepSample(receiver: string, reason: string, payload: Uint8Array): void {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.sampleBudgetSecond) {
      this.sampleBudgetSecond = second;
      this.sampleBudget = 20; // a flood of garbage must not cost a decode each
    }
    if (this.sampleBudget-- <= 0) return;
    this.refusalRing.push({
      time: new Date().toISOString(),
      receiver,
      reason,
      sizeBytes: payload.byteLength,
      sample: sampleOf(payload.subarray(0, sampleBytes)),
    });
    if (this.refusalRing.length > maxRefusals) this.refusalRing.shift();
  }
}

function add(counts: Map<string, number>, reason: string, n: number): void {
  const key = counts.has(reason) || counts.size < maxReasons ? reason : "other";
  counts.set(key, (counts.get(key) ?? 0) + n);
}

function sampleOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  let strange = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13)) strange++;
  }
  return strange * 10 > text.length ? Buffer.from(bytes).toString("hex") : text;
}
