// Protobuf of a push (grafana/loki, pkg/push/push.proto):
// PushRequest{1 streams} · Stream{1 labels, 2 entries} · Entry{1 timestamp, 2 line, 3 structuredMetadata}
// · Timestamp{1 seconds, 2 nanos} · LabelPair{1 name, 2 value}.

import { lastTimeNanos } from "../../../shared/time";
import { MalformedError, WireReader } from "../../pipeline/wireReader";
import {
  maxEntries,
  TooManyEntriesError,
  type Push,
  type PushEntry,
  type PushStream,
} from "./pushRequest";

/** Tags: number and wire type. */
const first = 0x0a;
const second = 0x12;
const third = 0x1a;
const firstVarint = 0x08;
const secondVarint = 0x10;

/** The push, or what is wrong with the bytes. */
export function readProtobuf(body: Uint8Array): Push | { readonly error: string } {
  try {
    return { streams: readStreams(new WireReader(body), body.length), faults: [] };
  } catch (error) {
    if (error instanceof MalformedError) return { error: error.message };
    throw error;
  }
}

function readStreams(reader: WireReader, end: number): PushStream[] {
  const streams: PushStream[] = [];
  let count = 0;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === first) {
      const stream = readStream(reader, reader.frame(end), maxEntries - count);
      streams.push(stream);
      count += stream.entries.length + 1;
    } else reader.skip(tag, end);
  }
  reader.endOf(end);
  return streams;
}

function readStream(reader: WireReader, end: number, room: number): PushStream {
  if (room <= 0) throw new TooManyEntriesError();
  let labels = "{}";
  const entries: PushEntry[] = [];
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === first) labels = readText(reader, end);
    else if (tag === second) {
      if (entries.length === room) throw new TooManyEntriesError();
      entries.push(readEntry(reader, reader.frame(end)));
    } else reader.skip(tag, end);
  }
  reader.endOf(end);
  return { labels, entries };
}

function readEntry(reader: WireReader, end: number): PushEntry {
  let timeUnixNano = 0n;
  let line = "";
  let metadata: Record<string, string> | undefined;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === first) timeUnixNano = readTime(reader, reader.frame(end));
    else if (tag === second) line = readText(reader, end);
    else if (tag === third) readPair(reader, reader.frame(end), (metadata ??= {}));
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  return { timeUnixNano, line, metadata };
}

/** 0n for what is none; nanos may be beyond a second in encoders with a fault. */
function readTime(reader: WireReader, end: number): bigint {
  let seconds = 0n;
  let nanos = 0n;
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === firstVarint) seconds = BigInt(reader.int64());
    else if (tag === secondVarint) nanos = BigInt(reader.int64());
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  const time = seconds * 1_000_000_000n + nanos;
  return time > 0n && time <= lastTimeNanos ? time : 0n;
}

function readPair(reader: WireReader, end: number, into: Record<string, string>): void {
  let name = "";
  let value = "";
  while (reader.pos < end) {
    const tag = reader.varint();
    if (tag === first) name = readText(reader, end);
    else if (tag === second) value = readText(reader, end);
    else reader.skip(tag, end);
  }
  reader.endOf(end);
  if (name !== "" && name !== "__proto__") into[name] = value;
}

function readText(reader: WireReader, end: number): string {
  const textEnd = reader.frame(end);
  const text = reader.bytes.toString("utf8", reader.pos, textEnd);
  reader.pos = textEnd;
  return text;
}
