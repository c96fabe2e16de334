// Snappy's block format, as remote writers and log shippers pack their bodies. Not the framed stream format.
// Node has no decoder for it; the format is "format_description.txt" of the Snappy project.

import type { Unpacked } from "./unpacked";

/** No element gives more than this many bytes for one of its own: a copy of 64 takes three. */
const maxExpansion = 22;

/**
 * The bytes that `packed` says it holds, all of them or none. `too-large` where they would be more than
 * `maxLength`, `bad-compression` where `packed` is cut off, has more behind it, or is none.
 */
export function unsnap(packed: Uint8Array, maxLength: number): Unpacked<Buffer> {
  const preamble = readLength(packed);
  if (preamble === undefined) return { reason: "bad-compression" };
  if (preamble.length > maxLength) return { reason: "too-large" };
  // A lie about the length must not cost memory.
  if (preamble.length > packed.length * maxExpansion) return { reason: "bad-compression" };
  const bytes = Buffer.allocUnsafe(preamble.length);
  return fill(bytes, packed, preamble.end) ? { bytes } : { reason: "bad-compression" };
}

/** The uncompressed length: a varint of at most 32 bits. */
function readLength(packed: Uint8Array): { length: number; end: number } | undefined {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = packed[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length < 2 ** 32 ? { length, end: at + 1 } : undefined;
  }
  return undefined;
}

/** Whether the elements behind `at` gave exactly as many bytes as `out` takes. */
function fill(out: Buffer, packed: Uint8Array, at: number): boolean {
  let to = 0;
  while (at < packed.length) {
    const tag = packed[at++] ?? 0;
    const kind = tag & 3;
    if (kind === 0) {
      let size = tag >>> 2;
      if (size >= 60) {
        const width = size - 59;
        if (at + width > packed.length) return false;
        size = littleEndian(packed, at, width);
        at += width;
      }
      size++;
      if (at + size > packed.length || to + size > out.length) return false;
      out.set(packed.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const width = kind === 1 ? 1 : kind === 2 ? 2 : 4;
    if (at + width > packed.length) return false;
    const size = kind === 1 ? 4 + ((tag >>> 2) & 7) : (tag >>> 2) + 1;
    const offset = littleEndian(packed, at, width) + (kind === 1 ? (tag >>> 5) * 256 : 0);
    at += width;
    if (offset === 0 || offset > to || to + size > out.length) return false;
    copyWithin(out, to - offset, to, size);
    to += size;
  }
  return to === out.length;
}

/** Byte by byte where the two overlap: a copy may repeat what it just wrote. */
function copyWithin(out: Buffer, from: number, to: number, size: number): void {
  if (to - from >= size && size > 16) {
    out.copyWithin(to, from, from + size);
    return;
  }
  for (let n = 0; n < size; n++) out[to + n] = out[from + n] ?? 0;
}

function littleEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let n = width - 1; n >= 0; n--) value = value * 256 + (bytes[at + n] ?? 0);
  return value;
}
