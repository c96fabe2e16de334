// The string literals of a source file, with what is put into them at run time cut out: `took {n} ms` has the
// pieces "took " and " ms". No parser: comments, quotes and brackets are enough to find them.

import type { Language, Quote } from "./languages";

/** A text that the program may write, as far as its source tells. */
export interface Literal {
  /** 1-based, of its first and last character. */
  readonly line: number;
  readonly endLine: number;
  /** Offsets in the file, quotes included. */
  readonly start: number;
  readonly end: number;
  /** What is always the same; between each two of them is something that is not. At least one, maybe "". */
  readonly pieces: readonly string[];
}

/** Longer ones are data or a template of a page. */
const maxLiteralLength = 4_096;
/** Read to its end, so that what follows is not taken for a string. */
const maxQuotedLength = 65_536;
/** Read for strings that were none, of a file: some 40 ms. Code has few; a file of nothing but f"{ would take minutes. */
const maxReadInVain = 4 * 1024 * 1024;

export function literalsIn(text: string, language: Language): Literal[] {
  const found: Literal[] = [];
  const opening = openingOf(language);
  const lineAt = lineCounter(text);
  let readInVain = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [open] = match;
    const quote = language.quotes.find((one) => one.open === open);
    if (quote === undefined) {
      opening.lastIndex = endOfComment(text, match.index, open, language);
      continue;
    }
    const inside = readQuoted(text, opening.lastIndex, quote);
    if (inside.pieces === undefined) {
      readInVain += inside.end - match.index;
      if (readInVain > maxReadInVain) break;
      continue; // not a string: on behind the quote
    }
    opening.lastIndex = inside.end;
    if (inside.end - match.index > maxLiteralLength) continue;
    const literal: Literal = {
      line: lineAt(match.index),
      endLine: lineAt(inside.end - 1),
      start: match.index,
      end: inside.end,
      pieces: inside.pieces.flatMap((piece) => piecesOf(piece)),
    };
    const before = found.at(-1);
    const joined = before && join(before, literal, text.slice(before.end, match.index), language);
    if (joined === undefined) found.push(literal);
    else found[found.length - 1] = joined;
  }
  return found;
}

const openings = new WeakMap<Language, RegExp>();

/** Finds the next comment, string or character; the same object for each file, used by one at a time. */
function openingOf(language: Language): RegExp {
  let opening = openings.get(language);
  if (opening === undefined) {
    const starts = [
      ...language.quotes.map(({ open }) => open),
      ...language.blockComments.map(([open]) => open),
      ...language.lineComments,
    ].sort((a, b) => b.length - a.length);
    const characters = language.hasCharacters ? ["'(?:\\\\[^'\\n]{1,8}|[^'\\\\\\n])'"] : [];
    opening = new RegExp([...characters, ...starts.map(escapeForRegex)].join("|"), "g");
    openings.set(language, opening);
  }
  opening.lastIndex = 0;
  return opening;
}

function endOfComment(text: string, start: number, open: string, language: Language): number {
  const block = language.blockComments.find(([first]) => first === open);
  const close = block?.[1] ?? (language.lineComments.includes(open) ? "\n" : undefined);
  if (close === undefined) return start + open.length; // a character
  const end = text.indexOf(close, start + open.length);
  return end === -1 ? text.length : end + close.length;
}

interface Quoted {
  /** After the closing quote. */
  readonly end: number;
  /** Cut at the expressions, escapes resolved. */
  readonly pieces: readonly string[];
}

/** Not closed where it must be; looked for up to here. */
interface Unclosed {
  readonly end: number;
  readonly pieces?: undefined;
}

function readQuoted(text: string, start: number, quote: Quote): Quoted | Unclosed {
  const { close, expression } = quote;
  const pieces: string[] = [];
  let piece = "";
  let at = start;
  // A quote that is never closed must not make the rest of the file be read for each quote in it.
  const limit = Math.min(text.length, start + maxQuotedLength);
  const next = stopsOf(quote);
  while (at < limit) {
    next.lastIndex = at;
    const stop = next.exec(text);
    if (stop === null || stop.index >= limit) return { end: stop?.index ?? text.length };
    piece += text.slice(at, stop.index);
    at = stop.index;
    const [what] = stop;
    if (what === close) return { end: at + close.length, pieces: [...pieces, piece] };
    if (what === "\n") return { end: at };
    if (what === expression) {
      if (text.startsWith("{{", at)) {
        piece += "{"; // f-strings and C#: the bracket itself
        at += 2;
        continue;
      }
      const end = endOfExpression(text, at + expression.length, limit);
      if (end === undefined) return { end: limit };
      pieces.push(piece);
      piece = "";
      at = end;
    } else {
      const escape = readEscape(text, at);
      piece += escape.text;
      at += escape.length;
    }
  }
  return { end: at };
}

const stops = new WeakMap<Quote, RegExp>();

/** Finds what does not stand for itself in a string of this kind. */
function stopsOf(quote: Quote): RegExp {
  const known = stops.get(quote);
  if (known !== undefined) return known;
  const { close, expression, hasEscapes, isMultiLine } = quote;
  const all = [close, ...(expression === undefined ? [] : [expression])].map(escapeForRegex);
  if (hasEscapes) all.push("\\\\");
  if (!isMultiLine) all.push("\\n");
  const regex = new RegExp(all.join("|"), "g");
  stops.set(quote, regex);
  return regex;
}

/** Behind the bracket that closes it; strings inside may hold brackets. */
function endOfExpression(text: string, start: number, limit: number): number | undefined {
  let depth = 1;
  let inside = "";
  for (let at = start; at < limit; at++) {
    const character = text.charAt(at);
    if (inside !== "") {
      if (character === "\\") at++;
      else if (character === inside) inside = "";
    } else if (character === '"' || character === "'" || character === "`") inside = character;
    else if (character === "{" || character === "(") depth++;
    else if (character === "}" || character === ")") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", e: "\x1b", 0: "\0" };

function readEscape(text: string, at: number): { readonly text: string; readonly length: number } {
  const code = /^(?:\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|\\x([\da-f]{2})|\\033)/i.exec(
    text.slice(at, at + 10),
  );
  if (code !== null) {
    const hex = code[1] ?? code[2] ?? code[3] ?? "1b";
    const point = Number.parseInt(hex, 16);
    return { text: point > 0x10ffff ? "" : String.fromCodePoint(point), length: code[0].length };
  }
  const next = text.charAt(at + 1);
  if (next === "\n") return { text: "", length: 2 }; // the string goes on in the next line
  return { text: escapes[next] ?? next, length: 2 };
}

/** What loggers and formatters put values in place of: printf's verbs, `{}`, `{name:N}`, `$name`, colour codes. */
const gap =
  /%(?:\(\w+\)|\d+\$)?[-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|ll|[hlLqjzt])?[a-zA-Z@]|%\{[^}]*\}|\$?\{[^{}\n]{0,80}\}|\$[a-zA-Z_]\w*(?:->\w+)*|\x1b\[[\d;]*m/g;

/** `100%% of %d` → "100% of ", "". */
function piecesOf(text: string): string[] {
  const percent = "\u0000";
  return text
    .replaceAll("%%", percent)
    .split(gap)
    .map((piece) => piece.replaceAll(percent, "%"));
}

/** Strings side by side, or with the joiner and one expression between them, are one text. */
function join(a: Literal, b: Literal, between: string, language: Language): Literal | undefined {
  if (between.length > 200) return undefined;
  const parts = between.trim() === "" ? ["", ""] : between.split(language.joiner);
  const isSide = parts.length === 2 && parts.every((part) => part.trim() === "");
  const isAround =
    parts.length >= 3 &&
    parts.at(0)?.trim() === "" &&
    parts.at(-1)?.trim() === "" &&
    /^[\w\s.$@>()[\]-]+$/.test(parts.slice(1, -1).join(""));
  if (!isSide && !isAround) return undefined;
  const [first, ...rest] = b.pieces;
  const pieces = isSide
    ? [...a.pieces.slice(0, -1), (a.pieces.at(-1) ?? "") + (first ?? ""), ...rest]
    : [...a.pieces, ...b.pieces];
  return { line: a.line, endLine: b.endLine, start: a.start, end: b.end, pieces };
}

/** Lines of offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf("\n");
  return (offset) => {
    while (next !== -1 && next < offset) {
      line++;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  };
}

const escapeForRegex = (text: string) => text.replace(/[$()*+./?[\\\]^{|}-]/g, "\\$&");
