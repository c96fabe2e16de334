// From a line of source to the query that finds what it wrote: by the call site that records carry, or by the
// text of the statement.

import { countLetters, type LogStatement, logStatementsIn } from "./logStatements";

/** Pieces with fewer letters are in every other message, too. */
const minPieceLetters = 3;
const maxPieces = 4;
const maxPieceLength = 100;

/** `line` is 1-based; `path` any form of the file's path. */
export function queryOfLine(path: string, line: number, text: string): string {
  const statement = statementAt(logStatementsIn(text, path), line);
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const site = `file:*${escapeWord(name)} line:${statement === undefined ? line : siteLines(statement)}`;
  const pieces = statement === undefined ? [] : wordedPieces(statement.pieces);
  if (pieces.length === 0) return site;
  return `(${site}) OR (${pieces.map((piece) => `message:${quote(piece)}`).join(" ")})`;
}

/** A call of several lines may be told by any of them. */
function siteLines({ callLine, endLine }: LogStatement): string {
  return callLine === endLine ? `${callLine}` : `[${callLine} TO ${endLine}]`;
}

function statementAt(statements: readonly LogStatement[], line: number): LogStatement | undefined {
  const here = statements.filter(({ callLine, endLine }) => callLine <= line && line <= endLine);
  return mostLetters(here.filter(({ isLogCall }) => isLogCall)) ?? mostLetters(here);
}

function mostLetters(statements: readonly LogStatement[]): LogStatement | undefined {
  return [...statements].sort((a, b) => b.letters - a.letters)[0];
}

function wordedPieces(pieces: readonly string[]): string[] {
  const worded = pieces
    .map((piece) => (piece.split("\n").find((text) => text.trim() !== "") ?? "").trim())
    .filter((piece) => countLetters([piece]) >= minPieceLetters);
  const longest = [...worded].sort((a, b) => b.length - a.length).slice(0, maxPieces);
  return worded
    .filter((piece) => longest.includes(piece))
    .map((piece) => piece.slice(0, maxPieceLength));
}

const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
const escapeWord = (text: string) => text.replace(/[^\w./-]/g, "?");
