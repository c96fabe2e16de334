// Packed blobs of CompressedPackedForward: gzip and zstd, of which several may follow each other.

import { promisify } from "node:util";
import zlib from "node:zlib";
import { unzstd } from "../../pipeline/zstd";

/** Chunks have 8 MiB unless Fluentd is told otherwise; eightfold is a log's usual gain. */
const maxInflatedBytes = 64 * 1024 * 1024;

const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** The blob, or why there is none. */
export async function unpack(
  packed: Uint8Array,
  compression: unknown,
): Promise<Uint8Array | "unknown-compression" | "bad-compression" | "too-large"> {
  if (compression === "zstd") {
    const { bytes, reason } = await unzstd(packed, maxInflatedBytes);
    return bytes ?? reason;
  }
  if (compression !== "gzip") return "unknown-compression";
  try {
    return await gunzip(packed, { maxOutputLength: maxInflatedBytes });
  } catch (error) {
    const isTooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return isTooLarge ? "too-large" : "bad-compression";
  }
}
