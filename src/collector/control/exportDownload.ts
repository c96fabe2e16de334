// Exports of the browser page: /ui/export with the page's token is a download that streams from the store.

import { type ExportRequest, exportFiles, exportFormats } from "../../shared/contract/exports";
import { RpcError } from "../../shared/contract/rpc";
import type { Signal } from "../../shared/record";
import { type ExportPart, type ExportReads, exportRecords } from "../export/exportRecords";
import { isSame } from "./controlServer";
import type { HttpReply } from "../pipeline/httpRoute";

const signals: readonly Signal[] = ["logs", "spans", "metrics"];

/** Gives the reply for /ui/export?token=…&request=…, undefined for every other path. */
export function createExportDownload(token: string, reads: ExportReads) {
  return async (path: string, query: URLSearchParams): Promise<HttpReply | undefined> => {
    if (path !== "/ui/export") return undefined;
    if (!isSame(query.get("token") ?? "", token))
      return text(401, "This page's token is not known.");
    const request = requestIn(query.get("request") ?? "");
    if (request === undefined) return text(400, "The request names no signal and format.");
    const abort = new AbortController();
    const parts = exportRecords(request, reads, abort.signal);
    let first;
    try {
      first = await parts.next(); // a wrong query is told before the download begins
    } catch (error) {
      if (error instanceof RpcError) return text(400, error.message);
      throw error;
    }
    const { extension, mediaType } = exportFiles[request.format];
    return {
      status: 200,
      headers: {
        "Content-Type": mediaType,
        "Content-Disposition": `attachment; filename="${request.signal}.${extension}"`,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
      },
      stream: bytesOf(first, parts, abort),
    };
  };
}

async function* bytesOf(
  first: IteratorResult<ExportPart, void>,
  rest: AsyncIterable<ExportPart>,
  abort: AbortController,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done !== true) yield first.value.bytes;
    for await (const { bytes } of rest) yield bytes;
  } finally {
    abort.abort(); // who hangs up needs no more of the store
  }
}

/** What the page asks for; undefined for what is no such request. */
function requestIn(json: string): ExportRequest | undefined {
  let asked: unknown;
  try {
    asked = JSON.parse(json);
  } catch {
    return undefined; // told by the caller
  }
  if (typeof asked !== "object" || asked === null) return undefined;
  const fields = asked as Readonly<Record<string, unknown>>;
  const signal = signals.find((name) => name === fields["signal"]);
  const format = exportFormats.find((name) => name === fields["format"]);
  const { query, from, to, columns, limit, sinceSeq, untilSeq } = fields;
  if (signal === undefined || format === undefined || typeof query !== "string") return undefined;
  return {
    ...{ signal, format, query },
    ...(typeof from === "string" ? { from } : {}),
    ...(typeof to === "string" ? { to } : {}),
    ...(typeof limit === "number" ? { limit } : {}),
    ...(typeof sinceSeq === "number" ? { sinceSeq } : {}),
    ...(typeof untilSeq === "number" ? { untilSeq } : {}),
    ...(Array.isArray(columns) ? { columns: columns.map(String) } : {}),
  };
}

const text = (status: number, message: string): HttpReply => ({
  status,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
  body: `${message}\n`,
});
