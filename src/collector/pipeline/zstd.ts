// Unpacks zstd within a bound. Node has it from 22.15 on (every editor's does); on older ones, and for several
// frames in a row, of which Node's own promises nothing, the format's own decoder does it, compiled to WebAssembly.

import zlib from "node:zlib";
import type { Unpacked } from "./unpacked";
import { zstdExtent } from "./zstdFrames";

/** More would not fit in the decoder's memory beside the packed bytes (4 GiB, of which it takes half). */
const maxUnzstdBytes = 512 * 1024 * 1024;

type Native = (
  packed: Uint8Array,
  options: { maxOutputLength: number },
  callback: (error: (Error & { code?: unknown }) | null, bytes: Buffer) => void,
) => void;
const native: unknown = "zstdDecompress" in zlib ? zlib.zstdDecompress : undefined;

/** All that `packed` holds or why not: `too-large` where that is more than `maxLength` bytes. */
export async function unzstd(packed: Uint8Array, maxLength: number): Promise<Unpacked> {
  const frames = zstdExtent(packed)?.frames;
  if (typeof native !== "function" || frames !== 1) return (await loadUnzstd())(packed, maxLength);
  return new Promise((resolve) => {
    (native as Native)(packed, { maxOutputLength: maxLength }, (error, bytes) => {
      if (error === null) return resolve({ bytes });
      const isTooLarge = error.code === "ERR_BUFFER_TOO_LARGE";
      resolve({ reason: isTooLarge ? "too-large" : "bad-compression" });
    });
  });
}

/** The same at once, for who has waited for the decoder. */
export async function loadUnzstd(): Promise<(packed: Uint8Array, maxLength: number) => Unpacked> {
  // Loaded when it is needed: few senders pack with zstd, and its memory stays taken.
  const { ZSTDDecoder } = await import("zstddec");
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return (packed, maxLength) => {
    const extent = zstdExtent(packed);
    if (extent === undefined) return { reason: "bad-compression" };
    if (extent.maxBytes === 0) return { bytes: new Uint8Array() };
    const room = Math.min(extent.maxBytes, maxLength, maxUnzstdBytes);
    // The decoder writes no further than the room it is given. It says that this was too little, as all that it
    // cannot read, by giving nothing.
    const bytes = decoder.decode(packed, room);
    if (bytes.length > 0) return { bytes };
    return { reason: extent.maxBytes > room ? "too-large" : "bad-compression" };
  };
}
