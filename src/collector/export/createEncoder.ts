// The encoder of each format.

import type { ExportFormat } from "../../shared/contract/exports";
import type { Signal } from "../../shared/record";
import type { Encoder } from "./encoder";
import { OtlpEncoder } from "./otlpEncoder";
import { ParquetEncoder } from "./parquetEncoder";
import { csvEncoder, jsonLinesEncoder } from "./textEncoders";

/** `columns`: fields by their names in the query language; undefined for whole records. */
export function createEncoder(
  format: ExportFormat,
  signal: Signal,
  columns: readonly string[] | undefined,
): Encoder {
  switch (format) {
    case "jsonl":
      return jsonLinesEncoder(columns);
    case "csv":
      return csvEncoder(signal, columns);
    case "parquet":
      return new ParquetEncoder(signal, columns);
    case "otlp":
      return new OtlpEncoder(signal);
  }
}
