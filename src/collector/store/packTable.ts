// Turns records into columns that cross to the writer's thread cheaply: numbers as typed arrays (moved,
// not copied), a text column as one joined string and its lengths, a column of one value as that value.

import type { Column, TableName } from "./tables";

export interface PackedTable {
  readonly table: TableName;
  readonly rowCount: number;
  readonly columns: readonly PackedColumn[];
}

export type PackedColumn = PackedText | PackedFixed | PackedSame | PackedSequence;

/** One number after the other; where they begin is said when the rows are committed. */
export interface PackedSequence {
  readonly kind: "sequence";
  first: number;
}

/** Values of a fixed width, little-endian as DuckDB keeps them. */
export interface PackedFixed {
  readonly kind: "fixed";
  readonly width: 1 | 4 | 8;
  readonly bytes: ArrayBuffer;
  /** One byte a row, 1 where the value is null; undefined when none is. */
  readonly nulls: Uint8Array | undefined;
}

export interface PackedText {
  readonly kind: "text";
  readonly joined: string;
  /** UTF-16 lengths. */
  readonly lengths: Uint32Array;
  /** An empty string is null. */
  readonly isNullable: boolean;
}

/** Every row has this text. */
export interface PackedSame {
  readonly kind: "same";
  readonly value: string | null;
}

/** Rows packed as one: bounds the strings joined for a column. */
const rowsPerTable = 8192;

/** `seq` "own": the records have theirs; "later": they follow one another, from a number that is set then. */
export function packTables<R>(
  table: TableName,
  columns: readonly Column<R>[],
  records: readonly R[],
  seq: "own" | "later" = "own",
): PackedTable[] {
  const tables: PackedTable[] = [];
  for (let from = 0; from < records.length; from += rowsPerTable) {
    const isWhole = records.length <= rowsPerTable;
    const part = isWhole ? records : records.slice(from, from + rowsPerTable);
    tables.push({
      table,
      rowCount: part.length,
      columns: columns.map((column) =>
        column.kind === "seq" && seq === "later"
          ? { kind: "sequence", first: 0 }
          : packColumn(column, part),
      ),
    });
  }
  return tables;
}

/** The buffers to move instead of copying. */
export function transferablesOf(tables: readonly PackedTable[]): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const { columns } of tables) {
    for (const column of columns) if (column.kind === "fixed") buffers.push(column.bytes);
  }
  return buffers;
}

function packColumn<R>(column: Column<R>, records: readonly R[]): PackedColumn {
  switch (column.kind) {
    case "text":
      return packText(records, column.of, column.isNullable);
    case "int64":
      return packInt64(records, column.of, column.isNullable);
    case "seq":
      return packSeq(records, column.of);
    case "int32": {
      const values = new Int32Array(records.length);
      for (let i = 0; i < values.length; i++) values[i] = valueAt(records, i, column.of);
      return fixed(4, values, column.isNullable ? nullsWhere(values, isZero) : undefined);
    }
    case "uint8": {
      const values = new Uint8Array(records.length);
      for (let i = 0; i < values.length; i++) values[i] = valueAt(records, i, column.of);
      return fixed(1, values, undefined);
    }
    case "double": {
      const values = new Float64Array(records.length);
      for (let i = 0; i < values.length; i++) values[i] = valueAt(records, i, column.of);
      return fixed(8, values, column.isNullable ? nullsWhere(values, Number.isNaN) : undefined);
    }
  }
}

function packText<R>(
  records: readonly R[],
  of: (record: R) => string,
  isNullable: boolean,
): PackedText | PackedSame {
  const first = valueAt(records, 0, of);
  let same = 1;
  while (same < records.length && valueAt(records, same, of) === first) same++;
  if (same === records.length) {
    return { kind: "same", value: isNullable && first === "" ? null : first };
  }
  const lengths = new Uint32Array(records.length);
  const parts = new Array<string>(records.length);
  for (let i = 0; i < records.length; i++) {
    const value = valueAt(records, i, of);
    parts[i] = value;
    lengths[i] = value.length;
  }
  return { kind: "text", joined: parts.join(""), lengths, isNullable };
}

function packInt64<R>(
  records: readonly R[],
  of: (record: R) => bigint,
  isNullable: boolean,
): PackedFixed {
  const values = new BigInt64Array(records.length);
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = valueAt(records, i, of);
    values[i] = value;
    if (isNullable && value === 0n) (nulls ??= new Uint8Array(values.length))[i] = 1;
  }
  return fixed(8, values, nulls);
}

/** Written as two halves: a BigInt for each number would cost as much as all the rest. */
function packSeq<R>(records: readonly R[], of: (record: R) => number): PackedFixed {
  const halves = new Int32Array(records.length * 2);
  for (let i = 0; i < records.length; i++) {
    const value = valueAt(records, i, of);
    halves[2 * i] = value | 0;
    halves[2 * i + 1] = Math.floor(value / 0x1_0000_0000);
  }
  return fixed(8, halves, undefined);
}

function fixed(
  width: 1 | 4 | 8,
  values: Uint8Array | Int32Array | BigInt64Array | Float64Array,
  nulls: Uint8Array | undefined,
): PackedFixed {
  const { buffer } = values;
  if (!(buffer instanceof ArrayBuffer)) throw new Error("A typed array made here owns its buffer.");
  return { kind: "fixed", width, bytes: buffer, nulls };
}

function nullsWhere(
  values: Int32Array | Float64Array,
  isNull: (value: number) => boolean,
): Uint8Array | undefined {
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) {
    if (isNull(values[i] ?? 0)) (nulls ??= new Uint8Array(values.length))[i] = 1;
  }
  return nulls;
}

const isZero = (value: number) => value === 0;

function valueAt<R, V>(records: readonly R[], i: number, of: (record: R) => V): V {
  const record = records[i];
  if (record === undefined) throw new Error("A batch has no holes.");
  return of(record);
}
