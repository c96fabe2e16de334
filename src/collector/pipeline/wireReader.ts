// Reads protobuf's wire format from one buffer, front to back, without an object per field.
// Fields are told apart by their whole tag (number and wire type), so that a wrong type is an unknown field.

/** Bytes that are no protobuf message. Thrown inside the decoder only; `decode…` turns it into a result. */
export class MalformedError extends Error {
  constructor(what: string, position: number) {
    super(`${what} at byte ${position}`);
  }
}

/** Wire types (protobuf encoding, "Message Structure"). */
const varintType = 0;
const fixed64Type = 1;
const lengthType = 2;
const startGroupType = 3;
const endGroupType = 4;
const fixed32Type = 5;

/** Nobody sends groups; a bound keeps hostile ones from exhausting the stack. */
const maxGroupDepth = 32;

export class WireReader {
  readonly bytes: Buffer;
  private readonly view: DataView;
  pos = 0;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  }

  /** A varint's low 32 bits, unsigned: tags, lengths, enums, uint32. */
  varint(): number {
    const { bytes } = this;
    let pos = this.pos;
    let byte = this.byteAt(pos++);
    if (byte < 0x80) {
      this.pos = pos;
      return byte;
    }
    let value = byte & 0x7f;
    for (let shift = 7; shift < 70; shift += 7) {
      byte = bytes[pos++] ?? this.fail("truncated");
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = pos;
        return value >>> 0;
      }
    }
    return this.fail("varint too long");
  }

  /** A signed 64-bit varint; a bigint only beyond 2^53. */
  int64(): number | bigint {
    const start = this.pos;
    if (this.byteAt(start) < 0x80) return this.varint();
    let low = 0; // 28 bits each, which a small integer holds
    let middle = 0;
    let high = 0;
    let pos = start;
    for (let i = 0; ; i++) {
      if (i === 10) return this.fail("varint too long");
      const byte = this.byteAt(pos++);
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * (i - 4));
      else high |= bits << (7 * (i - 8));
      if (byte < 0x80) break;
    }
    this.pos = pos;
    if (high === 0 && middle < 1 << 25) return low + middle * 0x1000_0000;
    const unsigned = (BigInt(high) << 56n) | (BigInt(middle) << 28n) | BigInt(low);
    const signed = BigInt.asIntN(64, unsigned);
    const number = Number(signed);
    return Number.isSafeInteger(number) ? number : signed;
  }

  /** A zigzag-coded sint32. */
  sint32(): number {
    const value = this.varint();
    return (value >>> 1) ^ -(value & 1);
  }

  fixed64(): bigint {
    const pos = this.advance(8);
    return this.view.getBigUint64(pos, true);
  }

  /** A fixed64 as a number: exact up to 2^53, which counts never pass. */
  fixed64Number(): number {
    const pos = this.advance(8);
    return this.view.getUint32(pos, true) + this.view.getUint32(pos + 4, true) * 0x1_0000_0000;
  }

  sfixed64(): bigint {
    const pos = this.advance(8);
    return this.view.getBigInt64(pos, true);
  }

  double(): number {
    const pos = this.advance(8);
    return this.view.getFloat64(pos, true);
  }

  /** Reads a length; the end of what it covers, which lies within `end`. */
  frame(end: number): number {
    const length = this.varint();
    const frameEnd = this.pos + length;
    if (frameEnd > end) this.fail("a length goes past its message");
    return frameEnd;
  }

  skip(tag: number, end: number, depth = 0): void {
    if (tag < 8) this.fail("field number zero");
    switch (tag & 7) {
      case varintType:
        this.varint();
        return;
      case fixed64Type:
        this.advance(8);
        return;
      case lengthType:
        this.pos = this.frame(end);
        return;
      case startGroupType:
        this.skipGroup(tag, end, depth);
        return;
      case fixed32Type:
        this.advance(4);
        return;
      default:
        this.fail("unknown wire type");
    }
  }

  /** Every message must end where its length says: a field may not have gone past it. */
  endOf(end: number): void {
    if (this.pos !== end) this.fail("a field goes past its message");
  }

  fail(what: string): never {
    throw new MalformedError(what, this.pos);
  }

  private skipGroup(startTag: number, end: number, depth: number): void {
    if (depth === maxGroupDepth) this.fail("groups too deep");
    const endTag = (startTag & ~7) | endGroupType;
    while (this.pos < end) {
      const tag = this.varint();
      if (tag === endTag >>> 0) return;
      this.skip(tag, end, depth + 1);
    }
    this.fail("a group does not end");
  }

  private advance(size: number): number {
    const { pos } = this;
    if (pos + size > this.bytes.length) this.fail("truncated");
    this.pos = pos + size;
    return pos;
  }

  private byteAt(pos: number): number {
    return this.bytes[pos] ?? this.fail("truncated");
  }
}
