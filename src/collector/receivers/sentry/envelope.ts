// Sentry's envelope: a line of JSON, then items, each a line of JSON and a payload (developer documentation,
// "Envelopes", "Serialization Format"). Read by bytes: lengths count bytes, and attachments are no text.

import { isPlainObject, parseJson } from "../../pipeline/parseJson";

export interface EnvelopeItem {
  readonly header: Readonly<Record<string, unknown>>;
  /** A view into the body. */
  readonly payload: Uint8Array;
}

export interface Envelope {
  readonly header: Readonly<Record<string, unknown>>;
  readonly items: readonly EnvelopeItem[];
  /** Why reading stopped before the end; what was whole before it is in `items`. */
  readonly problem?:
    "bad-envelope-header" | "bad-item-header" | "bad-item-length" | "too-many-items";
}

/** SDKs send a handful; an envelope of attachments some tens. */
const maxItems = 1000;
const lineFeed = 10;

export function readEnvelope(body: Uint8Array): Envelope {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const items: EnvelopeItem[] = [];
  const first = lineEnd(bytes, 0);
  const header = objectOf(bytes.subarray(0, first));
  if (header === undefined) return { header: {}, items, problem: "bad-envelope-header" };
  for (let at = first + 1; at < bytes.length;) {
    if (bytes[at] === lineFeed) {
      at++; // a blank line between items
      continue;
    }
    if (items.length >= maxItems) return { header, items, problem: "too-many-items" };
    const headerEnd = lineEnd(bytes, at);
    const itemHeader = objectOf(bytes.subarray(at, headerEnd));
    if (itemHeader === undefined) return { header, items, problem: "bad-item-header" };
    const start = Math.min(bytes.length, headerEnd + 1);
    const end = payloadEnd(bytes, start, itemHeader.length);
    if (end === undefined) return { header, items, problem: "bad-item-length" };
    items.push({ header: itemHeader, payload: bytes.subarray(start, end) });
    at = end + 1;
  }
  return { header, items };
}

/** Offset behind the payload; undefined when the length that is said cannot be right. */
function payloadEnd(bytes: Buffer, start: number, length: unknown): number | undefined {
  if (length === undefined || length === null) return lineEnd(bytes, start);
  if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0) return undefined;
  const end = start + length;
  if (end > bytes.length || (end < bytes.length && bytes[end] !== lineFeed)) return undefined;
  return end;
}

function lineEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(lineFeed, from);
  return at < 0 ? bytes.length : at;
}

function objectOf(line: Buffer): Record<string, unknown> | undefined {
  const value = parseJson(line.toString("utf8"));
  return isPlainObject(value) ? value : undefined;
}
