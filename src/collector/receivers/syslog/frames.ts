// Syslog over TCP (RFC 6587). The first byte of a frame tells its form: a digit starts `LEN SP MSG`, all
// else goes to the next line feed or NUL, which CPython's SysLogHandler sends instead.

import { HeldBytes } from "../../pipeline/heldBytes";
import type { Framer } from "../../pipeline/tcpLoopback";

/** Longer messages are cut: the beginning is kept, the rest of the frame skipped. */
export const maxMessageBytes = 1024 * 1024;
/** Lines without a priority belong to the message before them, up to this size. */
const maxJoinedBytes = 256 * 1024;
/** So long a message waits for more of its lines. */
export const joinMs = 100;

export class SyslogFrames implements Framer {
  private readonly rest = new HeldBytes();
  /** What is being read: the chunk, behind what was held. */
  private held: Buffer = Buffer.alloc(0);
  /** Bytes of `held` that are known to hold no line end. */
  private scanned = 0;
  /** Bytes of a message that is too long, still to be skipped: of a counted one, or up to the line's end. */
  private skip: number | "line" = 0;
  /** A message that ended with a line feed, and may go on in the next line. */
  private open: Buffer | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly onMessage: (message: Buffer) => void,
    private readonly onCut: (beginning: Buffer) => void,
  ) {}

  get heldBytes(): number {
    return this.rest.length;
  }

  push(chunk: Buffer): boolean {
    this.held = this.rest.with(chunk);
    let from = 0;
    for (let next = this.next(from); next > from; next = this.next(from)) {
      from = next;
      this.scanned = 0;
    }
    this.rest.keep(this.held, from);
    return true;
  }

  end(): void {
    const last = this.rest.with(Buffer.alloc(0));
    if (last.length > 0 && this.skip === 0) this.line(last);
    this.rest.keep(last, last.length);
    this.flush();
  }

  /** Takes what starts at `from`; where the next begins, or `from` when more bytes are needed. */
  private next(from: number): number {
    const { held } = this;
    if (from >= held.length) return from;
    if (this.skip !== 0) return this.skipRest(from);
    const first = held[from] ?? 0;
    // Line feeds, NUL and spaces between frames; a message that goes on is indented by the latter.
    const isBlank = first === 0x20 || first === 0x09;
    if (isBlank ? this.open === undefined : first < 0x20) return from + 1;
    const counted = first >= 0x31 && first <= 0x39 ? lengthAt(held, from) : undefined;
    if (counted === "incomplete") return from;
    return counted === undefined ? this.nextLine(from) : this.nextCounted(from, counted);
  }

  private nextCounted(from: number, { start, length }: Counted): number {
    if (this.held.length < start + Math.min(length, maxMessageBytes)) return from;
    this.flush();
    if (length <= maxMessageBytes) {
      this.onMessage(this.held.subarray(start, start + length));
      return start + length;
    }
    const message = beginning(this.held, start);
    this.onCut(message);
    this.skip = length - message.length;
    this.onMessage(message);
    return start + message.length;
  }

  private nextLine(from: number): number {
    const { held } = this;
    const end = lineEnd(held, from + this.scanned);
    this.scanned = end - from;
    if (end - from > maxMessageBytes) {
      const message = beginning(held, from);
      this.onCut(message);
      this.line(message);
      this.skip = "line";
      return from + message.length;
    }
    if (end === held.length) return from;
    this.line(held.subarray(from, end));
    return end + 1;
  }

  private skipRest(from: number): number {
    const { held, skip } = this;
    if (skip !== "line") {
      const skipped = Math.min(skip, held.length - from);
      this.skip = skip - skipped;
      return from + skipped;
    }
    const end = lineEnd(held, from);
    if (end === held.length) return end;
    this.skip = 0;
    return end + 1;
  }

  private line(line: Buffer): void {
    const isContinued =
      this.open !== undefined &&
      line[0] !== 0x3c &&
      this.open.length + line.length < maxJoinedBytes;
    if (isContinued && this.open !== undefined) {
      this.open = Buffer.concat([this.open, Buffer.from("\n"), line]);
    } else {
      this.flush();
      if (line[0] !== 0x3c) {
        this.onMessage(line);
        return;
      }
      this.open = Buffer.from(line); // its bytes are overwritten by what comes
    }
    this.timer ??= setTimeout(() => this.flush(), joinMs);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { open } = this;
    this.open = undefined;
    if (open !== undefined) this.onMessage(open);
  }
}

/** Offset of the line feed or NUL that ends the line; the length when there is none yet. */
function lineEnd(bytes: Buffer, from: number): number {
  let end = from;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0) end++;
  return end;
}

/** What is kept of a message that is too long: whole characters, or all of it would not be UTF-8 any more. */
function beginning(bytes: Buffer, start: number): Buffer {
  let end = start + maxMessageBytes;
  for (let n = 0; n < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80; n++) end--;
  return bytes.subarray(start, end);
}

interface Counted {
  readonly start: number;
  readonly length: number;
}

/** `LEN SP <`; undefined when the digit starts text. */
function lengthAt(bytes: Buffer, from: number): Counted | "incomplete" | undefined {
  let length = 0;
  let at = from;
  for (; at < from + 8 && at < bytes.length; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  if (at - from > 7) return undefined;
  if (at + 1 >= bytes.length)
    return at >= bytes.length || bytes[at] === 0x20 ? "incomplete" : undefined;
  return bytes[at] === 0x20 && bytes[at + 1] === 0x3c ? { start: at + 1, length } : undefined;
}
