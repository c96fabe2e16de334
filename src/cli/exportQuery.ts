// query --output FILE: the collector writes what matches to a file; progress goes to the terminal.

import { resolve } from "node:path";
import {
  type ExportFormat,
  exportFormats,
  type ExportProgress,
  formatOfFile,
} from "../shared/contract/exports";
import type { Selection } from "../shared/contract/selection";
import { type ParsedArguments, textFlag, UsageError } from "./arguments";
import { connect } from "./client";
import { Progress } from "./progress";

export const exportFlags = {
  output: { type: "string" },
  format: { type: "string" },
  columns: { type: "string" },
} as const;

export interface ExportFlags {
  readonly path: string;
  readonly format: ExportFormat;
  readonly columns?: readonly string[];
}

/** Undefined without --output. */
export function exportFlagsOf(parsed: ParsedArguments): ExportFlags | undefined {
  const path = textFlag(parsed, "output");
  const named = textFlag(parsed, "format");
  const columns = textFlag(parsed, "columns");
  if (path === undefined) {
    if (named === undefined && columns === undefined) return undefined;
    throw new UsageError("--format and --columns go with --output FILE.");
  }
  const format = named === undefined ? formatOfFile(path) : exportFormats.find((f) => f === named);
  if (format === undefined) {
    throw new UsageError(`--format takes ${exportFormats.join(", ")}; ${path} does not say which.`);
  }
  if (columns !== undefined && format === "otlp") {
    throw new UsageError("OTLP JSON holds whole records: it takes no --columns.");
  }
  return {
    path: resolve(path),
    format,
    ...(columns === undefined ? {} : { columns: columns.split(",").map((name) => name.trim()) }),
  };
}

export async function exportQuery(
  dataPath: string,
  selection: Selection & { readonly limit?: number },
  flags: ExportFlags,
): Promise<void> {
  const progress = new Progress();
  const abort = new AbortController();
  const connection = await connect(dataPath, {
    exportProgress: ({ rows, total }: ExportProgress) =>
      progress.show(`${rows} of ${total} records`),
  });
  const cancel = () => abort.abort();
  process.once("SIGINT", cancel);
  process.once("SIGTERM", cancel);
  try {
    const query = { ...selection, ...flags, job: process.pid };
    const { rows, sizeBytes } = await connection.collector.exportFile(query, abort.signal);
    progress.end();
    console.error(
      `${rows} ${rows === 1 ? "record" : "records"} in ${flags.path} (${sizeBytes} bytes)`,
    );
  } finally {
    progress.end();
    process.off("SIGINT", cancel);
    process.off("SIGTERM", cancel);
    connection.rpc.dispose();
  }
}
