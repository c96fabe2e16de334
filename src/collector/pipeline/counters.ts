// Every loss and refusal, and all that is left out on purpose, is counted by receiver and reason, and every
// count reaches the user (Stats).

import type { Refusal } from "../../shared/contract/stats";
import { RefusalSamples } from "./refusalSamples";

/** Distinct reasons a receiver may have; a bug that builds reasons from input must not grow without end. */
const maxReasons = 100;

export class ReceiverCounters {
  received = 0;
  stored = 0;
  lastTimeMs = 0;
  readonly dropped = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly leftOut = new Map<string, number>();
}

export class Counters {
  private readonly byReceiver = new Map<string, ReceiverCounters>();
  private readonly samples = new RefusalSamples();

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
    if (payload !== undefined) this.samples.keep(receiver, reason, payload);
  }

  /** Not kept on purpose, and nobody's loss: "heartbeat", "duplicate", "client-telemetry", … */
  leftOut(receiver: string, reason: string, records = 1): void {
    add(this.of(receiver).leftOut, reason, records);
  }

  refusals(receiver?: string, reason?: string): Refusal[] {
    return this.samples.list(receiver, reason);
  }
}

function add(counts: Map<string, number>, reason: string, n: number): void {
  const key = counts.has(reason) || counts.size < maxReasons ? reason : "other";
  counts.set(key, (counts.get(key) ?? 0) + n);
}
