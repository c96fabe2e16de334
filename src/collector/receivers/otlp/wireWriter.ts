// Writes protobuf's wire format into one growing buffer. The length of a message is known only when it is
// written, so its place is kept: five bytes of a varint that need not be the shortest one.

const lengthBytes = 5;
const firstSizeBytes = 64 * 1024;
/** A buffer that a huge request has made is not kept past it. */
const keptBytes = 1024 * 1024;

export class WireWriter {
  private out = Buffer.allocUnsafe(firstSizeBytes);
  private length = 0;

  reset(): void {
    this.length = 0;
    if (this.out.length > keptBytes) this.out = Buffer.allocUnsafe(firstSizeBytes);
  }

  /** What was written since `reset`; valid until the next one. */
  written(): Buffer {
    return this.out.subarray(0, this.length);
  }

  tag(field: number, wireType: 0 | 1 | 2): void {
    this.varint(field * 8 + wireType);
  }

  /** Keeps the place of a length; give what it returns to `end`. */
  begin(): number {
    this.room(lengthBytes);
    this.length += lengthBytes;
    return this.length;
  }

  end(start: number): void {
    let rest = this.length - start;
    for (let i = 0; i < lengthBytes - 1; i++) {
      this.out[start - lengthBytes + i] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.out[start - 1] = rest;
  }

  byte(value: number): void {
    this.room(1);
    this.out[this.length++] = value;
  }

  /** An integer of at most 2^53, not negative. */
  varint(value: number): void {
    this.room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.out[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.out[this.length++] = rest;
  }

  varint64(value: bigint): void {
    this.room(10);
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.out[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.out[this.length++] = Number(rest);
  }

  fixed64(value: bigint): void {
    this.room(8);
    this.length = this.out.writeBigUInt64LE(BigInt.asUintN(64, value), this.length);
  }

  double(value: number): void {
    this.room(8);
    this.length = this.out.writeDoubleLE(value, this.length);
  }

  copy(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start;
    this.room(size);
    const { out } = this;
    let at = this.length;
    if (size > 256) out.set(bytes.subarray(start, end), at);
    else for (let i = start; i < end; i++) out[at++] = bytes[i] ?? 0;
    this.length += size;
  }

  text(text: string): void {
    this.room(text.length * 3);
    this.length += this.out.write(text, this.length);
  }

  private room(size: number): void {
    if (this.length + size <= this.out.length) return;
    const bigger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.length + size));
    this.out.copy(bigger, 0, 0, this.length);
    this.out = bigger;
  }
}
