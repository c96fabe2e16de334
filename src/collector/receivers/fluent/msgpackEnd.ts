// Where a MessagePack value ends, without decoding it: lengths and counts are followed, nothing is allocated for
// them. Goes on where it stopped, so that a message that comes in many pieces is walked once.

/** Nested deeper, a value is not a log message, and the walk would need memory. */
const maxDepth = 512;

export class MsgpackEnd {
  /** Offset behind what was walked, from the start of the value. */
  private walked = 0;
  /** Values still to come on each level. */
  private readonly open: number[] = [];
  /** Its end is known, and its last bytes have not come yet. */
  private isWalked = false;

  /**
   * Offset behind the value that starts at `start`; undefined until it is there, "malformed" when it will
   * never be. After an answer the next value may be looked for.
   */
  find(bytes: Uint8Array, start: number): number | "malformed" | undefined {
    const { open } = this;
    const length = bytes.length - start;
    while (!this.isWalked) {
      if (this.walked >= length) return undefined;
      const header = readHeader(bytes, start + this.walked);
      if (header === undefined) return undefined;
      if (header.sizeBytes === 0) return this.finish("malformed");
      this.walked += header.sizeBytes;
      if (header.children > 0) {
        if (open.length >= maxDepth) return this.finish("malformed");
        open.push(header.children);
        continue;
      }
      while (open.length > 0) {
        const last = open.length - 1;
        const left = (open[last] ?? 1) - 1;
        open[last] = left;
        if (left > 0) break;
        open.pop();
      }
      this.isWalked = open.length === 0;
    }
    return this.walked > length ? undefined : this.finish(start + this.walked);
  }

  private finish<T>(answer: T): T {
    this.walked = 0;
    this.open.length = 0;
    this.isWalked = false;
    return answer;
  }
}

/** Offset behind the value at `start`; undefined when it is cut off or none. */
export function valueEnd(bytes: Uint8Array, start: number): number | undefined {
  const end = new MsgpackEnd().find(bytes, start);
  return typeof end === "number" ? end : undefined;
}

interface Header {
  /** Of the header and, for strings and bytes, what they hold; 0 for a byte that MessagePack does not use. */
  readonly sizeBytes: number;
  /** Values inside; a map's keys count. */
  readonly children: number;
}

/** Undefined when more bytes are needed. */
export function readHeader(bytes: Uint8Array, at: number): Header | undefined {
  const type = bytes[at];
  if (type === undefined) return undefined;
  if (type <= 0x7f || type >= 0xe0) return leaf(1);
  if (type <= 0x8f) return { sizeBytes: 1, children: 2 * (type & 0x0f) };
  if (type <= 0x9f) return { sizeBytes: 1, children: type & 0x0f };
  if (type <= 0xbf) return leaf(1 + (type & 0x1f));
  switch (type) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return leaf(1);
    case 0xc4: // bin 8
    case 0xd9: // str 8
      return sized(bytes, at, 1, 0);
    case 0xc5:
    case 0xda:
      return sized(bytes, at, 2, 0);
    case 0xc6:
    case 0xdb:
      return sized(bytes, at, 4, 0);
    case 0xc7: // ext 8
      return sized(bytes, at, 1, 1);
    case 0xc8:
      return sized(bytes, at, 2, 1);
    case 0xc9:
      return sized(bytes, at, 4, 1);
    case 0xca: // float 32
    case 0xce: // uint 32
    case 0xd2: // int 32
      return leaf(5);
    case 0xcb: // float 64
    case 0xcf: // uint 64
    case 0xd3: // int 64
      return leaf(9);
    case 0xcc:
    case 0xd0:
      return leaf(2);
    case 0xcd:
    case 0xd1:
      return leaf(3);
    case 0xd4: // fixext 1, 2, 4, 8, 16
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return leaf(2 + 2 ** (type - 0xd4));
    case 0xdc: // array 16
      return counted(bytes, at, 2, 1);
    case 0xdd:
      return counted(bytes, at, 4, 1);
    case 0xde: // map 16
      return counted(bytes, at, 2, 2);
    case 0xdf:
      return counted(bytes, at, 4, 2);
    default: // c1 is never used
      return leaf(0);
  }
}

const leaf = (sizeBytes: number): Header => ({ sizeBytes, children: 0 });

function sized(bytes: Uint8Array, at: number, width: number, extra: number): Header | undefined {
  const length = bigEndian(bytes, at + 1, width);
  return length === undefined ? undefined : leaf(1 + width + extra + length);
}

function counted(bytes: Uint8Array, at: number, width: number, each: number): Header | undefined {
  const count = bigEndian(bytes, at + 1, width);
  return count === undefined ? undefined : { sizeBytes: 1 + width, children: each * count };
}

function bigEndian(bytes: Uint8Array, at: number, width: number): number | undefined {
  if (at + width > bytes.length) return undefined;
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
