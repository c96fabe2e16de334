// A file → its items, a piece at a time: JSON in any arrangement, CSV and Parquet, ours and others'. The
// format is told by the name, and by the first bytes where they say more.

import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { CsvReader } from "../../shared/files/csv";
import { originalCell } from "../../shared/files/harmless";
import { recordOfRow, signalOfColumns } from "../../shared/files/tableColumns";
import type { Signal } from "../../shared/record";
import { type Item, itemsOf } from "./item";
import { JsonValues } from "./jsonValues";
import { parquetRows } from "./parquetRows";

export type FileFormat = "json" | "csv" | "parquet";

export async function formatOf(path: string): Promise<FileFormat> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(4);
    await file.read(head, 0, head.length, 0);
    if (head.toString("latin1") === "PAR1") return "parquet";
  } finally {
    await file.close();
  }
  return /\.(?:csv|tsv)$/i.test(path) ? "csv" : "json";
}

/** `parquetThreadPath`: dist/parquet.js. */
export function readItems(
  path: string,
  format: FileFormat,
  parquetThreadPath: string,
): AsyncGenerator<Item> {
  switch (format) {
    case "json":
      return jsonItems(path);
    case "csv":
      return csvItems(path);
    case "parquet":
      return parquetItems(path, parquetThreadPath);
  }
}

async function* jsonItems(path: string): AsyncGenerator<Item> {
  const values = new JsonValues();
  for await (const { text, share } of pieces(path)) {
    for (const value of values.add(text)) yield* itemsOf(value, share);
  }
  for (const value of values.end()) yield* itemsOf(value, 1);
}

async function* csvItems(path: string): AsyncGenerator<Item> {
  const reader = new CsvReader();
  let toItem: ((row: readonly string[], share: number) => Item) | undefined;
  for await (const { text, share } of pieces(path)) {
    for (const row of reader.add(text)) {
      if (toItem === undefined && isSeparatorLine(row)) continue;
      if (toItem === undefined) toItem = rowReader(row);
      else yield toItem(row, share);
    }
  }
  for (const row of reader.end()) if (toItem !== undefined) yield toItem(row, 1);
}

/** "sep=;" is Excel's word to itself. */
const isSeparatorLine = ([first, second, ...rest]: readonly string[]) =>
  first === "sep=" && second === "" && rest.length === 0;

/** By the first row, which names the columns. */
function rowReader(head: readonly string[]) {
  const columns = new ColumnNames(head);
  const signal = signalOfColumns(columns.names);
  return (row: readonly string[], share: number): Item => {
    const cells = row.map((cell, i) => [columns.nameOf(i), originalCell(cell)] as const);
    return tableItem(Object.fromEntries(cells.filter(([, cell]) => cell !== "")), signal, share);
  };
}

/** Each column has a name of its own: none hides another one. */
class ColumnNames {
  readonly names: string[] = [];
  private readonly taken = new Set<string>();

  constructor(head: readonly string[]) {
    for (const cell of head) this.add(originalCell(cell).trim());
  }

  /** Cells past the last name have columns, too. */
  nameOf(column: number): string {
    while (this.names.length <= column) this.add("");
    return this.names[column] ?? "";
  }

  /** Without a name, as pandas' index is, or with one that another column has, it is told by its number. */
  private add(written: string): void {
    const number = this.names.length + 1;
    let name = written === "" ? `column${number}` : written;
    while (this.taken.has(name)) name += `.${number}`;
    this.taken.add(name);
    this.names.push(name);
  }
}

async function* parquetItems(path: string, threadPath: string): AsyncGenerator<Item> {
  let signal: Signal | undefined;
  let isFirst = true;
  for await (const { row, share } of parquetRows(path, threadPath)) {
    if (isFirst) signal = signalOfColumns(Object.keys(row));
    isFirst = false;
    yield tableItem(row, signal, share);
  }
}

function tableItem(
  row: Readonly<Record<string, unknown>>,
  signal: Signal | undefined,
  share: number,
): Item {
  return signal === undefined
    ? { kind: "fields", object: row, share }
    : { kind: "record", object: recordOfRow(row, signal), share };
}

async function* pieces(path: string): AsyncGenerator<{ text: string; share: number }> {
  const { size } = await stat(path);
  let read = 0;
  let decoder: TextDecoder | undefined;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes = chunk as Buffer; // without an encoding a stream gives nothing else
    read += bytes.length;
    decoder ??= decoderOf(bytes);
    yield { text: decoder.decode(bytes, { stream: true }), share: size > 0 ? read / size : 1 };
  }
}

/** Windows' PowerShell and Excel's "Unicode text" write UTF-16, with a mark in front. */
function decoderOf(start: Buffer): TextDecoder {
  const mark = start.subarray(0, 2).toString("hex");
  if (mark === "fffe") return new TextDecoder("utf-16le");
  return new TextDecoder(mark === "feff" ? "utf-16be" : "utf-8");
}
