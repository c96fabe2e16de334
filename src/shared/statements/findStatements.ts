// Which statements can have written a message: those whose fixed pieces are in it, in their order.

import type { LogStatement } from "./logStatements";

/** What is known of the log line. */
export interface WrittenMessage {
  readonly message: string;
  /** A level as records have it: "WARN". */
  readonly level?: string;
  /** `shop.cart`, `com.acme.Cart`: often the file's path. */
  readonly logger?: string;
}

export interface FileStatements {
  readonly path: string;
  readonly statements: readonly LogStatement[];
}

export interface StatementPlace {
  readonly path: string;
  readonly line: number;
}

interface Candidate extends StatementPlace {
  readonly rank: readonly number[];
}

/** More than anyone reads through. */
const maxPlaces = 20;

/** The best places, all as likely as each other; empty when nothing in these files writes such a text. */
export function findStatements(
  written: WrittenMessage,
  files: Iterable<FileStatements>,
): StatementPlace[] {
  const text = firstLine(written.message);
  if (text === "") return [];
  let best: Candidate[] = [];
  for (const { path, statements } of files) {
    for (const statement of statements) {
      const fit = fitOf(statement, text);
      if (fit === undefined) continue;
      const rank = rankOf(statement, fit, path, written);
      const order = compareRanks(rank, best[0]?.rank);
      if (order < 0) continue;
      if (order > 0) best = [];
      best.push({ path, line: statement.line, rank });
    }
  }
  return best.slice(0, maxPlaces).map(({ path, line }) => ({ path, line }));
}

/** How a statement's text lies in the message. */
interface Fit {
  /** From the first to the last character: the message is this text. */
  readonly isWhole: boolean;
  readonly letters: number;
}

/** A part of a message must be longer than a word that occurs anywhere, and no entry of a table of texts. */
const minPartLetters = 8;

function fitOf({ pieces, letters, isLogCall }: LogStatement, text: string): Fit | undefined {
  const trimmed = trimEnds(pieces);
  if (isWholeMatch(trimmed, text)) {
    // A single word that is no argument of a logger is a key or a name.
    return isLogCall || letters >= minPartLetters || text.includes(" ")
      ? { isWhole: true, letters }
      : undefined;
  }
  const isLong =
    isLogCall && letters >= minPartLetters && trimmed.some((piece) => piece.includes(" "));
  return isLong && isInOrder(trimmed, text) ? { isWhole: false, letters } : undefined;
}

/** Line ends and blanks around are what the writer adds, not what the record keeps. */
function trimEnds(pieces: readonly string[]): string[] {
  return pieces.map((piece, index) => {
    const start = index === 0 ? piece.trimStart() : piece;
    return firstLine(index === pieces.length - 1 ? start.trimEnd() : start);
  });
}

function isWholeMatch(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  if (text.length < first.length + last.length) return false;
  return isInOrder(pieces.slice(1, -1), text.slice(first.length, text.length - last.length));
}

function isInOrder(pieces: readonly string[], text: string): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return true;
}

/** What tells most comes first. */
function rankOf(
  statement: LogStatement,
  fit: Fit,
  path: string,
  { level, logger }: WrittenMessage,
): readonly number[] {
  return [
    Number(fit.isWhole),
    Number(statement.isLogCall),
    fit.letters,
    Number(!isTest(path)),
    Number(level !== undefined && statement.level === level),
    logger === undefined ? 0 : sharedSegments(path, logger),
  ];
}

function compareRanks(a: readonly number[], b: readonly number[] | undefined): number {
  if (b === undefined) return 1;
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const isTest = (path: string) =>
  /(?:^|[\\/])(?:tests?|spec|__tests__)[\\/]|[._-](?:test|spec)\.\w+$|_test\.go$/i.test(path);

/** How many of the logger's last names are the path's last: `com.acme.Cart`, `…/acme/Cart.java` → 2 or more. */
function sharedSegments(path: string, logger: string): number {
  const folders = path.replace(/\.\w+$/, "").split(/[\\/]/);
  const names = logger.split(/[./:]+/);
  let shared = 0;
  while (
    shared < names.length &&
    folders.at(-1 - shared)?.toLowerCase() === names.at(-1 - shared)?.toLowerCase()
  ) {
    shared++;
  }
  return shared;
}

function firstLine(text: string): string {
  const trimmed = text.trimStart();
  const end = trimmed.indexOf("\n");
  // A piece inside a message keeps its blanks: only what lies behind a line's end is cut.
  return end === -1 ? text : text.slice(0, text.length - trimmed.length + end).trimEnd();
}
