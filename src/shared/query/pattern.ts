// Patterns over folded text: what regular expressions, wildcards and word distances compile to. One form,
// printed for DuckDB's RE2 (patternSql) and run by a matcher of our own (matcher.ts), so both agree.

import { anyChar, type CharSet, complement, single, tokenChars } from "./charSet";
import type { WildcardPart } from "./ast";
import { fold } from "./fold";

export type Pattern =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly parts: readonly Pattern[] }
  | {
      readonly kind: "repeat";
      readonly part: Pattern;
      readonly min: number;
      /** Undefined: without end. */
      readonly max: number | undefined;
    }
  | { readonly kind: "assert"; readonly at: "start" | "end" | "boundary" | "inside" };

export const start: Pattern = { kind: "assert", at: "start" };
export const end: Pattern = { kind: "assert", at: "end" };
const anything: Pattern = repeat({ kind: "set", set: anyChar }, 0);

export function sequence(...parts: readonly Pattern[]): Pattern {
  return { kind: "sequence", parts };
}

export function choice(...parts: readonly Pattern[]): Pattern {
  return { kind: "choice", parts };
}

export function repeat(part: Pattern, min: number, max?: number): Pattern {
  return { kind: "repeat", part, min, max };
}

export function whole(pattern: Pattern): Pattern {
  return sequence(start, pattern, end);
}

export function literal(text: string): Pattern {
  const parts: Pattern[] = [];
  for (const char of fold(text)) {
    parts.push({ kind: "set", set: single(char.codePointAt(0) ?? 0) });
  }
  return sequence(...parts);
}

export function wildcard(parts: readonly WildcardPart[]): Pattern {
  return sequence(
    ...parts.map((part): Pattern => {
      if (part === "*") return anything;
      if (part === "?") return { kind: "set", set: anyChar };
      return literal(part.text);
    }),
  );
}

const separator: Pattern = { kind: "set", set: complement(tokenChars) };
const token: Pattern = repeat({ kind: "set", set: tokenChars }, 1);

/** Words in this order or the reverse, each at most `distance` other words from the next. */
export function nearby(words: readonly string[], distance: number): Pattern {
  const gap = sequence(
    repeat(separator, 1),
    repeat(sequence(token, repeat(separator, 1)), 0, distance),
  );
  const inOrder = (order: readonly string[]) =>
    sequence(...order.flatMap((word, i) => (i === 0 ? [literal(word)] : [gap, literal(word)])));
  return sequence(
    choice(start, separator),
    choice(inOrder(words), inOrder([...words].reverse())),
    choice(separator, end),
  );
}

/** In RE2's syntax; every character by its number, so that nothing in it can be mistaken for syntax. */
export function toRe2(pattern: Pattern): string {
  switch (pattern.kind) {
    case "set":
      return setToRe2(pattern.set);
    case "sequence":
      return pattern.parts.map(toRe2).join("");
    case "choice":
      return `(?:${pattern.parts.map(toRe2).join("|")})`;
    case "repeat": {
      const { min, max } = pattern;
      if (max === undefined && min <= 1)
        return `(?:${toRe2(pattern.part)})${min === 0 ? "*" : "+"}`;
      return `(?:${toRe2(pattern.part)}){${min},${max ?? ""}}`;
    }
    case "assert":
      return { start: "\\A", end: "\\z", boundary: "\\b", inside: "\\B" }[pattern.at];
  }
}

function setToRe2(set: CharSet): string {
  // No character at all: a class that RE2 has no other way to write.
  if (set.length === 0) return `[^\\x{0}-\\x{10ffff}]`;
  let ranges = "";
  for (let i = 0; i < set.length; i += 2) {
    ranges += `\\x{${(set[i] ?? 0).toString(16)}}-\\x{${(set[i + 1] ?? 0).toString(16)}}`;
  }
  return `[${ranges}]`;
}

/** Matches wherever the pattern does, and where only its ends and borders of words would not fit. */
export function withoutAsserts(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case "set":
      return pattern;
    case "sequence":
    case "choice":
      return { kind: pattern.kind, parts: pattern.parts.map(withoutAsserts) };
    case "repeat":
      return { ...pattern, part: withoutAsserts(pattern.part) };
    case "assert":
      return sequence();
  }
}

/** Past as many the rest tells little more. */
const maxRequired = 4;
/** Branches beyond these rarely share a text. */
const maxBranches = 16;

/** Texts that every match contains, the longest first. Cheap tests before the pattern. */
export function requiredTexts(pattern: Pattern): readonly string[] {
  const texts = new Set<string>();
  let run = "";
  const endRun = () => {
    if (run !== "") texts.add(run);
    run = "";
  };
  const visit = (part: Pattern): void => {
    switch (part.kind) {
      case "sequence":
        return part.parts.forEach(visit);
      case "assert":
        return;
      case "set": {
        const char = charOf(part.set);
        if (char === undefined) endRun();
        else run += char;
        return;
      }
      case "repeat":
        endRun();
        if (part.min > 0) visit(part.part);
        return endRun();
      case "choice":
        endRun();
        return textsOfAll(part.parts).forEach((text) => texts.add(text));
    }
  };
  visit(pattern);
  endRun();
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return longestFirst
    .filter((text, i) => !longestFirst.slice(0, i).some((longer) => longer.includes(text)))
    .slice(0, maxRequired);
}

/** The one character of the set. Quotes, backslashes and control characters look different inside JSON text. */
function charOf(set: CharSet): string | undefined {
  const [code, last] = set;
  if (set.length !== 2 || code === undefined || code !== last) return undefined;
  return code < 0x20 || code === 0x22 || code === 0x5c ? undefined : String.fromCodePoint(code);
}

function textsOfAll(branches: readonly Pattern[]): readonly string[] {
  if (branches.length > maxBranches) return [];
  const lists = branches.map(requiredTexts);
  return lists
    .flat()
    .filter((text) => lists.every((list) => list.some((other) => other.includes(text))));
}
