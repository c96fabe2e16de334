// Writes the attributes of one record as JSON text of a flat object, straight from the bytes: nested lists
// become dotted names, and what some attributes say about the record (found.ts) is picked up on the way.

import {
  AnyValue,
  KeyValue,
  anyTag,
  forEachPair,
  writeJson,
  writeScalar,
  writeString,
} from "./anyValue";
import { Found } from "./found";
import { JsonText } from "./jsonText";
import type { AttributeKey, KeyCache } from "./keyCache";
import { maxAttributes, maxAttributesBytes, maxDepth, maxKeyBytes, maxValueBytes } from "./limits";
import { Losses } from "./losses";
import { StackSources } from "./stackSource";
import { cutEnd, textOf } from "./text";
import type { WireReader } from "../../pipeline/wireReader";

/** Longest value that is looked at for an id, a path, a name or a stack. */
const maxFoundBytes = 32 * 1024;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;

export class AttributeWriter {
  /** Of the request being decoded. */
  losses = new Losses();
  readonly found = new Found();
  readonly stacks = new StackSources();
  /** For text that is made while the attributes are not finished. */
  readonly scratch = new JsonText();
  /** For a value that is no attribute (a log's body). */
  readonly value = new AnyValue();
  private readonly json = new JsonText();
  private readonly pair = new KeyValue();
  private prefix = "";
  private maxBytes = 0;
  private record = 0;
  private count = 0;
  /** Where members begin, and what their keys are; for sorting. */
  private readonly starts: number[] = [];
  private readonly names: string[] = [];

  constructor(private readonly keys: KeyCache) {}

  /** Starts a record; `prefix` goes before every name, members past `maxBytes` of text are dropped. */
  begin(prefix = "", maxBytes = maxAttributesBytes): void {
    this.prefix = prefix;
    this.maxBytes = maxBytes;
    this.json.reset();
    this.json.byte(openBrace);
    this.found.reset();
    this.record++;
    this.count = 0;
  }

  /** Reads one KeyValue in `[reader.pos, end)`. */
  read(reader: WireReader, end: number): void {
    const { pair } = this;
    pair.read(reader, end);
    const key = this.keyOf(reader, pair);
    const full = this.prefix === "" ? key : this.keys.ofName(this.prefix + key.name);
    this.member(reader, full, pair.value, 0);
    reader.pos = end;
  }

  /** Members that were written before, as `membersOf` gave them. */
  members(text: string): void {
    if (text === "") return;
    if (this.json.length > 1) this.json.byte(comma);
    this.json.raw(Buffer.from(text), false);
  }

  /** "{…}" in the sender's order. */
  finish(): string {
    if (this.json.length === 1) return "{}";
    this.json.byte(closeBrace);
    return this.json.text();
  }

  /** "{…}" ordered by name: equal for equal sets, which is what identifies a resource or a series. */
  finishSorted(): string {
    const { names, starts, json, count } = this;
    let isSorted = true;
    for (let i = 1; i < count && isSorted; i++) isSorted = (names[i - 1] ?? "") <= (names[i] ?? "");
    if (isSorted) return this.finish();
    const order = Array.from({ length: count }, (_, i) => i);
    order.sort((a, b) => ((names[a] ?? "") < (names[b] ?? "") ? -1 : 1));
    starts[count] = json.length + 1;
    const members = order.map((i) => json.text(starts[i], (starts[i + 1] ?? 0) - 1));
    return `{${members.join(",")}}`;
  }

  private member(reader: WireReader, key: AttributeKey, value: AnyValue, depth: number): void {
    const { tag, start, end } = value;
    if (tag === anyTag.list && start < end) {
      this.flatten(reader, key, start, end, depth);
      return;
    }
    const { json } = this;
    if (key.lastRecord === this.record) return; // a duplicate: the first one counts
    if (this.count >= maxAttributes || json.length > this.maxBytes) {
      this.losses.add("attributes-dropped");
      return;
    }
    const before = json.length;
    key.lastRecord = this.record;
    if (json.length > 1) json.byte(comma);
    this.starts[this.count] = json.length;
    this.names[this.count] = key.name;
    this.count++;
    json.raw(key.json, key.isAscii);
    switch (tag) {
      case anyTag.string:
        writeString(json, reader, start, end, this.losses);
        break;
      case anyTag.bool:
      case anyTag.int:
      case anyTag.double:
        writeScalar(json, reader, tag, start);
        break;
      case anyTag.list:
        json.ascii('"{}"');
        break;
      default:
        writeJson(json, reader, value, depth, {
          losses: this.losses,
          limit: json.length + maxValueBytes,
          aside: this.scratch,
        });
    }
    if (key.use !== undefined) this.found.take(key.use, this.textOf(reader, value));
    if (json.length > this.maxBytes) {
      json.length = before;
      this.count--;
      this.losses.add("attributes-dropped");
    }
  }

  private flatten(
    reader: WireReader,
    key: AttributeKey,
    start: number,
    end: number,
    depth: number,
  ): void {
    if (depth >= maxDepth) {
      this.losses.add("attributes-too-deep");
      return;
    }
    forEachPair(reader, start, end, (pair) => {
      const name = `${key.name}.${this.keyOf(reader, pair).name}`;
      const isLong = name.length > maxKeyBytes;
      if (isLong) this.losses.add("attributes-cut");
      const full = this.keys.ofName(isLong ? name.slice(0, maxKeyBytes) : name);
      this.member(reader, full, pair.value, depth + 1);
      return true;
    });
  }

  private keyOf(reader: WireReader, { keyStart, keyEnd }: KeyValue): AttributeKey {
    const end = cutEnd(reader.bytes, keyStart, keyEnd, maxKeyBytes);
    if (end !== keyEnd) this.losses.add("attributes-cut");
    return this.keys.ofBytes(reader.bytes, keyStart, end);
  }

  /** Text of a short value; of an array (repeated headers) its first member. */
  private textOf(reader: WireReader, value: Readonly<AnyValue>): string {
    const { tag, start, end } = value;
    switch (tag) {
      case anyTag.string:
        return end - start > maxFoundBytes ? "" : textOf(reader.bytes, start, end);
      case anyTag.int:
        reader.pos = start;
        return String(reader.int64());
      case anyTag.array: {
        reader.pos = start;
        if (reader.pos === end || reader.varint() !== 0x0a) return "";
        const first = new AnyValue();
        first.read(reader, reader.frame(end));
        return first.tag === anyTag.string ? this.textOf(reader, first) : "";
      }
      default:
        return "";
    }
  }
}
