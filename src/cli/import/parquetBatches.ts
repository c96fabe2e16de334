// A Parquet file, decoded one group of rows at a time.

import zlib from "node:zlib";
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaElement,
} from "hyparquet";
import { parseJson } from "../../collector/pipeline/parseJson";
import { loadUnzstd } from "../../collector/pipeline/zstd";
import { formatTime } from "../../shared/time";
import type { ParquetBatch } from "./parquetCalls";

/** Of a file with one huge group only so many rows are decoded at once. */
const rowsAtOnce = 20_000;

/** `onStep` is called whenever more of the file is read or decoded. */
export async function* parquetBatches(
  path: string,
  onStep: () => void,
): AsyncGenerator<ParquetBatch, undefined> {
  const file = stepwise(await asyncBufferFromFile(path), onStep);
  const metadata = await parquetMetadataAsync(file, { parsers });
  const compressors = await compressorsOf(metadata);
  const elements = parquetSchema(metadata).children.map(({ element }) => element);
  const columns = elements.map(({ name }) => name);
  const jsonColumns = new Set(elements.filter(isJson).map(({ name }) => name));
  const total = Number(metadata.num_rows);
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    for (let start = groupStart; start < groupEnd; start += rowsAtOnce) {
      const end = Math.min(groupEnd, start + rowsAtOnce);
      const ends = new Map<string, number>();
      const rows = await parquetReadObjects({
        file,
        metadata,
        parsers,
        compressors,
        rowStart: start,
        rowEnd: end,
        onPage: onStep,
        onChunk: ({ columnName, rowEnd }) => ends.set(columnName, rowEnd),
      });
      checkWhole(columns, ends, end);
      yield {
        rows: rows.map((row) => plainRow(row, jsonColumns)),
        share: total > end ? end / total : 1,
      };
    }
    groupStart = groupEnd;
  }
  return undefined;
}

function stepwise(file: AsyncBuffer, onStep: () => void): AsyncBuffer {
  return {
    byteLength: file.byteLength,
    slice: async (start, end) => {
      const bytes = await file.slice(start, end);
      onStep();
      return bytes;
    },
  };
}

/** What a column lacks would be read as rows of nothing, of which a broken file may promise any number. */
function checkWhole(
  columns: readonly string[],
  ends: ReadonlyMap<string, number>,
  end: number,
): void {
  const short = columns.find((name) => (ends.get(name) ?? 0) < end);
  if (short !== undefined) {
    throw new Error(`The column ${JSON.stringify(short)} ends before row ${end}.`);
  }
  if (columns.length === 0) throw new Error("It has rows, but no columns.");
}

const parsers = {
  jsonFromBytes: (bytes: Uint8Array) => {
    const text = new TextDecoder().decode(bytes);
    const value = parseJson(text);
    return value === undefined ? text : value;
  },
  timestampFromNanoseconds: (nanos: bigint) => formatTime(nanos),
  timestampFromMicroseconds: (micros: bigint) => formatTime(micros * 1_000n),
  timestampFromMilliseconds: (millis: bigint) => formatTime(millis * 1_000_000n),
};

/** Snappy is built in. */
async function compressorsOf({ row_groups }: FileMetaData): Promise<Compressors> {
  const isZstd = row_groups.some(({ columns }) =>
    columns.some((column) => column.meta_data?.codec === "ZSTD"),
  );
  return {
    GZIP: (input) => zlib.gunzipSync(input),
    BROTLI: (input) => zlib.brotliDecompressSync(input),
    ...(isZstd && { ZSTD: orThrow(await loadUnzstd()) }),
  };
}

const orThrow =
  (unzstd: Awaited<ReturnType<typeof loadUnzstd>>) => (input: Uint8Array, length: number) => {
    const { bytes, reason } = unzstd(input, length);
    if (bytes === undefined) throw new Error(`A page packed with zstd cannot be read: ${reason}.`);
    return bytes;
  };

const isJson = ({ converted_type, logical_type }: SchemaElement) =>
  converted_type === "JSON" || logical_type?.type === "JSON";

/** JSON is as it was written: what it says is null is no value that the row lacks. */
function plainRow(
  row: Readonly<Record<string, unknown>>,
  jsonColumns: ReadonlySet<string>,
): Record<string, unknown> {
  const isKept = ([name, value]: [string, unknown]) => jsonColumns.has(name) && value !== null;
  return { ...plain(row), ...Object.fromEntries(Object.entries(row).filter(isKept)) };
}

function plain(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, plainValue(value)]),
  );
}

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  return plain(value as Readonly<Record<string, unknown>>); // no list, no date: an object
}
