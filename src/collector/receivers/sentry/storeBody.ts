// The body of the old store endpoint: JSON, zlib or gzip of it, or base64 of one of them (raven), told by its
// first bytes; the headers of those clients say little.

import { gunzipSync, inflateSync } from "node:zlib";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { Json } from "../../pipeline/jsonShapes";

/** An event is 1 MiB at most in Sentry's own limits; more is a bomb. */
const maxInflatedBytes = 16 * 1024 * 1024;

/** The event, or why there is none. */
export function readStoreBody(body: Uint8Array): Json | "bad-compression" | "bad-json" {
  const text = inflated(body);
  if (text === undefined) return "bad-compression";
  const trimmed = text.trim();
  const direct = parseJson(trimmed);
  if (isPlainObject(direct)) return direct;
  if (!/^[A-Za-z0-9+/_=\s-]+$/.test(trimmed)) return "bad-json";
  const inner = inflated(Buffer.from(trimmed, "base64"));
  const decoded = inner === undefined ? undefined : parseJson(inner);
  return isPlainObject(decoded) ? decoded : "bad-json";
}

function inflated(bytes: Uint8Array): string | undefined {
  const [first = 0, second = 0] = bytes;
  const options = { maxOutputLength: maxInflatedBytes };
  try {
    if (first === 0x1f && second === 0x8b) return gunzipSync(bytes, options).toString("utf8");
    if (first === 0x78 && (first * 256 + second) % 31 === 0) {
      return inflateSync(bytes, options).toString("utf8");
    }
  } catch {
    return undefined; // no stream of that kind, or a bomb: the caller says so
  }
  return Buffer.from(bytes).toString("utf8");
}
