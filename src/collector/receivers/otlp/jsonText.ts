// Writes JSON text as bytes into one buffer that is used again for every record: one string is made at the
// end instead of one a value, and escaping costs one look at each byte.

const firstSizeBytes = 64 * 1024;
/** A buffer that a huge record has made is not kept past it. */
const keptBytes = 1024 * 1024;
const quote = 0x22;
const backslash = 0x5c;
const hexDigits = Buffer.from("0123456789abcdef");
/** The letter behind the backslash for control characters that have one (RFC 8259 §7); 0: \u00xx. */
const shortEscapes = new Uint8Array(32);
for (const [code, letter] of [
  [8, "b"],
  [9, "t"],
  [10, "n"],
  [12, "f"],
  [13, "r"],
] as const) {
  shortEscapes[code] = letter.charCodeAt(0);
}

export class JsonText {
  private out = Buffer.allocUnsafe(firstSizeBytes);
  length = 0;
  private hasNonAscii = false;

  reset(): void {
    this.length = 0;
    this.hasNonAscii = false;
    if (this.out.length > keptBytes) this.out = Buffer.allocUnsafe(firstSizeBytes);
  }

  /** Text of `[start, length)`. Invalid UTF-8 becomes U+FFFD, which cannot reach beyond its quotes. */
  text(start = 0, end = this.length): string {
    return this.out.toString(this.hasNonAscii ? "utf8" : "latin1", start, end);
  }

  byte(code: number): void {
    if (this.length + 1 > this.out.length) this.grow(1);
    this.out[this.length++] = code;
  }

  /** A number, `true`, `null`: text that is ASCII and needs no quotes. */
  ascii(text: string): void {
    const { length } = text;
    if (this.length + length > this.out.length) this.grow(length);
    const { out } = this;
    let at = this.length;
    for (let i = 0; i < length; i++) out[at++] = text.charCodeAt(i);
    this.length = at;
  }

  /** Bytes that are JSON text already. */
  raw(bytes: Uint8Array, isAscii: boolean): void {
    const { length } = bytes;
    if (this.length + length > this.out.length) this.grow(length);
    const { out } = this;
    let at = this.length;
    for (let i = 0; i < length; i++) out[at++] = bytes[i] ?? 0;
    this.length = at;
    if (!isAscii) this.hasNonAscii = true;
  }

  /** A quoted string of any text. */
  string(text: string): void {
    this.ensureFor(JSON.stringify(text));
  }

  /** A quoted string of the UTF-8 in `bytes[start, end)`; true when it holds more than ASCII. */
  utf8(bytes: Uint8Array, start: number, end: number): boolean {
    // Six bytes for a control character is the worst case, plus two quotes.
    const worst = (end - start) * 6 + 2;
    if (this.length + worst > this.out.length) this.grow(worst);
    const { out } = this;
    let at = this.length;
    let seen = 0;
    out[at++] = quote;
    for (let i = start; i < end; i++) {
      const code = bytes[i] ?? 0;
      if (code >= 0x20 && code !== quote && code !== backslash) {
        out[at++] = code;
        seen |= code;
      } else {
        at = writeEscape(out, at, code);
      }
    }
    out[at++] = quote;
    this.length = at;
    const isMore = seen >= 0x80;
    if (isMore) this.hasNonAscii = true;
    return isMore;
  }

  /** An integer of at most 2^53. */
  integer(value: number): void {
    if (value < 0 || value > 999_999_999) {
      this.ascii(String(value));
      return;
    }
    if (this.length + 10 > this.out.length) this.grow(10);
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    const end = this.length + digits;
    let rest = value;
    for (let at = end - 1; at >= this.length; at--) {
      const next = (rest / 10) | 0;
      this.out[at] = 48 + rest - next * 10;
      rest = next;
    }
    this.length = end;
  }

  private ensureFor(json: string): void {
    const size = Buffer.byteLength(json);
    if (this.length + size > this.out.length) this.grow(size);
    this.out.write(json, this.length);
    this.length += size;
    if (size !== json.length) this.hasNonAscii = true;
  }

  private grow(needed: number): void {
    const bigger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.length + needed));
    this.out.copy(bigger, 0, 0, this.length);
    this.out = bigger;
  }
}

function writeEscape(out: Uint8Array, start: number, code: number): number {
  let at = start;
  out[at++] = backslash;
  if (code === quote || code === backslash) {
    out[at++] = code;
    return at;
  }
  const letter = shortEscapes[code] ?? 0;
  if (letter !== 0) {
    out[at++] = letter;
    return at;
  }
  out[at++] = 0x75; // u00xx
  out[at++] = 48;
  out[at++] = 48;
  out[at++] = hexDigits[code >> 4] ?? 0;
  out[at++] = hexDigits[code & 15] ?? 0;
  return at;
}
