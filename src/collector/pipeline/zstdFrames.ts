// What packed zstd bytes say of their own size, without unpacking them (RFC 8878, section 3).

export interface ZstdExtent {
  /** Frames that hold data; others carry notes of the packer and are skipped. */
  readonly frames: number;
  /** What they can give at most. */
  readonly maxBytes: number;
}

const magic = 0xfd2fb528;
/** Sixteen magic numbers, 0x184D2A50 to 5F, mean a frame to skip. */
const skippedMagic = 0x184d2a5;
const maxBlockBytes = 128 * 1024;

/** Undefined where the bytes are not whole frames one after the other: cut off, something else, or a lie about a size. */
export function zstdExtent(packed: Uint8Array): ZstdExtent | undefined {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let frames = 0;
  let maxBytes = 0;
  let at = 0;
  while (at < packed.length) {
    if (at + 8 > packed.length) return undefined;
    const number = view.getUint32(at, true);
    if (number >>> 4 === skippedMagic) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    const frame = number === magic ? readFrame(view, at + 4) : undefined;
    if (frame === undefined) return undefined;
    frames++;
    maxBytes += frame.maxBytes;
    at = frame.end;
  }
  return at === packed.length && at > 0 ? { frames, maxBytes } : undefined;
}

function readFrame(view: DataView, start: number): { end: number; maxBytes: number } | undefined {
  const header = readHeader(view, start);
  if (header === undefined) return undefined;
  const { contentBytes, windowBytes, hasChecksum } = header;
  const largestBlock = Math.min(maxBlockBytes, windowBytes);
  let at = header.end;
  let blockBytes = 0;
  for (let isLast = false; !isLast;) {
    if (at + 3 > view.byteLength) return undefined;
    const block = view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
    isLast = (block & 1) === 1;
    const kind = (block >>> 1) & 3;
    const size = block >>> 3;
    if (kind === 3 || size > largestBlock) return undefined;
    at += 3 + (kind === 1 ? 1 : size);
    blockBytes += kind === 2 ? largestBlock : size;
  }
  if (hasChecksum) at += 4;
  // A lie about the content must not cost memory.
  if (at > view.byteLength || (contentBytes ?? 0) > blockBytes) return undefined;
  return { end: at, maxBytes: contentBytes ?? blockBytes };
}

interface FrameHeader {
  readonly end: number;
  readonly contentBytes: number | undefined;
  readonly windowBytes: number;
  readonly hasChecksum: boolean;
}

function readHeader(view: DataView, start: number): FrameHeader | undefined {
  const descriptor = view.getUint8(start);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const needsDictionary = (descriptor & 0x03) !== 0; // nobody gave us one
  if ((descriptor & 0x08) !== 0 || needsDictionary) return undefined;
  const windowAt = start + 1;
  const contentAt = windowAt + (isSingleSegment ? 0 : 1);
  const sizeFlag = descriptor >>> 6;
  const contentWidth = sizeFlag > 0 ? 1 << sizeFlag : isSingleSegment ? 1 : 0;
  const end = contentAt + contentWidth;
  if (end > view.byteLength) return undefined;
  const contentBytes = readContentSize(view, contentAt, contentWidth);
  const windowBytes = isSingleSegment ? (contentBytes ?? 0) : windowSize(view.getUint8(windowAt));
  return { end, contentBytes, windowBytes, hasChecksum: (descriptor & 0x04) !== 0 };
}

function readContentSize(view: DataView, at: number, width: number): number | undefined {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  if (width === 4) return view.getUint32(at, true);
  return width === 8 ? Number(view.getBigUint64(at, true)) : undefined;
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}
