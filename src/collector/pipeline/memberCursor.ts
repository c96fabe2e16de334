// The members of a JSON object, one after another, from its text: no object is built and nothing is copied.
// It knows what loggers write; at anything else it says so, and the caller asks JSON.parse.

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

  /** Stands before the first member; false when the text does not begin as an object. */
  open(text: string): boolean {
    this.text = text;
    this.at = 1;
    this.isFirst = true;
    return text.charCodeAt(0) === 123;
  }

  /** `expected`: the key that is likely, with its quotes. */
  next(expected: string): Step {
    const { text } = this;
    let at = this.skipBlanks(this.at);
    let code = text.charCodeAt(at);
    if (code === 125) {
      return at + 1 === text.length ? "end" : "unusual";
    }
    if (!this.isFirst) {
      if (code !== 44) return "unusual";
      at = this.skipBlanks(at + 1);
      code = text.charCodeAt(at);
    }
    this.isFirst = false;
    if (code !== quote) return "unusual";
    this.keyStart = at;
    this.isExpected = expected !== "" && text.startsWith(expected, at);
    if (this.isExpected) at += expected.length;
    else {
      at = this.stringEnd(at);
      if (at < 0 || this.kind === "escaped") return "unusual";
    }
    this.keyEnd = at;
    at = this.skipBlanks(at);
    if (text.charCodeAt(at) !== 58) return "unusual";
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
      case "number":
        return Number(text.slice(valueStart, valueEnd));
      default:
        return parseJson(text.slice(valueStart, valueEnd));
    }
  }

  private skipBlanks(from: number): number {
    let at = from;
    for (;;) {
      const code = this.text.charCodeAt(at);
      if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return at;
      at++;
    }
  }

  /** Sets `kind`; -1 where it is unusual. */
  private endOfValue(start: number): number {
    const { text } = this;
    const code = text.charCodeAt(start);
    if (code === quote) return this.stringEnd(start);
    if (code === 45 || (code >= 48 && code <= 57)) return this.numberEnd(start);
    if (code === 123 || code === 91) {
      this.kind = "composite";
      return objectEnd(text, start);
    }
    this.kind = "literal";
    if (code === 102 && text.startsWith("false", start)) return start + 5;
    const isOther = text.startsWith("true", start) || text.startsWith("null", start);
    return isOther ? start + 4 : -1;
  }

  private stringEnd(start: number): number {
    const { text } = this;
    this.kind = "string";
    for (let at = start + 1; ; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code === backslash) {
        this.kind = "escaped";
        at++;
      } else if (!(code >= 32)) return -1; // a control character, or the text's end (NaN)
    }
  }

  private numberEnd(start: number): number {
    const { text } = this;
    const first = text.charCodeAt(start) === 45 ? start + 1 : start;
    let at = first;
    let code = text.charCodeAt(at);
    while (code >= 48 && code <= 57) code = text.charCodeAt(++at);
    const isInteger = code !== 46 && code !== 101 && code !== 69;
    const digits = at - first;
    if (digits > exactDigits || digits === 0) return -1;
    if (text.charCodeAt(first) === 48 && (digits > 1 || (isInteger && first > start))) return -1;
    if (isInteger) {
      this.kind = "integer";
      return at;
    }
    this.kind = "number";
    numbers.lastIndex = start;
    return numbers.test(text) && numbers.lastIndex > at ? numbers.lastIndex : -1;
  }
}
