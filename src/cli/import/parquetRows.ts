// Rows of a Parquet file, one group of rows in memory at a time, as objects that JSON can hold.

import zlib from "node:zlib";
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import { loadUnzstd } from "../../collector/pipeline/zstd";
import { formatTime } from "../../shared/time";

/** Of a file with one huge group only so many rows are decoded at once. */
const rowsAtOnce = 20_000;

export interface ParquetRow {
  readonly row: Readonly<Record<string, unknown>>;
  /** Of the file that is read by then. */
  readonly share: number;
}

export async function* parquetRows(path: string): AsyncGenerator<ParquetRow> {
  const { file, settled } = watched(await asyncBufferFromFile(path));
  process.on("unhandledRejection", tolerate);
  try {
    yield* rowsOf(file);
  } finally {
    await settled();
    process.off("unhandledRejection", tolerate);
  }
}

/** Of a broken file hyparquet leaves columns behind that fail on their own, after the failure that is told. */
const tolerate = () => undefined;

/** The same file, and a promise that what is read of it has come to its end. */
function watched(file: AsyncBuffer) {
  const reads = new Set<Promise<unknown>>();
  const slice = (start: number, end?: number) => {
    const read = Promise.resolve(file.slice(start, end));
    reads.add(read);
    const done = () => reads.delete(read);
    read.then(done, done);
    return read;
  };
  const settled = async () => {
    await Promise.allSettled(reads);
    await new Promise((resolve) => setImmediate(resolve)); // what was decoded of them has failed by then
  };
  return { file: { byteLength: file.byteLength, slice }, settled };
}

async function* rowsOf(file: AsyncBuffer): AsyncGenerator<ParquetRow> {
  const metadata = await parquetMetadataAsync(file, { parsers });
  const compressors = await compressorsOf(metadata);
  const total = Number(metadata.num_rows);
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (; start < end; start += Math.min(rowsAtOnce, end - start)) {
      const rows = await parquetReadObjects({
        file,
        metadata,
        parsers,
        compressors,
        rowStart: start,
        rowEnd: Math.min(end, start + rowsAtOnce),
      });
      for (const row of rows) yield { row: plain(row), share: total > 0 ? end / total : 1 };
    }
    start = end;
  }
}

const parsers = {
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
