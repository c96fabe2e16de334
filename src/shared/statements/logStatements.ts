// The statements of a source file that may have written a log line: literals with words in them, and whether
// they stand in a call that logs.

import { languageOf } from "./languages";
import { literalsIn } from "./literals";
import { logCallAround } from "./logCall";

export interface LogStatement {
  /** 1-based: where its text begins. */
  readonly line: number;
  readonly endLine: number;
  /** Where the call begins, if it is one: what loggers report as their call site. */
  readonly callLine: number;
  readonly pieces: readonly string[];
  /** In all pieces. */
  readonly letters: number;
  /** In a call that looks like writing a log line, or raising an error whose text is logged. */
  readonly isLogCall: boolean;
  /** The level that the call names, if it does. */
  readonly level?: string;
}

/** Fewer letters are no text that anyone could find again. */
const minLetters = 3;

export function logStatementsIn(text: string, path: string): LogStatement[] {
  const language = languageOf(path);
  if (language === undefined) return [];
  const statements: LogStatement[] = [];
  for (const literal of literalsIn(text, language)) {
    const letters = countLetters(literal.pieces);
    if (letters < minLetters) continue;
    const call = logCallAround(text, literal.start);
    statements.push({
      line: literal.line,
      endLine: literal.endLine,
      callLine: literal.line - linesBetween(text, call?.at, literal.start),
      pieces: literal.pieces,
      letters,
      isLogCall: call !== undefined,
      ...(call?.level === undefined ? {} : { level: call.level }),
    });
  }
  return statements;
}

/** Of any script; what is beyond ASCII is taken for one. */
export function countLetters(pieces: readonly string[]): number {
  let count = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at) | 32;
      if ((code >= 97 && code <= 122) || code > 0xbf) count++;
    }
  }
  return count;
}

function linesBetween(text: string, start: number | undefined, end: number): number {
  let count = 0;
  if (start === undefined) return count;
  for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
    count++;
  }
  return count;
}
