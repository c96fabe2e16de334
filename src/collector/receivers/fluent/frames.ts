// The stream of one connection → messages, in MessagePack or, when the first byte says so, in JSON. A message
// whose records have to wait for room holds the stream back.

import { HeldBytes } from "../../pipeline/heldBytes";
import type { Framer } from "../../pipeline/tcpLoopback";
import { JsonEnd } from "./jsonEnd";
import { MsgpackEnd } from "./msgpackEnd";

/** Fluentd's chunks have 8 MiB at most unless it is told otherwise. */
export const maxMessageBytes = 32 * 1024 * 1024;

export type FrameFault =
  "too-much-held" | "message-too-long" | "malformed" | "not-forward" | "tls" | "incomplete-message";

export interface FrameSink {
  /** A promise holds the stream back until it settles. `bytes` are valid until the call ends. */
  message(bytes: Buffer, isJson: boolean): Promise<void> | undefined;
  /** By how much what is held has changed; false when that is too much beside the other connections. */
  hold(bytes: number): boolean;
  /** A byte that says only that the peer is there. */
  heartbeat(): void;
  fault(reason: FrameFault, beginning: Uint8Array): void;
  /** Nothing more can be read of this peer. */
  close(): void;
}

export class FluentFrames implements Framer {
  private readonly held = new HeldBytes();
  private readonly msgpack = new MsgpackEnd();
  private readonly json = new JsonEnd();
  private isJson: boolean | undefined;
  private waiting: Promise<void> | undefined;
  private isBroken = false;
  private isEnded = false;

  constructor(private readonly sink: FrameSink) {}

  get heldBytes(): number {
    return this.held.length;
  }

  get isBusy(): boolean {
    return this.waiting !== undefined;
  }

  push(chunk: Buffer): boolean {
    if (this.isBroken) return false;
    const before = this.held.length;
    const bytes = this.held.with(chunk);
    const from = this.waiting === undefined ? this.readAll(bytes) : 0;
    this.held.keep(bytes, from);
    if (!this.sink.hold(this.held.length - before)) {
      this.fail("too-much-held", bytes.subarray(from));
    }
    if (!this.hasFault() && this.held.length > maxMessageBytes) {
      this.fail("message-too-long", bytes.subarray(from));
    }
    return !this.hasFault();
  }

  end(): void {
    this.isEnded = true;
    if (this.waiting === undefined) this.tellRest();
  }

  /** The bytes that are not read any more. */
  private release(): void {
    this.sink.hold(-this.held.length);
    this.held.keep(this.held.with(Buffer.alloc(0)), this.held.length);
  }

  private hasFault(): boolean {
    return this.isBroken;
  }

  private readAll(bytes: Buffer): number {
    let start = 0;
    while (start < bytes.length && !this.isBroken && this.waiting === undefined) {
      const first = bytes[start] ?? 0;
      this.isJson ??= first === 0x5b || first === 0x7b;
      const isHeartbeat = first === 0xc0;
      if (isHeartbeat) this.sink.heartbeat();
      // What stands between JSON values is nothing.
      if (isHeartbeat || (this.isJson && first <= 0x20)) {
        start++;
        continue;
      }
      const end = this.isJson ? this.json.find(bytes, start) : this.endOfValue(bytes, start, first);
      if (end === undefined) break;
      this.deliver(bytes.subarray(start, end), this.isJson);
      start = end;
    }
    return start;
  }

  private endOfValue(bytes: Buffer, start: number, first: number): number | undefined {
    // A bare integer is no message: this is another protocol, or we have lost the thread.
    if (first <= 0x7f || first >= 0xe0) {
      const isTls = first === 0x16 && bytes[start + 1] === 0x03;
      this.fail(isTls ? "tls" : "not-forward", bytes.subarray(start));
      return undefined;
    }
    const end = this.msgpack.find(bytes, start);
    if (end !== "malformed") return end;
    this.fail("malformed", bytes.subarray(start));
    return undefined;
  }

  private deliver(message: Buffer, isJson: boolean): void {
    const waiting = this.sink.message(message, isJson);
    if (waiting === undefined) return;
    this.waiting = waiting.finally(() => {
      this.waiting = undefined;
      if (!this.isBroken) this.push(Buffer.alloc(0));
      if (this.isEnded && !this.isBusy) this.tellRest();
    });
  }

  private tellRest(): void {
    if (this.held.length > 0 && !this.isBroken) {
      this.fail("incomplete-message", this.held.with(Buffer.alloc(0)));
    }
    this.release();
  }

  private fail(reason: FrameFault, beginning: Uint8Array): void {
    this.isBroken = true;
    this.sink.fault(reason, beginning);
    this.sink.close();
  }
}
