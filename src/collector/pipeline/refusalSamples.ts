// Keeps the beginnings of the last payloads that could not be read, so that one can look at them. A flood of
// one kind neither costs much nor pushes the others out.

import type { Refusal } from "../../shared/contract/stats";

/** A KiB shows what a payload is; with the bounds below a receiver keeps 100 KiB at most. */
const sampleBytes = 1024;
const maxPerReason = 10;
const maxPerReceiver = 100;
/** Samples a receiver takes in a second: a flood of garbage must not cost a copy each. */
const maxPerSecond = 20;

interface Sample {
  readonly timeMs: number;
  readonly reason: string;
  readonly sizeBytes: number;
  readonly bytes: Buffer;
}

export class RefusalSamples {
  private readonly byReceiver = new Map<string, Ring>();

  keep(receiver: string, reason: string, payload: Uint8Array): void {
    let ring = this.byReceiver.get(receiver);
    if (ring === undefined) this.byReceiver.set(receiver, (ring = new Ring()));
    ring.keep(reason, payload);
  }

  /** Newest first; of one receiver, and for one reason, when named. */
  list(receiver?: string, reason?: string): Refusal[] {
    const chosen = [...this.byReceiver].filter(([id]) => receiver === undefined || id === receiver);
    return chosen
      .flatMap(([id, ring]) => ring.samples.map((sample) => toRefusal(id, sample)))
      .filter((refusal) => reason === undefined || refusal.reason === reason)
      .reverse()
      .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
  }
}

class Ring {
  readonly samples: Sample[] = [];
  private second = 0;
  private keptInSecond = 0;

  keep(reason: string, payload: Uint8Array): void {
    const timeMs = Date.now();
    const second = Math.floor(timeMs / 1000);
    if (second !== this.second) this.keptInSecond = 0;
    this.second = second;
    if (++this.keptInSecond > maxPerSecond) return;
    // A copy: a view would hold all of the payload's memory.
    const bytes = Buffer.from(payload.subarray(0, sampleBytes));
    this.samples.push({ timeMs, reason, sizeBytes: payload.byteLength, bytes });
    const ofReason = this.samples.filter((sample) => sample.reason === reason);
    if (ofReason.length > maxPerReason) {
      this.samples.splice(
        this.samples.findIndex((sample) => sample.reason === reason),
        1,
      );
    } else if (this.samples.length > maxPerReceiver) this.samples.shift();
  }
}

function toRefusal(receiver: string, { timeMs, reason, sizeBytes, bytes }: Sample): Refusal {
  const text = textOf(bytes);
  return {
    time: new Date(timeMs).toISOString(),
    receiver,
    reason,
    sizeBytes,
    sample: text ?? bytes.toString("hex"),
    isText: text !== undefined,
    base64: bytes.toString("base64"),
  };
}

/** Undefined where more than a tenth is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  let strange = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13)) strange++;
  }
  return strange * 10 > text.length ? undefined : text;
}
