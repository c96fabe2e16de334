// Parquet with typed columns: times as timestamps of nanoseconds, numbers as numbers, attributes as JSON.
// Rows are gathered into groups, so that memory holds one group whatever the file's size.

import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { AnyRecordJson } from "../../shared/contract/json";
import { fieldOfRecord } from "../../shared/files/recordField";
import {
  type Cell,
  cellsOf,
  type ColumnType,
  type TableColumn,
  tableColumns,
} from "../../shared/files/tableColumns";
import type { Signal } from "../../shared/record";
import { parseRfc3339 } from "../../shared/time";
import type { Encoder } from "./encoder";
import { cellOfValue } from "./textEncoders";

/** Encoding a group holds the main thread: so many rows take about 50 ms. */
const groupRows = 8_192;
/** Characters of a group; few rows may be long ones. */
const groupChars = 16 * 1024 * 1024;

export class ParquetEncoder implements Encoder {
  private readonly columns: readonly TableColumn[];
  private readonly sink = new ByteWriter();
  private readonly writer: ParquetWriter;
  private data: unknown[][];
  private rowCount = 0;
  private chars = 0;

  constructor(
    signal: Signal,
    private readonly shown: readonly string[] | undefined,
  ) {
    this.columns =
      shown === undefined ? tableColumns[signal] : shown.map((name) => ({ name, type: "text" }));
    const schema: SchemaElement[] = [
      { name: "root", num_children: this.columns.length },
      ...this.columns.map(({ name, type }) => ({ name, ...elements[type] })),
    ];
    this.writer = new ParquetWriter({ writer: this.sink, schema, createdBy: "sidelight" });
    this.data = this.columns.map(() => []);
  }

  rows(rows: readonly AnyRecordJson[]): Uint8Array {
    for (const row of rows) this.add(row);
    if (this.rowCount >= groupRows || this.chars >= groupChars) this.endGroup();
    return this.take();
  }

  end(): Uint8Array {
    this.endGroup();
    void this.writer.finish(); // done at once: the sink is memory
    return this.take();
  }

  private add(row: AnyRecordJson): void {
    const { shown } = this;
    const cells =
      shown === undefined
        ? cellsOf(row, this.columns)
        : shown.map((name) => textOf(cellOfValue(fieldOfRecord(row, name))));
    for (const [i, cell] of cells.entries()) {
      this.data[i]?.push(valueOf(cell, this.columns[i]?.type ?? "text"));
      if (typeof cell === "string") this.chars += cell.length;
    }
    this.rowCount++;
  }

  private endGroup(): void {
    if (this.rowCount === 0) return;
    const columnData = this.columns.map(({ name }, i) => ({ name, data: this.data[i] ?? [] }));
    void this.writer.write({ columnData, rowGroupSize: this.rowCount });
    this.data = this.columns.map(() => []);
    this.rowCount = 0;
    this.chars = 0;
  }

  /** The bytes so far. Places in the file are counted on (`offset`), the buffer begins anew. */
  private take(): Uint8Array {
    const bytes = this.sink.getBytes().slice();
    this.sink.index = 0;
    return bytes;
  }
}

const elements = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  json: { type: "BYTE_ARRAY", converted_type: "JSON", repetition_type: "OPTIONAL" },
  time: {
    type: "INT64",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" },
    repetition_type: "OPTIONAL",
  },
  integer: { type: "INT32", repetition_type: "OPTIONAL" },
  long: { type: "INT64", repetition_type: "OPTIONAL" },
  number: { type: "DOUBLE", repetition_type: "OPTIONAL" },
} as const satisfies Record<ColumnType, Omit<SchemaElement, "name">>;

/** What the writer takes: it makes the text of JSON itself. */
function valueOf(cell: Cell, type: ColumnType): unknown {
  if (cell === null) return null;
  if (type === "json") return JSON.parse(String(cell));
  if (type === "time") return parseRfc3339(String(cell)) ?? null;
  if (type === "long") return BigInt(cell);
  return cell;
}

const textOf = (cell: string | number | boolean | null): string | null =>
  cell === null ? null : String(cell);
