// Writes an export to a file of the user: beside it first, and in its place when it is whole, so that
// neither a cancelled nor a failed export leaves half a file or takes the one that was there.

import { open, rename, rm } from "node:fs/promises";
import { isAbsolute } from "node:path";
import type { ExportDone, ExportProgress, ExportQuery } from "../../shared/contract/exports";
import { exportFormats } from "../../shared/contract/exports";
import { RpcError } from "../../shared/contract/rpc";
import { type ExportReads, exportRecords } from "./exportRecords";

/** So often a client is told at most. */
const progressEveryMs = 100;

export async function exportFile(
  query: ExportQuery,
  reads: ExportReads,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<ExportDone> {
  const { path, job } = query;
  if (typeof path !== "string" || !isAbsolute(path)) throw wrong("An export needs a whole path.");
  if (!exportFormats.includes(query.format)) throw wrong("That is no format of files.");
  const partPath = `${path}.${process.pid}-${job}.part`;
  const file = await open(partPath, "wx").catch((error: unknown) => {
    throw new RpcError({
      kind: "internal",
      message: `${path} cannot be written: ${reason(error)}`,
    });
  });
  try {
    let sizeBytes = 0;
    let rows = 0;
    let toldMs = 0;
    for await (const part of exportRecords(query, reads, signal)) {
      await file.appendFile(part.bytes);
      sizeBytes += part.bytes.length;
      rows = part.rows;
      if (performance.now() - toldMs < progressEveryMs) continue;
      toldMs = performance.now();
      onProgress({ job, rows, total: part.total });
    }
    await file.close();
    await rename(partPath, path);
    return { rows, sizeBytes };
  } catch (error) {
    await file.close().catch(() => undefined); // it may be closed already; what failed is told below
    await rm(partPath, { force: true });
    if (error instanceof RpcError || signal.aborted) throw error;
    throw new RpcError({ kind: "internal", message: `${path} was not written: ${reason(error)}` });
  }
}

const wrong = (message: string) => new RpcError({ kind: "query", message });

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
