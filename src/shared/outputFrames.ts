// An app's output as it travels to the collector: `u8 stream | u32be length | bytes`, in the order in which
// it was read, so that stdout and stderr keep their places.

export const outputMediaType = "application/vnd.sidelight.output";

/** Numbers of the streams. */
export const stdoutStream = 1;
export const stderrStream = 2;
export const streamNames: Readonly<Record<number, string>> = { 1: "stdout", 2: "stderr" };

export interface OutputFrame {
  readonly stream: number;
  readonly bytes: Uint8Array;
}

const headerBytes = 5;

export function encodeFrames(frames: readonly OutputFrame[]): Uint8Array {
  const size = frames.reduce((sum, { bytes }) => sum + headerBytes + bytes.length, 0);
  const body = new Uint8Array(size);
  const view = new DataView(body.buffer);
  let at = 0;
  for (const { stream, bytes } of frames) {
    view.setUint8(at, stream);
    view.setUint32(at + 1, bytes.length);
    body.set(bytes, at + headerBytes);
    at += headerBytes + bytes.length;
  }
  return body;
}

/**
 * Whole frames of known streams; `rest` counts the bytes behind the first that is neither. The frames are read as they are
 * asked for: twelve million empty ones fit into a body, and must not all be objects at once.
 */
export function decodeFrames(body: Uint8Array): {
  readonly frames: Iterable<OutputFrame>;
  readonly rest: number;
} {
  let end = 0;
  for (let next = frameEnd(body, 0); next > 0; next = frameEnd(body, next)) end = next;
  return { frames: { [Symbol.iterator]: () => readFrames(body, end) }, rest: body.length - end };
}

function* readFrames(body: Uint8Array, length: number): Generator<OutputFrame> {
  for (let at = 0; at < length;) {
    const end = frameEnd(body, at);
    yield { stream: body[at] ?? 0, bytes: body.subarray(at + headerBytes, end) };
    at = end;
  }
}

/** Offset behind the frame at `at`; -1 where there is no whole frame of a known stream. */
function frameEnd(body: Uint8Array, at: number): number {
  if (at + headerBytes > body.length || streamNames[body[at] ?? 0] === undefined) return -1;
  const length = new DataView(body.buffer, body.byteOffset + at + 1, 4).getUint32(0);
  const end = at + headerBytes + length;
  return end > body.length ? -1 : end;
}

/** Of an answer: who gives it. */
export const collectorHeader = "sidelight-collector";
/** Of an answer: streams whose end is not stored yet, and how many line ends lie behind where that begins: `1=3 2=0`. */
export const openLinesHeader = "sidelight-open";

export function formatOpenLines(open: ReadonlyMap<number, number>): string {
  return [...open].map(([stream, lines]) => `${stream}=${lines}`).join(" ");
}

export function parseOpenLines(text: string): Map<number, number> {
  return new Map(
    [...text.matchAll(/(\d+)=(\d+)/g)].map(([, stream, lines]) => [Number(stream), Number(lines)]),
  );
}
