// One export: pages of whole records from the store, encoded, handed on piece by piece. Who takes the pieces
// sets the pace, so memory holds a page or two whatever the size of the result.

import type { ExportRequest } from "../../shared/contract/exports";
import type { RowIndex } from "../../shared/contract/rows";
import { RpcError } from "../../shared/contract/rpc";
import type { Selection } from "../../shared/contract/selection";
import type { ReadWhole } from "../store/recordStore";
import { createEncoder } from "./createEncoder";

/** More are no table. */
const maxColumns = 200;

export interface ExportReads {
  readonly readWhole: ReadWhole;
  rowIndex(query: Selection, signal: AbortSignal): Promise<RowIndex>;
}

export interface ExportPart {
  readonly bytes: Uint8Array;
  /** Records up to and with this part, of `total`. */
  readonly rows: number;
  readonly total: number;
}

/** Throws RpcError for a request that asks for what cannot be. */
export async function* exportRecords(
  request: ExportRequest,
  reads: ExportReads,
  signal: AbortSignal,
): AsyncGenerator<ExportPart> {
  const { columns, limit } = request;
  if (columns !== undefined && (columns.length === 0 || columns.length > maxColumns)) {
    throw unable(`An export has 1 to ${maxColumns} columns.`);
  }
  if (columns !== undefined && request.format === "otlp") {
    throw unable("OTLP JSON holds whole records: it takes no columns.");
  }
  const encoder = createEncoder(request.format, request.signal, columns);
  const found = (await reads.rowIndex(request, signal)).total;
  const total = Math.min(found, limit ?? found);
  let rows = 0;
  for await (const page of reads.readWhole(request, signal)) {
    rows += page.length;
    yield { bytes: bytesOf(encoder.rows(page)), rows, total: Math.max(rows, total) };
    signal.throwIfAborted();
  }
  yield { bytes: bytesOf(encoder.end()), rows, total: rows };
}

const bytesOf = (part: Uint8Array | string): Uint8Array =>
  typeof part === "string" ? Buffer.from(part, "utf8") : part;

const unable = (message: string) => new RpcError({ kind: "query", message });
