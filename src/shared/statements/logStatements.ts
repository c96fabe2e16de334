// The statements of a source file that may have written a log line: literals with words in them, and whether
// they stand in a call that logs.

import { languageOf } from "./languages";
import { type Literal, literalsIn } from "./literals";

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
    const call = logCallBefore(text, literal);
    statements.push({
      line: literal.line,
      endLine: literal.endLine,
      callLine: literal.line - (call?.linesAbove ?? 0),
      pieces: literal.pieces,
      letters,
      isLogCall: call !== undefined,
      ...(call?.level === undefined ? {} : { level: call.level }),
    });
  }
  return statements;
}

export function countLetters(pieces: readonly string[]): number {
  let count = 0;
  for (const piece of pieces) count += piece.match(/\p{L}/gu)?.length ?? 0;
  return count;
}

/** How far before its text a call may begin: other arguments (an object of fields) may stand between. */
const maxCallLength = 400;

const logCall =
  /(?:^|[^\w$])(?:(?:(?:[\w$]*log[\w$]*|l|console|zap|sugar|tracing)(?:\(\))?(?:::|[.])(?:\w+\([^()]*\)[.])*)(\w+)|(log|print|println|eprintln|printf|puts|echo|warn|error|info|debug|trace|fatal|panic|raise|throw|NSLog|syslog|error_log|fprintf|\w*Error|\w*Exception)|(?:fmt|std|System\.out|System\.err|sys\.stderr|sys\.stdout|process\.stdout|process\.stderr|\$stderr|\$stdout|STDERR)\.(\w+))!?\s*[( ]/gi;

const levels: Readonly<Record<string, string>> = {
  trace: "TRACE",
  verbose: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  information: "INFO",
  log: "INFO",
  notice: "INFO",
  warn: "WARN",
  warning: "WARN",
  error: "ERROR",
  err: "ERROR",
  exception: "ERROR",
  critical: "FATAL",
  fatal: "FATAL",
  panic: "FATAL",
};

interface LogCall {
  readonly level?: string;
  /** From the line of its name to that of the literal. */
  readonly linesAbove: number;
}

/** The last call that looks like logging in what stands before the literal in its statement. */
function logCallBefore(text: string, literal: Literal): LogCall | undefined {
  const before = text.slice(Math.max(0, literal.start - maxCallLength), literal.start);
  const statement = before.slice(statementStart(before));
  let last: RegExpExecArray | undefined;
  for (const match of statement.matchAll(logCall)) {
    if (!isClosed(statement.slice(match.index + match[0].length - 1))) last = match;
  }
  if (last === undefined) return undefined;
  const level =
    levels[
      methodOf(last)
        .toLowerCase()
        .replace(/(?:f|w|ln|ctx|context|ex|async)$/, "")
    ];
  const linesAbove = statement.slice(last.index).trimStart().split("\n").length - 1;
  return { linesAbove, ...(level === undefined ? {} : { level }) };
}

const methodOf = (match: RegExpExecArray) => match[1] ?? match[2] ?? match[3] ?? "";

/** Behind what ends a statement in most languages: `;`, or an empty line. */
function statementStart(before: string): number {
  return Math.max(before.lastIndexOf(";"), before.lastIndexOf("\n\n")) + 1;
}

/** Whether the bracket that `call` begins with is closed in it: then the literal is outside of the call. */
function isClosed(call: string): boolean {
  if (!call.startsWith("(")) return call.includes("\n"); // `puts "…"`, `raise "…"`: to the line's end
  let depth = 0;
  for (const character of call) {
    if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return true;
  }
  return false;
}
