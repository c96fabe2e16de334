// Query text → tokens with their places. Knows quoting, escapes and which characters end a word; knows
// nothing of precedence.

import type { WildcardPart } from "./ast";
import { type Place, queryError } from "./queryError";

export type Token = Place &
  (
    | { readonly kind: "open" | "close" | "and" | "or" | "not" | "require" | "end" }
    | { readonly kind: "field"; readonly name: string }
    | { readonly kind: "word"; readonly parts: readonly WildcardPart[] }
    | { readonly kind: "phrase"; readonly text: string }
    | { readonly kind: "regex"; readonly source: string }
    | { readonly kind: "compare"; readonly operator: Comparison }
    | { readonly kind: "range"; readonly lower: RangeBound; readonly upper: RangeBound }
    | { readonly kind: "tilde"; readonly distance: number | undefined }
  );

type SimpleToken =
  | { readonly kind: "open" | "close" | "not" | "require" }
  | { readonly kind: "compare"; readonly operator: Comparison };
export type Comparison = ">" | ">=" | "<" | "<=";

export interface RangeBound extends Place {
  /** Undefined for `*`. */
  readonly text: string | undefined;
  readonly isInclusive: boolean;
}

/** Longer texts are no questions; the bound keeps patterns and plans small. */
const maxQueryLength = 10_000;

export function tokenize(text: string): Token[] {
  if (text.length > maxQueryLength) {
    const place = { position: maxQueryLength, length: text.length - maxQueryLength };
    throw queryError(place, "The query is too long.", `at most ${maxQueryLength} characters`);
  }
  return new Lexer(text).run();
}

const blank = /\s/;
/** As written: a name that begins otherwise (2xx, #id) has \ before it, so that 12:30 is a word. */
const fieldStart = /^[\p{L}_@$\\]/u;
/** A URL is no field, also at the colon of its port. */
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

class Lexer {
  private at = 0;
  private readonly tokens: Token[] = [];

  constructor(private readonly text: string) {}

  run(): Token[] {
    for (;;) {
      this.skipBlanks();
      if (this.at >= this.text.length) break;
      this.next();
    }
    this.tokens.push({ kind: "end", position: this.text.length, length: 0 });
    return this.tokens;
  }

  private next(): void {
    const { text, at } = this;
    const char = text[at] ?? "";
    const { kind: previous } = this.tokens.at(-1) ?? { kind: "open" };
    const isValue = previous === "field" || previous === "compare";
    if (char === "(") return this.take({ kind: "open" }, 1);
    if (char === ")") {
      this.take({ kind: "close" }, 1);
      return this.skipBoost();
    }
    if (char === '"') return this.phrase();
    if (char === "[" || char === "{") return this.range();
    if (char === "]" || char === "}") {
      throw queryError({ position: at, length: 1 }, `Nothing is open that ${char} closes.`, terms);
    }
    const isOperand = this.isEndAt(at + 1);
    // Right behind a field these belong to the value: temperature:-5.
    if (!isValue && !isOperand) {
      if (char === "-" || char === "!") return this.take({ kind: "not" }, 1);
      if (char === "+") return this.take({ kind: "require" }, 1);
    }
    if (previous === "field") this.refuseOperator();
    const compare = comparisons.find((operator) => text.startsWith(operator, at));
    if (compare !== undefined && (previous === "field" || this.isInFieldGroup())) {
      return this.take({ kind: "compare", operator: compare }, compare.length);
    }
    if (char === "/" && this.regex()) return;
    if (char === ":") {
      const expected =
        previous === "phrase"
          ? "a field without quotes, with \\ before each blank in it"
          : "a field right before it";
      throw queryError({ position: at, length: 1 }, "A colon without a field.", expected);
    }
    this.word(isValue);
  }

  /** What other languages write for "equal" and "not equal": taken as a value, it would find nothing. */
  private refuseOperator(): void {
    const [operator] = /^(?:[!=~]?==?|<>)/.exec(this.text.slice(this.at, this.at + 3)) ?? [];
    const field = this.tokens.at(-1);
    if (operator === undefined || field?.kind !== "field") return;
    const isNegated = operator.startsWith("!") || operator === "<>";
    throw queryError(
      { position: this.at, length: operator.length },
      `${operator} is no operator.`,
      `${isNegated ? "NOT " : ""}${field.name}:value, with quotes around a value that begins so`,
    );
  }

  private take(token: SimpleToken, length: number): void {
    this.tokens.push({ ...token, position: this.at, length });
    this.at += length;
  }

  private phrase(): void {
    const position = this.at;
    const text = this.quoted();
    this.tokens.push({ kind: "phrase", text, position, length: this.at - position });
    this.suffixes();
  }

  /** The text in quotes at the cursor; `\"` and `\\` are escapes, any other backslash stands for itself. */
  private quoted(): string {
    const start = this.at;
    let text = "";
    for (let i = start + 1; i < this.text.length; i++) {
      const char = this.text[i] ?? "";
      const following = this.text[i + 1];
      if (char === "\\" && (following === '"' || following === "\\")) {
        text += following;
        i++;
      } else if (char === '"') {
        this.at = i + 1;
        return text;
      } else text += char;
    }
    const place = { position: start, length: this.text.length - start };
    throw queryError(place, "The quote is not closed.", 'a closing "');
  }

  /** `/…/` up to a blank, a parenthesis or the end is a regular expression; else a slash is a slash. */
  private regex(): boolean {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== "/") end += this.text[end] === "\\" ? 2 : 1;
    if (end >= this.text.length || end === start + 1 || !this.isEndAt(end + 1, "^)")) return false;
    const source = this.text.slice(start + 1, end);
    this.at = end + 1;
    this.tokens.push({ kind: "regex", source, position: start, length: this.at - start });
    this.skipBoost();
    return true;
  }

  private range(): void {
    const start = this.at++;
    const isLowerInclusive = this.text[start] === "[";
    const lower = this.bound(isLowerInclusive);
    this.skipBlanks();
    if (!/^TO(?=[\s\]}]|$)/.test(this.text.slice(this.at, this.at + 3))) {
      if (lower.text === "TO") throw this.missingBound(lower.position);
      throw queryError(
        this.placeOfRest(this.at),
        "The range is not complete.",
        "TO in upper case, as in [1 TO 5]",
      );
    }
    this.at += 2;
    const upperBound = this.bound(true);
    this.skipBlanks();
    const close = this.text[this.at];
    if (close !== "]" && close !== "}") {
      throw queryError(this.placeOfRest(start), "The range is not closed.", "] or }");
    }
    this.at++;
    const upper = { ...upperBound, isInclusive: close === "]" };
    this.tokens.push({ kind: "range", lower, upper, position: start, length: this.at - start });
    this.skipBoost();
  }

  private bound(isInclusive: boolean): RangeBound {
    this.skipBlanks();
    const position = this.at;
    if (this.text[position] === '"') {
      const text = this.quoted();
      return { text, isInclusive, position, length: this.at - position };
    }
    let text = "";
    while (this.at < this.text.length && !/[\s\]}]/.test(this.text[this.at] ?? "")) {
      if (this.text[this.at] === "\\") this.at++;
      text += this.text[this.at++] ?? "";
    }
    if (text === "") throw this.missingBound(position);
    const length = this.at - position;
    return { text: text === "*" ? undefined : text, isInclusive, position, length };
  }

  private missingBound(position: number): Error {
    const place = { position, length: Math.min(1, this.text.length - position) };
    return queryError(place, "The range lacks a bound.", "a value or *");
  }

  private word(isValue: boolean): void {
    const start = this.at;
    const parts: WildcardPart[] = [];
    let literal = "";
    const flush = () => {
      if (literal !== "") parts.push({ text: literal });
      literal = "";
    };
    while (this.at < this.text.length) {
      const char = this.text[this.at] ?? "";
      if (blank.test(char) || char === "(" || char === ")" || char === '"') break;
      if ((char === "~" || char === "^") && this.at > start && this.isSuffix()) break;
      if (char === ":" && !isValue && this.field(start, parts, literal)) return;
      if (char === "\\") {
        const escaped = this.text[++this.at];
        if (escaped === undefined) {
          const place = { position: this.at - 1, length: 1 };
          throw queryError(place, "The query ends in a backslash.", "the character it escapes");
        }
        literal += escaped;
      } else if (char === "*" || char === "?") {
        flush();
        parts.push(char);
      } else literal += char;
      this.at++;
    }
    flush();
    const length = this.at - start;
    const operator = isValue ? undefined : operators.get(this.text.slice(start, this.at));
    if (operator !== undefined) this.tokens.push({ kind: operator, position: start, length });
    else {
      this.tokens.push({ kind: "word", parts, position: start, length });
      this.suffixes();
    }
  }

  /** At a colon: what was read is a field, unless it cannot be one (12:30) or is a URL's scheme. */
  private field(start: number, parts: readonly WildcardPart[], literal: string): boolean {
    const isEveryField = parts.length === 1 && parts[0] === "*" && literal === "";
    if (!isEveryField) {
      if (parts.length > 0 || !fieldStart.test(this.text.slice(start, start + 2))) return false;
      if (scheme.test(literal + this.text.slice(this.at, this.at + 3))) return false;
    }
    const name = isEveryField ? "*" : literal;
    this.at++;
    this.tokens.push({ kind: "field", name, position: start, length: this.at - start });
    return true;
  }

  /** `~`, `~2`, `^2` behind a word or phrase. */
  private suffixes(): void {
    const match = /^~(\d+(?:\.\d+)?)?/.exec(this.text.slice(this.at, this.at + 12));
    if (match !== null && this.isEndAt(this.at + match[0].length, "^)")) {
      const distance = match[1] === undefined ? undefined : Number(match[1]);
      const { length } = match[0];
      this.tokens.push({ kind: "tilde", distance, position: this.at, length });
      this.at += length;
    }
    this.skipBoost();
  }

  private isSuffix(): boolean {
    const match = /^(?:~(?:\d+(?:\.\d+)?)?)?(?:\^\d+(?:\.\d+)?)?/.exec(
      this.text.slice(this.at, this.at + 24),
    );
    return match !== null && match[0] !== "" && this.isEndAt(this.at + match[0].length);
  }

  /** A weight (`^2`) orders results by relevance, which a log has not: accepted, without effect. */
  private skipBoost(): void {
    const match = /^\^\d+(?:\.\d+)?/.exec(this.text.slice(this.at, this.at + 12));
    if (match !== null && this.isEndAt(this.at + match[0].length)) this.at += match[0].length;
  }

  private isInFieldGroup(): boolean {
    const stack: boolean[] = [];
    let previous: Token | undefined;
    for (const token of this.tokens) {
      if (token.kind === "open") stack.push(previous?.kind === "field" || stack.at(-1) === true);
      if (token.kind === "close") stack.pop();
      previous = token;
    }
    return stack.at(-1) === true;
  }

  private isEndAt(at: number, others = ")"): boolean {
    const char = this.text[at];
    return char === undefined || blank.test(char) || others.includes(char);
  }

  private skipBlanks(): void {
    while (this.at < this.text.length && blank.test(this.text[this.at] ?? "")) this.at++;
  }

  private placeOfRest(start: number): Place {
    return { position: start, length: this.text.length - start };
  }
}

const terms = "a word, a phrase or field:value";
const comparisons = [">=", "<=", ">", "<"] as const satisfies readonly Comparison[];
const operators = new Map<string, "and" | "or" | "not">([
  ["AND", "and"],
  ["&&", "and"],
  ["OR", "or"],
  ["||", "or"],
  ["NOT", "not"],
]);
