// What an export is asked for and answers: a file on this machine with what matches.

import type { Selection } from "./selection";

/** "otlp" is OTLP JSON, one request a line, as the OpenTelemetry Collector's file exporter writes it. */
export const exportFormats = ["jsonl", "csv", "parquet", "otlp"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What to write, wherever it goes. */
export interface ExportRequest extends Selection {
  readonly format: ExportFormat;
  /** Only these fields, by their names in the query language, in this order; OTLP JSON takes none. */
  readonly columns?: readonly string[];
  /** Only the newest so many. */
  readonly limit?: number;
}

export interface ExportQuery extends ExportRequest {
  /** Absolute; a file that is there is replaced when the new one is whole. */
  readonly path: string;
  /** Named by the caller, to know its progress by. */
  readonly job: number;
}

/** Where the browser page posts what to write. */
export const exportPath = "/ui/export";

export interface ExportDone {
  readonly rows: number;
  readonly sizeBytes: number;
}

export interface ExportProgress {
  readonly job: number;
  readonly rows: number;
  readonly total: number;
}

/** What files of a format are called, and how it is named to people. */
export const exportFiles = {
  jsonl: { extension: "jsonl", title: "JSON lines", mediaType: "application/x-ndjson" },
  csv: { extension: "csv", title: "CSV", mediaType: "text/csv; charset=utf-8" },
  parquet: { extension: "parquet", title: "Parquet", mediaType: "application/vnd.apache.parquet" },
  otlp: { extension: "otlp.jsonl", title: "OTLP JSON", mediaType: "application/x-ndjson" },
} as const satisfies Record<ExportFormat, unknown>;

/** By the end of a file's name; undefined when it says nothing. */
export function formatOfFile(name: string): ExportFormat | undefined {
  const lower = name.toLowerCase();
  if (/[.-]otlp\.(?:jsonl?|ndjson)$/.test(lower) || lower.endsWith(".otlp")) return "otlp";
  if (/\.(?:jsonl|ndjson|json|log)$/.test(lower)) return "jsonl";
  if (lower.endsWith(".csv")) return "csv";
  return /\.(?:parquet|pq)$/.test(lower) ? "parquet" : undefined;
}
