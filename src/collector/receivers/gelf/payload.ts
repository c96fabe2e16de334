// What a GELF payload is packed in shows in its first two bytes; headers of HTTP clients are not to be
// trusted (pygelf and graypy name gzip and send zlib).

import { gunzipSync, inflateSync } from "node:zlib";

/** A log message; more is a bomb. */
const maxInflatedBytes = 8 * 1024 * 1024;

export type Unpacked =
  | { readonly text: string; readonly sizeBytes: number; readonly reason?: undefined }
  | { readonly reason: "bad-compression" | "too-large" };

/** Text of a payload that is plain, zlib or gzip, and its size unpacked. */
export function unpack(payload: Uint8Array): Unpacked {
  const first = payload[0] ?? 0;
  const second = payload[1] ?? 0;
  try {
    if (first === 0x1f && second === 0x8b) {
      return textOf(gunzipSync(payload, { maxOutputLength: maxInflatedBytes }));
    }
    if (first === 0x78 && (first * 256 + second) % 31 === 0) {
      return textOf(inflateSync(payload, { maxOutputLength: maxInflatedBytes }));
    }
  } catch (error) {
    const isTooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return { reason: isTooLarge ? "too-large" : "bad-compression" };
  }
  // Old clients marked what is not packed.
  return textOf(first === 0x1f && second === 0x3c ? payload.subarray(2) : payload);
}

/** Without the byte order mark, which the decoder drops. */
function textOf(bytes: Uint8Array): Unpacked {
  return { text: new TextDecoder().decode(bytes), sizeBytes: bytes.length };
}
