// The members of a JSON object, one after another, from its text: no object is built. It knows what loggers write;
// at anything else it says so, and the caller asks JSON.parse. Its units are copied into an array first: a line is
// a slice of what came, of which each `charCodeAt` costs thrice as much as an element of an array.

import { objectEnd, parseJson } from "./parseJson";

/** What `next` found. "unusual": not for this cursor; the text may be JSON all the same, or not. */
export type Step = "member" | "end" | "unusual";
/** "integer": digits as JavaScript writes them. "escaped": a string with a backslash in it. */
export type ValueKind = "string" | "escaped" | "integer" | "number" | "literal" | "composite";

const quote = 34;
const backslash = 92;
/** A double holds every integer of so many digits. */
const exactDigits = 15;
const numbers = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Lines are seldom longer; for one that is there is a larger array until the next. */
const keptUnits = 8192;
/** Zeros behind the text, so that nothing need be asked for its end: one, and one that a backslash skips. */
const endUnits = 2;

/** Offsets are UTF-16 units of `text`; good until the next call of `next`. */
export class MemberCursor {
  text = "";
  /** Of the key's opening quote. */
  keyStart = 0;
  /** Behind the key's closing quote. */
  keyEnd = 0;
  /** The key is the one that was likely. */
  isExpected = false;
  valueStart = 0;
  valueEnd = 0;
  kind: ValueKind = "literal";
  private at = 0;
  private isFirst = true;
  private integer = 0;
  private readonly kept = new Units(keptUnits);
  private units = this.kept.values;

  /** Stands before the first member; false when the text does not begin as an object. */
  open(text: string): boolean {
    this.text = text;
    this.at = 1;
    this.isFirst = true;
    const needed = text.length + endUnits;
    this.units = (needed <= keptUnits ? this.kept : new Units(needed)).take(text);
    return this.units[0] === 123;
  }

  /** `expected`: the units of the key that is likely, with its quotes. */
  next(expected: Uint16Array | undefined): Step {
    const { units } = this;
    let at = this.skipBlanks(this.at);
    let code = units[at];
    if (code === 125) {
      return at + 1 === this.text.length ? "end" : "unusual";
    }
    if (!this.isFirst) {
      if (code !== 44) return "unusual";
      at = this.skipBlanks(at + 1);
      code = units[at];
    }
    this.isFirst = false;
    if (code !== quote) return "unusual";
    this.keyStart = at;
    this.isExpected = expected !== undefined && this.standsAt(at, expected);
    if (expected !== undefined && this.isExpected) at += expected.length;
    else {
      at = this.stringEnd(at);
      if (at < 0 || this.kind === "escaped") return "unusual";
    }
    this.keyEnd = at;
    at = this.skipBlanks(at);
    if (units[at] !== 58) return "unusual";
    this.valueStart = this.skipBlanks(at + 1);
    this.at = this.valueEnd = this.endOfValue(this.valueStart);
    return this.at < 0 ? "unusual" : "member";
  }

  /** The member's value as `parseJson` has it; undefined where it is no JSON. */
  value(): unknown {
    const { text, valueStart, valueEnd } = this;
    switch (this.kind) {
      case "string":
        return text.slice(valueStart + 1, valueEnd - 1);
      case "integer":
        return this.integer;
      case "number":
        return Number(text.slice(valueStart, valueEnd));
      default:
        return parseJson(text.slice(valueStart, valueEnd));
    }
  }

  private standsAt(start: number, expected: Uint16Array): boolean {
    const { units } = this;
    for (let i = 0; i < expected.length; i++) {
      if (units[start + i] !== expected[i]) return false;
    }
    return true;
  }

  private skipBlanks(from: number): number {
    const { units } = this;
    let at = from;
    for (;;) {
      const code = units[at];
      if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return at;
      at++;
    }
  }

  /** Sets `kind`; -1 where it is unusual. */
  private endOfValue(start: number): number {
    const { text, units } = this;
    const code = units[start] ?? 0;
    if (code === quote) return this.stringEnd(start);
    if (code === 45 || (code >= 48 && code <= 57)) return this.numberEnd(start);
    if (code === 123 || code === 91) {
      this.kind = "composite";
      return objectEnd(text, start);
    }
    this.kind = "literal";
    if (code === 102 && text.startsWith("false", start)) return start + 5;
    return text.startsWith("true", start) || text.startsWith("null", start) ? start + 4 : -1;
  }

  private stringEnd(start: number): number {
    const { units } = this;
    this.kind = "string";
    for (let at = start + 1; ; at++) {
      const code = units[at] ?? 0;
      if (code === quote) return at + 1;
      if (code === backslash) {
        this.kind = "escaped";
        at++;
      } else if (code < 32) return -1; // a control character, or behind the text
    }
  }

  private numberEnd(start: number): number {
    const { units } = this;
    const isNegative = units[start] === 45;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let code = units[at] ?? 0;
    let value = 0;
    while (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      code = units[++at] ?? 0;
    }
    const isInteger = code !== 46 && code !== 101 && code !== 69;
    const digits = at - first;
    if (digits > exactDigits || digits === 0) return -1;
    if (units[first] === 48 && (digits > 1 || (isInteger && isNegative))) return -1;
    if (isInteger) {
      this.kind = "integer";
      this.integer = isNegative ? -value : value;
      return at;
    }
    this.kind = "number";
    numbers.lastIndex = start;
    return numbers.test(this.text) && numbers.lastIndex > at ? numbers.lastIndex : -1;
  }
}

/** Room for the units of one text after the other. */
class Units {
  readonly values: Uint16Array;
  private readonly bytes: Buffer;

  constructor(length: number) {
    this.values = new Uint16Array(length);
    this.bytes = Buffer.from(this.values.buffer);
  }

  take(text: string): Uint16Array {
    const { values } = this;
    this.bytes.write(text, "utf16le");
    values.fill(0, text.length, text.length + endUnits);
    return values;
  }
}
