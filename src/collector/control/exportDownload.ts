// Exports of the browser page: what it posts to /ui/export is a download that streams from the store.

import { decodeExportRequest } from "../../shared/contract/collectorParams";
import { exportFiles, exportPath, type ExportRequest } from "../../shared/contract/exports";
import { WrongParamsError } from "../../shared/contract/params";
import { RpcError } from "../../shared/contract/rpc";
import { type ExportPart, type ExportReads, exportRecords } from "../export/exportRecords";
import { isSame } from "./controlServer";
import type { HttpReply, HttpRoute } from "../pipeline/httpRoute";

/** Takes a form of the page, with the page's token in the address. */
export function createExportDownload(token: string, reads: ExportReads): HttpRoute {
  return {
    methods: ["POST"],
    matches: (path) => path === exportPath,
    refuse: ({ status, message }) => text(status, message),
    handle: async ({ query, body }) => {
      if (!isSame(query.get("token") ?? "", token))
        return text(401, "This page's token is not known.");
      const form = new URLSearchParams(Buffer.from(body).toString());
      let request;
      try {
        request = requestIn(form.get("request") ?? "");
      } catch (error) {
        if (error instanceof WrongParamsError) return text(400, error.message);
        throw error;
      }
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
    },
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

/** What the page asks for. */
function requestIn(json: string): ExportRequest {
  let asked: unknown;
  try {
    asked = JSON.parse(json);
  } catch {
    throw new WrongParamsError("The request is no JSON.");
  }
  return decodeExportRequest(asked, "");
}

const text = (status: number, message: string): HttpReply => ({
  status,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
  body: `${message}\n`,
});
