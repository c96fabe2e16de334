// GELF over TCP: JSON messages, each closed by a NUL byte. People who try it with netcat send line feeds
// instead: as long as a connection has shown no NUL, a line's end after whole messages counts as their end.

import type { Framer } from "../../pipeline/tcpLoopback";

/** Graylog's default. */
const maxFrameBytes = 2 * 1024 * 1024;

export class NulFrames implements Framer {
  private held: Buffer[] = [];
  private hasNul = false;
  private triedBytes = 0;
  heldBytes = 0;

  /**
   * `onMessage` gets a message without its end mark; `isWhole` says whether bytes are one or more of them.
   * `onTooLong` is called once, with the beginning of the message.
   */
  constructor(
    private readonly onMessage: (message: Buffer) => void,
    private readonly isWhole: (message: Buffer) => boolean,
    private readonly onTooLong: (beginning: Buffer) => void,
  ) {}

  push(chunk: Buffer): boolean {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      this.hasNul = true;
      this.hold(chunk.subarray(from, end));
      this.emit(this.take());
      from = end + 1;
    }
    this.hold(chunk.subarray(from));
    // Trying at each doubling alone keeps the work in proportion to the bytes.
    const isWorthATry = !this.hasNul && this.heldBytes >= 2 * this.triedBytes;
    if (isWorthATry && chunk.at(-1) === 0x0a && !this.takeWhole()) this.triedBytes = this.heldBytes;
    if (this.heldBytes <= maxFrameBytes) return true;
    this.onTooLong(this.take());
    return false;
  }

  end(): void {
    if (this.heldBytes > 0 && !this.takeWhole()) this.emit(this.take());
  }

  /** Takes what is held if it is whole messages. */
  private takeWhole(): boolean {
    const all = this.take();
    const isWhole = this.isWhole(all);
    if (isWhole) this.emit(all);
    else this.hold(all);
    return isWhole;
  }

  private hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.held.push(bytes);
    this.heldBytes += bytes.length;
  }

  private take(): Buffer {
    const [only] = this.held;
    const all = this.held.length === 1 && only !== undefined ? only : Buffer.concat(this.held);
    this.held = [];
    this.heldBytes = 0;
    this.triedBytes = 0;
    return all;
  }

  private emit(message: Buffer): void {
    if (message.length > maxFrameBytes) this.onTooLong(message);
    else if (message.some((byte) => byte > 0x20)) this.onMessage(message);
  }
}
