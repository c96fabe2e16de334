// CSV as RFC 4180 has it: written with CRLF and quotes where they are needed, read in pieces with whatever
// line ends, separator and byte order mark other programs use.

import { harmlessCell } from "./harmless";

/** A number is written as it is: nothing in it can be a formula. */
export function csvLine(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = harmlessCell(value);
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const special = /[",;\t\r\n]/g;

/** A file with one endless quoted cell must not fill the memory. */
const maxRowLength = 16 * 1024 * 1024;

/** Reads rows from text that comes in pieces. Throws when a row is longer than `maxRowLength`. */
export class CsvReader {
  private cells: string[] = [];
  private cell = "";
  private length = 0;
  private isQuoted = false;
  /** A quote inside quotes was read: doubled it is one, alone it is the end. */
  private isQuoteOpen = false;
  private isCellStart = true;
  private wasReturn = false;
  private separator = "";
  private isFirst = true;

  /** Rows that are whole now. */
  add(text: string): string[][] {
    const rows: string[][] = [];
    const start = this.isFirst && text.startsWith("\ufeff") ? 1 : 0;
    if (text !== "") this.isFirst = false;
    for (let i = start; i < text.length; i++) {
      const end = this.plainEnd(text, i);
      if (end > i) this.takePlain(text.slice(i, end));
      i = end;
      if (i < text.length) this.take(text.charAt(i), rows);
    }
    return rows;
  }

  /** The last row, where the file does not end with a line's end. */
  end(): string[][] {
    const rows: string[][] = [];
    if (this.cells.length > 0 || this.cell !== "" || !this.isCellStart) this.endRow(rows);
    return rows;
  }

  /** Where the next character lies that may mean something here. */
  private plainEnd(text: string, from: number): number {
    if (this.isQuoteOpen || this.wasReturn) return from;
    if (this.isQuoted) {
      const end = text.indexOf('"', from);
      return end < 0 ? text.length : end;
    }
    special.lastIndex = from;
    return special.exec(text)?.index ?? text.length;
  }

  private takePlain(text: string): void {
    this.count(text.length);
    this.cell += text;
    this.isCellStart = false;
  }

  private count(chars: number): void {
    this.length += chars;
    if (this.length <= maxRowLength) return;
    throw new Error(`A row is longer than ${maxRowLength} characters: is a quote missing?`);
  }

  private take(char: string, rows: string[][]): void {
    this.count(1);
    if (this.isQuoteOpen) {
      this.isQuoteOpen = false;
      if (char === '"') {
        this.cell += char;
        return;
      }
      this.isQuoted = false;
    } else if (this.isQuoted) {
      if (char === '"') this.isQuoteOpen = true;
      else this.cell += char;
      return;
    }
    const wasReturn = this.wasReturn;
    this.wasReturn = char === "\r";
    if (char === '"' && this.isCellStart) {
      this.isQuoted = true;
      this.isCellStart = false;
    } else if (char === "\n") {
      if (wasReturn) this.length = 0;
      else this.endRow(rows);
    } else if (char === "\r") {
      this.endRow(rows);
    } else if (this.isSeparator(char)) {
      this.cells.push(this.cell);
      this.cell = "";
      this.isCellStart = true;
    } else {
      this.cell += char;
      this.isCellStart = false;
    }
  }

  /** The first of , ; and tab outside of quotes is the file's. */
  private isSeparator(char: string): boolean {
    if (this.separator !== "") return char === this.separator;
    if (char !== "," && char !== ";" && char !== "\t") return false;
    this.separator = char;
    return true;
  }

  private endRow(rows: string[][]): void {
    const isBlank = this.cells.length === 0 && this.cell === "" && this.isCellStart;
    if (!isBlank) rows.push([...this.cells, this.cell]);
    this.cells = [];
    this.cell = "";
    this.length = 0;
    this.isQuoted = false;
    this.isQuoteOpen = false;
    this.isCellStart = true;
  }
}
