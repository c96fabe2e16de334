// OTLP's JSON → OTLP's protobuf, so that one decoder decides what a record is. Reads the deviations of
// OTLP from protobuf's JSON mapping (specification.md, "JSON Protobuf Encoding") and what is seen in the wild.

import { JsonReader, char } from "./jsonReader";
import { spanIdBytes, traceIdBytes } from "./ids";
import { maxDepth } from "./limits";
import { requests, type Field, type Message, type ScalarType } from "./schema";
import type { OtlpSignal } from "./signals";
import { WireWriter } from "./wireWriter";

/** A level of nested values is three messages; the envelope and a record are a dozen. */
const maxMessageDepth = maxDepth * 3 + 16;
/** Fields of AnyValue. JavaScript calls 1e300 an integer. */
const anyIntField = 3;
const anyDoubleField = 4;
const notHex = 16;
const hexValues = new Uint8Array(256).fill(notHex);
for (const [value, digits] of "0 1 2 3 4 5 6 7 8 9 aA bB cC dD eE fF".split(" ").entries()) {
  for (const digit of digits) hexValues[digit.charCodeAt(0)] = value;
}
/** Longer "integers" are no 64-bit numbers, and cost quadratic time to read. */
const maxDigits = 400;

interface CompiledField extends Field {
  readonly key: Uint8Array;
}

export class JsonToWire {
  private readonly writer = new WireWriter();
  private readonly id = new Uint8Array(traceIdBytes);
  private readonly compiled = new Map<Message, readonly CompiledField[]>();

  /** The request as protobuf, valid until the next call. Throws MalformedError for what is no JSON or has a value of a wrong type. */
  convert(signal: OtlpSignal, body: Uint8Array): Buffer {
    const reader = new JsonReader(body);
    this.writer.reset();
    this.message(reader, requests[signal], 0);
    if (reader.peek() !== -1) reader.fail("more behind the message");
    return this.writer.written();
  }

  private message(reader: JsonReader, message: Message, depth: number): void {
    const fields = this.fieldsOf(message);
    reader.expect(char.openBrace);
    if (reader.has(char.closeBrace)) return;
    let guess = 0;
    do {
      reader.string();
      const at = indexOfKey(fields, reader, guess);
      reader.expect(char.colon);
      const field = fields[at];
      if (field === undefined) {
        reader.skip();
      } else {
        guess = at + 1;
        this.field(reader, field, depth);
      }
    } while (reader.has(char.comma));
    reader.expect(char.closeBrace);
  }

  private field(reader: JsonReader, field: CompiledField, depth: number): void {
    if (reader.peek() === 0x6e) {
      reader.word(); // null is the default value
      return;
    }
    if (!field.isRepeated) {
      this.value(reader, field, depth);
      return;
    }
    reader.expect(char.openBracket);
    if (reader.has(char.closeBracket)) return;
    do this.value(reader, field, depth);
    while (reader.has(char.comma));
    reader.expect(char.closeBracket);
  }

  private value(reader: JsonReader, { number, type }: CompiledField, depth: number): void {
    if (typeof type === "string") {
      this.scalar(reader, number, type);
      return;
    }
    this.writer.tag(number, 2);
    const start = this.writer.begin();
    // What is too deep becomes an empty message, which the decoder counts at its own limit.
    if (depth >= maxMessageDepth || reader.peek() === 0x6e) reader.skip();
    else this.message(reader, type(), depth + 1);
    this.writer.end(start);
  }

  private scalar(reader: JsonReader, number: number, type: ScalarType): void {
    const { writer } = this;
    switch (type) {
      case "string": {
        writer.tag(number, 2);
        const start = writer.begin();
        this.string(reader);
        writer.end(start);
        return;
      }
      case "bytes":
        reader.string();
        this.bytes(number, Buffer.from(reader.text(), "base64"));
        return;
      case "traceId":
      case "spanId":
        reader.string();
        if (!this.hexId(reader, number)) this.bytes(number, idBytes(reader.text()));
        return;
      case "bool":
        writer.tag(number, 0);
        writer.byte((reader.word() ?? reader.scalar()) === "true" ? 1 : 0);
        return;
      case "int":
        writer.tag(number, 0);
        this.integer(readInteger(reader));
        return;
      case "anyInt":
        this.anyInteger(readInteger(reader));
        return;
      case "sint": {
        const value = Number(readInteger(reader));
        writer.tag(number, 0);
        writer.varint(((value << 1) ^ (value >> 31)) >>> 0);
        return;
      }
      case "fixed64":
      case "sfixed64": {
        const value = BigInt(readInteger(reader));
        writer.tag(number, 1);
        writer.fixed64(type === "fixed64" ? clampUnsigned(value) : value);
        return;
      }
      case "double":
        writer.tag(number, 1);
        writer.double(readDouble(reader));
        return;
    }
  }

  private bytes(number: number, bytes: Uint8Array): void {
    this.writer.tag(number, 2);
    this.writer.varint(bytes.length);
    this.writer.copy(bytes, 0, bytes.length);
  }

  /** Writes the string last read as an id when it is one in hex; else false and nothing is written. */
  private hexId({ bytes, start, end }: JsonReader, number: number): boolean {
    const { writer } = this;
    const size = (end - start) / 2;
    if (size !== traceIdBytes && size !== spanIdBytes) return false;
    for (let i = 0; i < size; i++) {
      const high = hexValues[bytes[start + i * 2] ?? 0] ?? notHex;
      const low = hexValues[bytes[start + i * 2 + 1] ?? 0] ?? notHex;
      if (high === notHex || low === notHex) return false;
      this.id[i] = high * 16 + low;
    }
    writer.tag(number, 2);
    writer.varint(size);
    writer.copy(this.id, 0, size);
    return true;
  }

  private anyInteger(value: number | bigint): void {
    if (typeof value === "number" || BigInt.asIntN(64, value) === value) {
      this.writer.tag(anyIntField, 0);
      this.integer(value);
    } else {
      this.writer.tag(anyDoubleField, 1);
      this.writer.double(Number(value));
    }
  }

  private string(reader: JsonReader): void {
    if (reader.peek() !== char.quote) {
      const text = reader.scalar() ?? reader.word();
      if (text === undefined) reader.fail("expected a string");
      this.writer.text(text);
      return;
    }
    reader.string();
    if (reader.hasEscapes) this.writer.text(reader.text());
    else this.writer.copy(reader.bytes, reader.start, reader.end);
  }

  private integer(value: number | bigint): void {
    if (typeof value === "number" && value >= 0) this.writer.varint(value);
    else this.writer.varint64(BigInt(value));
  }

  private fieldsOf(message: Message): readonly CompiledField[] {
    let fields = this.compiled.get(message);
    if (fields === undefined) {
      fields = Object.entries(message).map(([key, field]) => ({ ...field, key: Buffer.from(key) }));
      this.compiled.set(message, fields);
    }
    return fields;
  }
}

/** Keys usually come in the order of the table: the one behind the last is tried first. */
function indexOfKey(fields: readonly CompiledField[], reader: JsonReader, guess: number): number {
  const { bytes, start, end } = reader;
  for (let i = 0; i < fields.length; i++) {
    const at = (guess + i) % fields.length;
    const key = fields[at]?.key;
    if (key?.length !== end - start) continue;
    let same = 0;
    while (same < key.length && key[same] === bytes[start + same]) same++;
    if (same === key.length) return at;
  }
  return -1;
}

/** Hex of any case; base64 where the length says so; what is neither has one byte, which no id has. */
function idBytes(text: string): Buffer {
  if (text === "") return Buffer.alloc(0);
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, "hex");
  const isBase64 = /^(?:[\w+/-]{22}==|[\w+/-]{11}=)$/.test(text);
  return isBase64 ? Buffer.from(text, "base64") : Buffer.alloc(1);
}

/** A number where it is exact, else a bigint. Takes decimal strings, `{low, high}`, names of enums. */
function readInteger(reader: JsonReader): number | bigint {
  const digits = reader.smallInteger();
  if (digits >= 0) return digits;
  if (reader.peek() === char.openBrace) return readLong(reader);
  const text = reader.scalar() ?? reader.fail("expected a number");
  if (text.length > maxDigits) reader.fail("a number too long");
  if (/^-?\d+$/.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  }
  const number = Number(text);
  if (text !== "" && Number.isFinite(number)) return BigInt(Math.trunc(number)); // 1.7e18, 3.0
  return enumNumber(text) ?? reader.fail(`"${text.slice(0, 40)}" is no number`);
}

/** Old JavaScript exporters wrote 64 bits as two numbers. */
function readLong(reader: JsonReader): bigint {
  const parts = { low: 0n, high: 0n };
  reader.expect(char.openBrace);
  if (reader.has(char.closeBrace)) return 0n;
  do {
    reader.string();
    const key = reader.text();
    reader.expect(char.colon);
    if (key === "low" || key === "high") {
      parts[key] = BigInt.asUintN(32, BigInt(readInteger(reader)));
    } else {
      reader.skip();
    }
  } while (reader.has(char.comma));
  reader.expect(char.closeBrace);
  return (parts.high << 32n) | parts.low;
}

function readDouble(reader: JsonReader): number {
  const text = reader.scalar() ?? reader.fail("expected a number");
  const number = Number(text);
  if (text === "" || (Number.isNaN(number) && text !== "NaN")) {
    reader.fail(`"${text.slice(0, 40)}" is no number`);
  }
  return number;
}

/** Not conforming (enums are numbers), but what generic encoders write. */
const enumNames: readonly (readonly [prefix: string, names: readonly string[]])[] = [
  ["SPAN_KIND_", ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"]],
  ["STATUS_CODE_", ["UNSET", "OK", "ERROR"]],
  ["AGGREGATION_TEMPORALITY_", ["UNSPECIFIED", "DELTA", "CUMULATIVE"]],
];
const severityNames = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

function enumNumber(text: string): number | undefined {
  const [, name = "", step = "1"] = /^SEVERITY_NUMBER_([A-Z]+)([2-4]?)$/.exec(text) ?? [];
  if (name === "UNSPECIFIED") return 0;
  const level = severityNames.indexOf(name);
  if (level >= 0) return level * 4 + Number(step || "1");
  for (const [prefix, names] of enumNames) {
    const number = text.startsWith(prefix) ? names.indexOf(text.slice(prefix.length)) : -1;
    if (number >= 0) return number;
  }
  return undefined;
}

function clampUnsigned(value: bigint): bigint {
  if (value < 0n) return 0n;
  return value > 0xffff_ffff_ffff_ffffn ? 0xffff_ffff_ffff_ffffn : value;
}
