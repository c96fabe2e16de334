// AnyValue (common.proto): one look at a value says what it is and where its bytes are; then it becomes JSON
// text or plain text. Integers beyond 2^53, NaN and infinities become strings, bytes base64.

import type { JsonText } from "./jsonText";
import { maxBodyBytes, maxDepth, maxValueBytes } from "./limits";
import type { Losses } from "./losses";
import { cutEnd, isValidUtf8, textOf } from "./text";
import type { WireReader } from "../../pipeline/wireReader";

/** Tags of AnyValue's fields (number and wire type); 0 is "no value". */
export const anyTag = {
  none: 0,
  string: 0x0a,
  bool: 0x10,
  int: 0x18,
  double: 0x21,
  array: 0x2a,
  list: 0x32,
  bytes: 0x3a,
} as const;

const pairTag = 0x0a;
const keyTag = 0x0a;
const valueTag = 0x12;
const comma = 0x2c;
const colon = 0x3a;

/** Where the value last looked at lies. Mutable, and one for a decoder: values are read one at a time. */
export class AnyValue {
  tag = 0;
  start = 0;
  end = 0;

  /** Looks at the AnyValue in `[reader.pos, end)` and moves past it. Of several values the last counts. */
  read(reader: WireReader, end: number): void {
    this.tag = anyTag.none;
    while (reader.pos < end) {
      const tag = reader.varint();
      switch (tag) {
        case anyTag.string:
        case anyTag.array:
        case anyTag.list:
        case anyTag.bytes:
          this.end = reader.frame(end);
          this.start = reader.pos;
          reader.pos = this.end;
          this.tag = tag;
          break;
        case anyTag.bool:
        case anyTag.int:
        case anyTag.double:
          this.start = reader.pos;
          this.tag = tag;
          reader.skip(tag, end);
          break;
        default:
          reader.skip(tag, end);
      }
    }
    reader.endOf(end);
  }
}

/** Where the key and the value of one KeyValue lie. */
export class KeyValue {
  keyStart = 0;
  keyEnd = 0;
  readonly value = new AnyValue();

  read(reader: WireReader, end: number): void {
    this.keyStart = 0;
    this.keyEnd = 0;
    this.value.tag = anyTag.none;
    while (reader.pos < end) {
      const tag = reader.varint();
      if (tag === keyTag) {
        this.keyEnd = reader.frame(end);
        this.keyStart = reader.pos;
        reader.pos = this.keyEnd;
      } else if (tag === valueTag) {
        this.value.read(reader, reader.frame(end));
      } else {
        reader.skip(tag, end);
      }
    }
    reader.endOf(end);
  }
}

export interface JsonOptions {
  readonly losses: Losses;
  /** Written length past which lists take no more members. */
  readonly limit: number;
  /** Where a key-value list inside an array is written first, to become a string; undefined: it stays an object. */
  readonly aside: JsonText | undefined;
}

/** Writes any value as JSON text; leaves `reader.pos` anywhere. */
export function writeJson(
  json: JsonText,
  reader: WireReader,
  { tag, start, end }: Readonly<AnyValue>,
  depth: number,
  options: JsonOptions,
): void {
  switch (tag) {
    case anyTag.string:
      writeString(json, reader, start, end, options.losses);
      return;
    case anyTag.bytes:
      json.string(base64Of(reader, start, end, options.losses));
      return;
    case anyTag.bool:
    case anyTag.int:
    case anyTag.double:
      writeScalar(json, reader, tag, start);
      return;
    case anyTag.array:
    case anyTag.list:
      if (depth >= maxDepth) {
        options.losses.add("attributes-too-deep");
        json.ascii("null");
      } else if (tag === anyTag.array) {
        writeArray(json, reader, start, end, depth, options);
      } else if (options.aside === undefined) {
        writeObject(json, reader, start, end, depth, options);
      } else {
        const { aside } = options;
        aside.reset();
        writeObject(aside, reader, start, end, depth, { ...options, aside: undefined });
        json.string(aside.text());
      }
      return;
    default:
      json.ascii("null");
  }
}

/** Numbers and truth values, as JSON has them. */
export function writeScalar(json: JsonText, reader: WireReader, tag: number, start: number): void {
  reader.pos = start;
  if (tag === anyTag.bool) {
    json.ascii(reader.varint() === 0 ? "false" : "true");
  } else if (tag === anyTag.int) {
    const value = reader.int64();
    if (typeof value === "number") json.integer(value);
    else json.ascii(`"${value}"`);
  } else {
    const value = reader.double();
    json.ascii(Number.isFinite(value) ? String(value) : `"${value}"`);
  }
}

export function writeString(
  json: JsonText,
  reader: WireReader,
  start: number,
  end: number,
  losses: Losses,
): void {
  const cut = cutEnd(reader.bytes, start, end, maxValueBytes);
  if (cut !== end) losses.add("attributes-cut");
  const hasNonAscii = json.utf8(reader.bytes, start, cut);
  if (hasNonAscii && !isValidUtf8(reader.bytes, start, cut)) losses.add("invalid-utf8");
}

/** Plain text of any value: a string as it is, others as their JSON text. `scratch` is overwritten. */
export function plainText(
  reader: WireReader,
  value: Readonly<AnyValue>,
  scratch: JsonText,
  losses: Losses,
): string {
  const { tag, start, end } = value;
  if (tag === anyTag.none) return "";
  if (tag === anyTag.string) {
    const cut = cutEnd(reader.bytes, start, end, maxBodyBytes);
    if (cut !== end) losses.add("body-cut");
    const text = textOf(reader.bytes, start, cut);
    if (text.includes("\ufffd") && !isValidUtf8(reader.bytes, start, cut)) {
      losses.add("invalid-utf8");
    }
    return text;
  }
  if (tag === anyTag.bytes) return base64Of(reader, start, end, losses);
  scratch.reset();
  writeJson(scratch, reader, value, 0, { losses, limit: maxBodyBytes, aside: undefined });
  return scratch.text().replace(/^"(.*)"$/s, "$1"); // a large integer, NaN
}

function writeArray(
  json: JsonText,
  reader: WireReader,
  start: number,
  end: number,
  depth: number,
  options: JsonOptions,
): void {
  json.byte(0x5b);
  const first = json.length;
  const item = new AnyValue();
  let pos = start;
  while (pos < end) {
    reader.pos = pos;
    const tag = reader.varint();
    if (tag !== pairTag) {
      reader.skip(tag, end);
      pos = reader.pos;
      continue;
    }
    const itemEnd = reader.frame(end);
    pos = itemEnd;
    if (json.length > options.limit) {
      options.losses.add("attributes-cut");
      break;
    }
    item.read(reader, itemEnd);
    if (json.length > first) json.byte(comma);
    writeJson(json, reader, item, depth + 1, options);
  }
  json.byte(0x5d);
}

function writeObject(
  json: JsonText,
  reader: WireReader,
  start: number,
  end: number,
  depth: number,
  options: JsonOptions,
): void {
  json.byte(0x7b);
  const first = json.length;
  forEachPair(reader, start, end, (pair) => {
    if (json.length > options.limit) {
      options.losses.add("attributes-cut");
      return false;
    }
    if (json.length > first) json.byte(comma);
    writeString(json, reader, pair.keyStart, pair.keyEnd, options.losses);
    json.byte(colon);
    writeJson(json, reader, pair.value, depth + 1, options);
    return true;
  });
  json.byte(0x7d);
}

/** The KeyValues of a KeyValueList, until `use` says false. `use` may move the reader. */
export function forEachPair(
  reader: WireReader,
  start: number,
  end: number,
  use: (pair: KeyValue) => boolean,
): void {
  const pair = new KeyValue();
  let pos = start;
  while (pos < end) {
    reader.pos = pos;
    const tag = reader.varint();
    if (tag === pairTag) {
      const pairEnd = reader.frame(end);
      pair.read(reader, pairEnd);
      pos = pairEnd;
      if (!use(pair)) return;
    } else {
      reader.skip(tag, end);
      pos = reader.pos;
    }
  }
}

function base64Of(reader: WireReader, start: number, end: number, losses: Losses): string {
  const cut = Math.min(end, start + maxValueBytes);
  if (cut !== end) losses.add("attributes-cut");
  return reader.bytes.toString("base64", start, cut);
}
