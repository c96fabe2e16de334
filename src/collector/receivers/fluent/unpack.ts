// Packed blobs of CompressedPackedForward: gzip, of which several may follow each other, and zstd where this Node
// has it (22.15 and later).

import { promisify } from "node:util";
import zlib from "node:zlib";

/** Chunks have 8 MiB unless Fluentd is told otherwise; eightfold is a log's usual gain. */
const maxInflatedBytes = 64 * 1024 * 1024;

type Inflate = (packed: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;
const zstd = (zlib as { zstdDecompress?: unknown }).zstdDecompress;
const inflaters: Readonly<Record<string, Inflate | undefined>> = {
  gzip: promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  zstd: typeof zstd === "function" ? promisify(zstd as typeof zlib.gunzip) : undefined,
};

/** The blob, or why there is none. */
export async function unpack(
  packed: Uint8Array,
  compression: unknown,
): Promise<Uint8Array | "unknown-compression" | "bad-compression" | "too-large"> {
  const inflate = typeof compression === "string" ? inflaters[compression] : undefined;
  if (inflate === undefined) return "unknown-compression";
  try {
    return await inflate(packed, { maxOutputLength: maxInflatedBytes });
  } catch (error) {
    const isTooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return isTooLarge ? "too-large" : "bad-compression";
  }
}
