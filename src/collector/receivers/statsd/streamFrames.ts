// statsd over a stream (TCP, Unix socket). Two framings share it: etsy's lines, and DogStatsD's
// `u32 little-endian length` + payload. A length below 64 KiB has two zero bytes, which text never has.

import { HeldBytes } from "../../pipeline/heldBytes";
import type { Framer } from "../../pipeline/tcpLoopback";

/** As large as a datagram; the agent's buffer is 8 KiB. */
export const maxPayloadBytes = 64 * 1024;
const headerBytes = 4;

export class StreamFrames implements Framer {
  private readonly rest = new HeldBytes();
  /** Told by the first four bytes. */
  mode: "lines" | "lengths" | undefined;
  /** Within a line that is too long and has been counted. */
  private isSkipping = false;

  /** `onPayload`: whole lines, as in a datagram. `onFault` gets the beginning of what cannot be taken. */
  constructor(
    private readonly onPayload: (payload: Buffer) => void,
    private readonly onFault: (
      reason: "line-too-long" | "incomplete-frame",
      beginning: Buffer,
    ) => void,
  ) {}

  get heldBytes(): number {
    return this.rest.length;
  }

  push(chunk: Buffer): boolean {
    const bytes = this.rest.with(chunk);
    if (this.mode === undefined && bytes.length >= headerBytes) {
      this.mode = bytes[2] === 0 && bytes[3] === 0 ? "lengths" : "lines";
    }
    const taken =
      this.mode === undefined ? 0 : this.mode === "lines" ? this.lines(bytes) : this.frames(bytes);
    this.rest.keep(bytes, taken ?? bytes.length);
    return taken !== undefined;
  }

  end(): void {
    const bytes = this.rest.with(Buffer.alloc(0));
    // A last line without a line feed is whole; a frame that breaks off is not.
    if (bytes.length > 0 && !this.isSkipping) {
      if (this.mode === "lengths") this.onFault("incomplete-frame", bytes);
      else this.onPayload(bytes);
    }
    this.rest.keep(bytes, bytes.length);
  }

  /** Bytes taken. */
  private lines(bytes: Buffer): number {
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end > 0) {
      const from = this.isSkipping ? bytes.indexOf(0x0a) + 1 : 0;
      this.isSkipping = false;
      if (end > from) this.onPayload(bytes.subarray(from, end));
    }
    if (this.isSkipping) return bytes.length;
    if (bytes.length - end <= maxPayloadBytes) return end;
    this.onFault("line-too-long", bytes.subarray(end));
    this.isSkipping = true;
    return bytes.length;
  }

  /** Bytes taken; undefined when a length is beyond what can be: then nothing after it can be trusted. */
  private frames(bytes: Buffer): number | undefined {
    let from = 0;
    while (bytes.length - from >= headerBytes) {
      const length = bytes.readUInt32LE(from);
      if (length > maxPayloadBytes) {
        this.onFault("line-too-long", bytes.subarray(from));
        return undefined;
      }
      const end = from + headerBytes + length;
      if (end > bytes.length) break;
      if (length > 0) this.onPayload(bytes.subarray(from + headerBytes, end));
      from = end;
    }
    return from;
  }
}
