// Reads JSON from bytes, front to back (RFC 8259), without building values: what is wanted is handed on as
// spans of bytes, the rest is passed over. Numbers stay text, so that no digit is lost.

import { MalformedError } from "../../pipeline/wireReader";

export const char = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Letters behind a backslash and what they mean; `u` is for itself. */
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

export class JsonReader {
  readonly bytes: Buffer;
  pos = 0;
  /** The content of the string last read, without its quotes. */
  start = 0;
  end = 0;
  hasEscapes = false;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    // A byte order mark is not JSON, and some write one.
    if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) this.pos = 3;
  }

  /** The next byte that is no white space; it is not consumed. -1 at the end. */
  peek(): number {
    const { bytes } = this;
    for (;;) {
      const code = bytes[this.pos];
      if (code === undefined) return -1;
      if (code > 0x20 || (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)) {
        return code;
      }
      this.pos++;
    }
  }

  expect(code: number): void {
    if (this.peek() !== code) this.fail(`expected "${String.fromCharCode(code)}"`);
    this.pos++;
  }

  /** True, and consumed, when `code` is next. */
  has(code: number): boolean {
    if (this.peek() !== code) return false;
    this.pos++;
    return true;
  }

  /** Reads a string: where it is, not what it says. */
  string(): void {
    this.expect(char.quote);
    const { bytes } = this;
    this.start = this.pos;
    this.hasEscapes = false;
    let pos = this.pos;
    for (;;) {
      const code = bytes[pos];
      if (code === undefined) this.fail("a string does not end");
      if (code === char.quote) break;
      if (code < 0x20) this.fail("a control character in a string");
      if (code === char.backslash) {
        this.hasEscapes = true;
        pos++;
      }
      pos++;
    }
    if (pos >= bytes.length) this.fail("a string does not end");
    this.end = pos;
    this.pos = pos + 1;
  }

  /** The string last read. */
  text(): string {
    const raw = this.bytes.toString("utf8", this.start, this.end);
    if (!this.hasEscapes) return raw;
    return raw.replace(/\\(u[0-9a-fA-F]{4}|[^u]|u.{0,4})/gs, (_all, escape: string) => {
      if (escape.length === 5 && /^u[0-9a-f]{4}$/i.test(escape)) {
        return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      }
      return escapes[escape] ?? this.fail("an unknown escape in a string");
    });
  }

  /** Text of a string or a number; undefined (and nothing consumed) when the next value is neither. */
  scalar(): string | undefined {
    const code = this.peek();
    if (code === char.quote) {
      this.string();
      return this.text();
    }
    if (code !== 0x2d && !(code >= 0x30 && code <= 0x39)) return undefined;
    return this.number();
  }

  /** An integer of up to 15 digits, quoted or not; -1 (and nothing consumed) for any other value. */
  smallInteger(): number {
    const { bytes } = this;
    const isQuoted = this.peek() === char.quote;
    const start = this.pos + (isQuoted ? 1 : 0);
    let value = 0;
    let pos = start;
    for (; pos - start < 15; pos++) {
      const digit = (bytes[pos] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const next = bytes[pos] ?? 0;
    const isWhole = isQuoted
      ? next === char.quote
      : next === char.comma || next === char.closeBrace || next === char.closeBracket;
    if (pos === start || !isWhole) return -1;
    this.pos = isQuoted ? pos + 1 : pos;
    return value;
  }

  /** `true`, `false` or `null`, consumed; else undefined. */
  word(): "true" | "false" | "null" | undefined {
    const code = this.peek();
    const word =
      code === 0x74 ? "true" : code === 0x66 ? "false" : code === 0x6e ? "null" : undefined;
    if (word === undefined) return undefined;
    if (this.bytes.toString("latin1", this.pos, this.pos + word.length) !== word) {
      this.fail("an unknown word");
    }
    this.pos += word.length;
    return word;
  }

  /** Passes over any value; brackets are matched in pairs without recursion. */
  skip(): void {
    let depth = 0;
    do {
      const code = this.peek();
      switch (code) {
        case char.openBrace:
        case char.openBracket:
          depth++;
          this.pos++;
          break;
        case char.closeBrace:
        case char.closeBracket:
          depth--;
          if (depth < 0) this.fail("a bracket that nothing opened");
          this.pos++;
          break;
        case char.comma:
        case char.colon:
          if (depth === 0) this.fail("a value is missing");
          this.pos++;
          break;
        default:
          if (this.scalar() === undefined && this.word() === undefined) {
            this.fail("no JSON value");
          }
      }
    } while (depth > 0);
  }

  fail(what: string): never {
    throw new MalformedError(`${what} (JSON)`, this.pos);
  }

  private number(): string {
    const { bytes } = this;
    const start = this.pos;
    let pos = start;
    for (;;) {
      const code = bytes[pos] ?? 0;
      const isPart =
        (code >= 0x30 && code <= 0x39) ||
        code === 0x2d ||
        code === 0x2b ||
        code === 0x2e ||
        code === 0x65 ||
        code === 0x45;
      if (!isPart) break;
      pos++;
    }
    const text = bytes.toString("latin1", start, pos);
    if (Number.isNaN(Number(text))) this.fail("no number");
    this.pos = pos;
    return text;
  }
}
