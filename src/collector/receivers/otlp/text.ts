// UTF-8 bytes of a message → text. Most of it is ASCII, for which Latin-1 is the cheaper decoding.

import { isUtf8 } from "node:buffer";

/** Text of `bytes[start, end)`; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  for (let i = start; i < end; i++) {
    if ((bytes[i] ?? 0) >= 0x80) return bytes.toString("utf8", start, end);
  }
  return bytes.toString("latin1", start, end);
}

export function isValidUtf8(bytes: Buffer, start: number, end: number): boolean {
  return isUtf8(bytes.subarray(start, end));
}

/** The largest end ≤ `start + maxBytes` that does not cut a character in two. */
export function cutEnd(bytes: Buffer, start: number, end: number, maxBytes: number): number {
  if (end - start <= maxBytes) return end;
  let cut = start + maxBytes;
  while (cut > start && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut--;
  return cut;
}
