// Bytes of one stream, cut anywhere → its lines. A line without end costs no more memory than the limit.

import { StringDecoder } from "node:string_decoder";

/** Longest line that is kept (UTF-16 units): what a stack trace or a dumped object needs, with room. */
export const maxLineLength = 256 * 1024;

/** Gets a line without its end, invalid UTF-8 as U+FFFD, and how many characters behind the limit were cut off. */
export type OnLine = (text: string, skipped: number) => void;

export class LineSplitter {
  private decoder: { write(bytes: Uint8Array): string; end(): string } | undefined;
  private pending = "";
  private skipped = 0;

  /** Is the beginning of a line waiting for its end? */
  get hasPartial(): boolean {
    return this.pending !== "" || this.skipped > 0;
  }

  push(bytes: Uint8Array, onLine: OnLine): void {
    if (bytes.length === 0) return;
    this.decoder ??= decoderFor(bytes);
    this.split(this.decoder.write(bytes), onLine);
  }

  /** Gives the partial line, as at the end of the stream; bytes may follow all the same. */
  flush(onLine: OnLine): void {
    // Of a character that was cut off its first bytes are kept, as U+FFFD.
    if (this.decoder !== undefined) this.split(this.decoder.end(), onLine);
    if (this.hasPartial) this.give("", onLine);
  }

  private split(text: string, onLine: OnLine): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      if (this.hasPartial || end - start > maxLineLength) this.give(text.slice(start, end), onLine);
      else onLine(withoutReturn(text.slice(start, end)), 0);
      start = end + 1;
    }
    if (start < text.length) this.hold(text.slice(start));
  }

  private hold(text: string): void {
    const room = maxLineLength - this.pending.length;
    if (text.length > room) this.skipped += text.length - room;
    this.pending += text.length > room ? text.slice(0, room) : text;
  }

  private give(rest: string, onLine: OnLine): void {
    this.hold(rest);
    const { pending, skipped } = this;
    this.pending = "";
    this.skipped = 0;
    onLine(withoutReturn(pending), skipped);
  }
}

function withoutReturn(text: string): string {
  return text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text;
}

/** UTF-8, unless the stream begins with the mark of UTF-16. */
function decoderFor(bytes: Uint8Array): { write(bytes: Uint8Array): string; end(): string } {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isLittle && !(bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const decoder = new StringDecoder("utf8");
    let isFirst = true;
    return {
      write: (chunk) => {
        const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        if (!isFirst || text === "") return text;
        isFirst = false;
        return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
      },
      end: () => decoder.end(),
    };
  }
  const decoder = new TextDecoder(isLittle ? "utf-16le" : "utf-16be");
  return {
    write: (chunk) => decoder.decode(chunk, { stream: true }),
    // Half a unit is waited for: without it all that follows would be shifted by a byte.
    end: () => "",
  };
}
