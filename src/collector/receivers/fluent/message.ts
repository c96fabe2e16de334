// One message of the forward protocol (specification v1, "Event Modes") → its tag, its entries and its option.
// Entries are decoded one by one as they are asked for, so that a large message is never held decoded.

import { lastTimeNanos } from "../../../shared/time";
import { parseJson } from "../../pipeline/parseJson";
import { readHeader, valueEnd } from "./msgpackEnd";
import { EventTime, isMap, textOfBytes, type ValueDecoder } from "./values";

export interface Entry {
  /** 0n: now. */
  readonly timeUnixNano: bigint;
  readonly record: Readonly<Record<string, unknown>>;
  /** fluent-bit's, beside the time. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly sizeBytes: number;
}

export interface Message {
  readonly tag: string;
  readonly option: Readonly<Record<string, unknown>>;
  /** A single event, events in an array, or a blob of events, which may be packed. */
  readonly content:
    | { readonly kind: "event"; readonly entry: Entry | undefined }
    | { readonly kind: "entries"; readonly bytes: Uint8Array }
    | { readonly kind: "json"; readonly entries: readonly unknown[] };
}

/** Undefined when it is no message of this protocol. Throws when the bytes are no MessagePack. */
export function readMessage(bytes: Uint8Array, decoder: ValueDecoder): Message | undefined {
  const header = readHeader(bytes, 0);
  const parts = elements(bytes, 0, 4);
  const [tagPart, second, third, fourth] = parts;
  if (header === undefined || tagPart === undefined || second === undefined) return undefined;
  if (header.children !== parts.length) return undefined;
  const tag = tagOf(decoder.decode(tagPart));
  if (tag === undefined) return undefined;
  const type = second[0] ?? 0;
  if (isArray(type)) {
    const content = { kind: "entries", bytes: second.subarray(headerSize(second)) } as const;
    return { tag, option: optionOf(third, decoder), content };
  }
  if (isText(type)) {
    const content = { kind: "entries", bytes: second.subarray(payloadStart(second)) } as const;
    return { tag, option: optionOf(third, decoder), content };
  }
  if (third === undefined) return undefined;
  const record = decoder.decode(third);
  const entry = entryOf(decoder.decode(second), record, bytes.length);
  return { tag, option: optionOf(fourth, decoder), content: { kind: "event", entry } };
}

/** The same in JSON; undefined when it is no message. */
export function readJsonMessage(bytes: Uint8Array): Message | undefined {
  const value = parseJson(Buffer.from(bytes).toString("utf8"));
  if (!Array.isArray(value)) return undefined;
  const [tag, second, third, fourth] = value as readonly unknown[];
  if (typeof tag !== "string" || second === undefined) return undefined;
  if (Array.isArray(second)) {
    return { tag, option: isMap(third) ? third : {}, content: { kind: "json", entries: second } };
  }
  const entry = entryOf(second, third, bytes.length);
  return { tag, option: isMap(fourth) ? fourth : {}, content: { kind: "event", entry } };
}

/** Events one behind the other; undefined for what is none. What follows a broken one is not read. */
export function* readEntries(
  bytes: Uint8Array,
  decoder: ValueDecoder,
): Generator<Entry | undefined> {
  for (let start = 0; start < bytes.length;) {
    const end = valueEnd(bytes, start);
    if (end === undefined) {
      yield undefined;
      return;
    }
    let value: unknown;
    try {
      value = decoder.decode(bytes.subarray(start, end));
    } catch {
      value = undefined; // a key that is not allowed, bytes that are no text: this event alone
    }
    const [time, record] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    yield entryOf(time, record, end - start);
    start = end;
  }
}

/** Undefined when time or record are none. */
export function entryOf(time: unknown, record: unknown, sizeBytes: number): Entry | undefined {
  const [first, second] = Array.isArray(time) ? (time as readonly unknown[]) : [time];
  const timeUnixNano = nanosOf(first);
  if (timeUnixNano === undefined || !isMap(record)) return undefined;
  return { timeUnixNano, record, metadata: isMap(second) ? second : undefined, sizeBytes };
}

const maxSeconds = Number(lastTimeNanos / 1_000_000_000n);

/** 0n for none; undefined when it is no time at all. */
function nanosOf(time: unknown): bigint | undefined {
  if (time instanceof EventTime) return time.unixNano;
  if (time === null || time === undefined) return 0n;
  const seconds = typeof time === "bigint" ? Number(time) : time;
  if (typeof seconds !== "number") return undefined;
  if (!(seconds > 0 && seconds < maxSeconds)) return 0n;
  const whole = Math.floor(seconds);
  return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((seconds - whole) * 1e6)) * 1000n;
}

/** The first elements of the array at `start`, each with its header. */
function elements(bytes: Uint8Array, start: number, limit: number): Uint8Array[] {
  const header = readHeader(bytes, start);
  if (header === undefined) return [];
  const parts: Uint8Array[] = [];
  let at = start + header.sizeBytes;
  for (let i = 0; i < Math.min(limit, header.children); i++) {
    const end = valueEnd(bytes, at);
    if (end === undefined) return parts;
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

const isArray = (type: number) => (type >= 0x90 && type <= 0x9f) || type === 0xdc || type === 0xdd;
const isText = (type: number) =>
  (type >= 0xa0 && type <= 0xbf) ||
  (type >= 0xc4 && type <= 0xc6) ||
  (type >= 0xd9 && type <= 0xdb);

const headerSize = (value: Uint8Array) => readHeader(value, 0)?.sizeBytes ?? 0;

/** Encoders of old write blobs as strings: the bytes are taken as they are. */
function payloadStart(value: Uint8Array): number {
  const type = value[0] ?? 0;
  if (type <= 0xbf) return 1;
  return 1 + 2 ** ((type >= 0xd9 ? type - 0xd9 : type - 0xc4) % 3);
}

function tagOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Uint8Array ? textOfBytes(value) : undefined;
}

function optionOf(part: Uint8Array | undefined, decoder: ValueDecoder): Record<string, unknown> {
  const option = part === undefined ? undefined : decoder.decode(part);
  return isMap(option) ? option : {};
}
