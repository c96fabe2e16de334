// What a row shows of a record: its first line with its own colours and the searched words marked, its
// attributes as key=value, its source as file:line. Pure.

import type { AttributeValue, LogJson } from "../../src/shared/contract/json";
import { ansiRuns, type Run } from "./ansi";

/** Rows show this much; the detail shows all. */
const rowMessageLength = 500;
const rowAttributes = 24;
const rowValueLength = 120;

export interface MessageRun extends Run {
  readonly isMatch: boolean;
}

/** The first line and how many more there are. */
export function firstLine(record: LogJson): { runs: Run[]; moreLines: number } {
  const text = record.display ?? record.body;
  const lineEnd = text.search(/\r?\n/);
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const rest = lineEnd < 0 ? "" : text.slice(lineEnd).trim();
  const moreLines = rest === "" ? 0 : rest.split("\n").length;
  const shown = line.slice(0, rowMessageLength).replaceAll("\t", " ");
  const runs = record.display === undefined ? [{ text: shown, classes: "" }] : ansiRuns(shown);
  return { runs, moreLines };
}

/** Splits runs where one of the words (folded to lower case) begins or ends. */
export function marked(runs: readonly Run[], words: readonly string[]): MessageRun[] {
  const text = runs.map((run) => run.text).join("");
  const ranges = matchRanges(text, words);
  if (ranges.length === 0) return runs.map((run) => ({ ...run, isMatch: false }));
  const marks: MessageRun[] = [];
  let start = 0;
  for (const run of runs) {
    const end = start + run.text.length;
    let at = start;
    for (const range of ranges) {
      const [from, to] = [Math.max(at, range.from), Math.min(end, range.to)];
      if (from >= to) continue;
      if (from > at) marks.push(piece(run, at - start, from - start, false));
      marks.push(piece(run, from - start, to - start, true));
      at = to;
    }
    if (at < end) marks.push(piece(run, at - start, end - start, false));
    start = end;
  }
  return marks;
}

const piece = (run: Run, from: number, to: number, isMatch: boolean): MessageRun => ({
  text: run.text.slice(from, to),
  classes: run.classes,
  isMatch,
});

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ascending and apart. */
function matchRanges(text: string, words: readonly string[]): Range[] {
  const folded = text.toLowerCase();
  if (folded.length !== text.length) return []; // the places would not agree
  const found: Range[] = [];
  for (const word of words) {
    if (word === "") continue;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push({ from: at, to: at + word.length });
    }
  }
  found.sort((a, b) => a.from - b.from);
  const apart: Range[] = [];
  for (const range of found) {
    const last = apart.at(-1);
    if (last === undefined || range.from >= last.to) apart.push(range);
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return apart;
}

export interface ShownAttribute {
  readonly name: string;
  readonly text: string;
}

/** What stands behind the message, columns and long stack traces left out. */
export function shownAttributes(record: LogJson, columns: readonly string[]): ShownAttribute[] {
  const shown: ShownAttribute[] = [];
  if (record.eventName !== undefined && record.body !== record.eventName) {
    shown.push({ name: "event", text: record.eventName });
  }
  for (const [name, value] of Object.entries(record.attributes)) {
    if (shown.length >= rowAttributes) break;
    if (columns.includes(name) || hasOwnPlace(name) || isIdOf(record, value)) continue;
    shown.push({ name, text: shortValue(value) });
  }
  if (record.requestId !== undefined && !columns.includes("request_id")) {
    shown.push({ name: "request_id", text: record.requestId });
  }
  return shown;
}

/** Stack traces are in the detail, the source at the right. */
const hasOwnPlace = (name: string) => isStackName(name) || name.startsWith("code.");

/** Attributes that hold a stack trace, under the names of the usual loggers. */
export const isStackName = (name: string) =>
  /stack_?trace$|^stack$|\.stack$|^exc_info$/i.test(name);

/** An attribute that only repeats one of the record's ids, under whatever name it was sent. */
export const isIdOf = (record: LogJson, value: AttributeValue) =>
  value !== "" &&
  (value === record.requestId || value === record.traceId || value === record.spanId);

export function shortValue(value: AttributeValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replace(/\s+/g, " ");
  return line.length > rowValueLength ? `${line.slice(0, rowValueLength)}…` : line;
}

/** "fetch.ts:72" */
export function sourceLabel(source: { readonly file: string; readonly line?: number }): string {
  const name = source.file.split(/[\\/]/).at(-1) ?? source.file;
  return source.line === undefined ? name : `${name}:${source.line}`;
}
