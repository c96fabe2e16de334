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

/** Whole frames of known streams; `rest` counts the bytes behind the first that is neither. */
export function decodeFrames(body: Uint8Array): {
  readonly frames: OutputFrame[];
  readonly rest: number;
} {
  const frames: OutputFrame[] = [];
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;
  while (at + headerBytes <= body.length) {
    const stream = view.getUint8(at);
    const end = at + headerBytes + view.getUint32(at + 1);
    if (streamNames[stream] === undefined || end > body.length) break;
    frames.push({ stream, bytes: body.subarray(at + headerBytes, end) });
    at = end;
  }
  return { frames, rest: body.length - at };
}
