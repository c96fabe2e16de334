// Regular expressions of the query language → Pattern. Only what can be matched in linear time and means
// the same in RE2: no back-references, no lookaround. Matching ignores case; "." matches line breaks too.

import {
  anyChar,
  blanks,
  type CharSet,
  complement,
  digits,
  foldSet,
  single,
  union,
  wordChars,
} from "./charSet";
import { fold } from "./fold";
import { choice, type Pattern, repeat, sequence } from "./pattern";
import { type Place, queryError } from "./queryError";

/** RE2 refuses counts above 1000; copies are bounded by the size of the whole. */
const maxCount = 500;
/** Character tests after counted repeats are written out: bounds the matcher's states. */
const maxSize = 1000;
const maxDepth = 50;

/** Throws QueryError with the place inside the query; `place` is that of the source with its slashes. */
export function parseRegex(source: string, place: Place): Pattern {
  return new RegexParser(source, place).run();
}

class RegexParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly source: string,
    private readonly place: Place,
  ) {}

  run(): Pattern {
    if (this.source.startsWith("(?i)")) this.at = 4;
    const pattern = this.choice();
    if (this.at < this.source.length)
      throw this.error("This ) closes nothing.", "\\) for the character");
    if (sizeOf(pattern) > maxSize) {
      throw queryError(this.place, "The regular expression is too large.", "smaller counts");
    }
    return pattern;
  }

  private choice(): Pattern {
    if (++this.depth > maxDepth)
      throw this.error("Too deeply nested.", `at most ${maxDepth} levels`);
    const parts = [this.sequence()];
    while (this.peek() === "|") {
      this.at++;
      parts.push(this.sequence());
    }
    this.depth--;
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : choice(...parts);
  }

  private sequence(): Pattern {
    const parts: Pattern[] = [];
    for (let char = this.peek(); char !== "" && char !== "|" && char !== ")"; char = this.peek()) {
      parts.push(this.repeated());
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : sequence(...parts);
  }

  private repeated(): Pattern {
    const first = this.at;
    let part = this.atom();
    for (;;) {
      const count = this.count();
      if (count === undefined) return part;
      if (part.kind === "assert") {
        throw this.error("Nothing here can be repeated.", "a character or a group", first);
      }
      part = repeat(part, count.min, count.max);
      // A lazy or second quantifier changes what is captured, not whether there is a match.
      if (this.peek() === "?") this.at++;
      if (/[*+?]/.test(this.peek())) {
        throw this.error("A repeat of a repeat.", "a group around the first one");
      }
    }
  }

  private count(): { min: number; max?: number } | undefined {
    const char = this.peek();
    if (char === "*" || char === "+" || char === "?") {
      this.at++;
      if (char === "?") return { min: 0, max: 1 };
      return { min: char === "*" ? 0 : 1 };
    }
    const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.source.slice(this.at, this.at + 12));
    if (match === null) return undefined;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? undefined : Number(match[3]);
    if (min > maxCount || (max !== undefined && (max > maxCount || max < min))) {
      throw this.error("Not a count.", `{from,to} up to ${maxCount}`);
    }
    this.at += match[0].length;
    return max === undefined ? { min } : { min, max };
  }

  private atom(): Pattern {
    const at = this.at;
    const char = String.fromCodePoint(this.source.codePointAt(at) ?? 0);
    if (char === "(") return this.group();
    if (char === "[") return { kind: "set", set: this.charClass() };
    if (char === "\\") return this.escape();
    if (char === "*" || char === "+" || char === "?") {
      throw this.error("Nothing stands before this repeat.", `\\${char} for the character`);
    }
    this.at += char.length;
    if (char === ".") return { kind: "set", set: anyChar };
    if (char === "^") return { kind: "assert", at: "start" };
    if (char === "$") return { kind: "assert", at: "end" };
    return { kind: "set", set: literalSet(char) };
  }

  private group(): Pattern {
    const open = this.at;
    this.at++;
    if (this.peek() === "?") {
      const kind = /^\?(?::|P?<[a-zA-Z_]\w*>)/.exec(this.source.slice(this.at, this.at + 100));
      if (kind === null) {
        throw this.error("Lookaround and flags are not supported.", "( … ) or (?: … )", open);
      }
      this.at += kind[0].length;
    }
    const pattern = this.choice();
    if (this.peek() !== ")") throw this.error("This ( is not closed.", "a closing )", open);
    this.at++;
    return pattern.kind === "assert" ? sequence(pattern) : pattern;
  }

  private charClass(): CharSet {
    const open = this.at++;
    const isNegated = this.peek() === "^";
    if (isNegated) this.at++;
    let set: CharSet = [];
    for (let isFirst = true; ; isFirst = false) {
      const char = this.peek();
      if (char === "") throw this.error("This [ is not closed.", "a closing ]", open);
      if (char === "]" && !isFirst) break;
      set = union(set, this.classItem());
    }
    this.at++;
    const folded = foldSet(set);
    return isNegated ? complement(folded) : folded;
  }

  private classItem(): CharSet {
    const at = this.at;
    const from = this.classChar();
    if (this.peek() !== "-" || this.source[this.at + 1] === "]") return from;
    this.at++;
    const to = this.classChar();
    const [low = 0, lowEnd] = from;
    const [high = 0, highEnd] = to;
    if (from.length !== 2 || low !== lowEnd || to.length !== 2 || high !== highEnd || low > high) {
      throw this.error("Not a range of characters.", "as in a-z", at);
    }
    return [low, high];
  }

  private classChar(): CharSet {
    const code = this.source.codePointAt(this.at);
    if (code === undefined) throw this.error("This class is not closed.", "a closing ]");
    if (code === 0x5c) return this.escapedSet();
    this.at += code > 0xffff ? 2 : 1;
    return single(code);
  }

  private escape(): Pattern {
    const char = this.source[this.at + 1];
    if (char === "b" || char === "B") {
      this.at += 2;
      return { kind: "assert", at: char === "b" ? "boundary" : "inside" };
    }
    const set = this.escapedSet();
    const [code = 0] = set;
    const isSingle = set.length === 2 && code === set[1];
    return { kind: "set", set: isSingle ? literalSet(String.fromCodePoint(code)) : set };
  }

  private escapedSet(): CharSet {
    const at = this.at;
    const code = this.source.codePointAt(at + 1);
    if (code === undefined) throw this.error("A backslash at the end.", "what it escapes");
    const char = String.fromCodePoint(code);
    this.at += 1 + char.length;
    const known = classes.get(char);
    if (known !== undefined) return known;
    const hex = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|[xu]\{([0-9a-f]{1,6})\})/i.exec(
      this.source.slice(at + 1, at + 11),
    );
    if (hex !== null) {
      const value = Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? "0", 16);
      this.at = at + 1 + hex[0].length;
      if (value <= 0x10ffff) return single(value);
    }
    if (/[a-zA-Z0-9]/.test(char)) {
      throw this.error(
        `\\${char} is not supported.`,
        "\\d \\w \\s \\b \\n \\t or an escaped sign",
        at,
      );
    }
    return single(code);
  }

  private peek(): string {
    return this.source[this.at] ?? "";
  }

  private error(problem: string, expected: string, at = this.at): Error {
    const length = Math.max(1, this.at - at);
    return queryError({ position: this.place.position + 1 + at, length }, problem, expected);
  }
}

const classes = new Map<string, CharSet>([
  ["d", digits],
  ["D", complement(digits)],
  ["w", wordChars],
  ["W", complement(wordChars)],
  ["s", blanks],
  ["S", complement(blanks)],
  ["n", single(0x0a)],
  ["t", single(0x09)],
  ["r", single(0x0d)],
  ["f", single(0x0c)],
  ["v", single(0x0b)],
]);

function literalSet(char: string): CharSet {
  return single(fold(char).codePointAt(0) ?? 0);
}

function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case "set":
    case "assert":
      return 1;
    case "sequence":
    case "choice":
      return pattern.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case "repeat":
      return sizeOf(pattern.part) * Math.max(pattern.max ?? pattern.min + 1, 1);
  }
}
