// Reads and inflates request bodies within bounds: per request, and over all requests at once.

import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { deflateExpansion, PayloadMemory } from "../pipeline/payloadMemory";
import { unsnap } from "../pipeline/snappy";
import type { Unpacked } from "../pipeline/unpacked";
import { unzstd } from "../pipeline/zstd";

/** OTLP recommends 64 MiB after inflation (opentelemetry-proto docs/specification.md); clients batch far below. */
export const maxBodyBytes = 64 * 1024 * 1024;
export interface BodyLimits {
  /** A sender that stalls in the middle of a body gives its place back … */
  readonly stallMs: number;
  /** … and so does one that only drips: loopback takes the largest body in a second. */
  readonly wholeMs: number;
}
export const defaultBodyLimits: BodyLimits = {
  stallMs: 30_000,
  wholeMs: 300_000,
};

export type BodyFailure =
  | { readonly status: 400; readonly message: string; readonly reason: "bad-encoding" | "aborted" }
  | { readonly status: 408; readonly message: string; readonly reason: "stalled" }
  | { readonly status: 413; readonly message: string; readonly reason: "too-large" }
  | { readonly status: 415; readonly message: string; readonly reason: "unknown-encoding" }
  | { readonly status: 503; readonly message: string; readonly reason: "busy" };

/** A whole body, counted until it is given back. */
export interface Body {
  readonly bytes: Uint8Array;
  release(): void;
}

export class BodyReader {
  constructor(
    private readonly limits: BodyLimits = defaultBodyLimits,
    private readonly memory = new PayloadMemory(),
  ) {}

  async read(request: IncomingMessage): Promise<Body | BodyFailure> {
    const declared = Number(request.headers["content-length"] ?? 0);
    if (declared > maxBodyBytes) return tooLarge();
    const wire = await this.collect(request);
    const encoding = request.headers["content-encoding"];
    if ("reason" in wire || encoding === undefined) return wire;
    try {
      const bytes = await inflate(wire.bytes, encoding, this.memory);
      return bytes instanceof Uint8Array ? this.held(bytes) : bytes;
    } finally {
      wire.release();
    }
  }

  private held(bytes: Uint8Array): Body | BodyFailure {
    const release = () => void this.memory.hold(-bytes.byteLength);
    if (this.memory.hold(bytes.byteLength)) return { bytes, release };
    release();
    return busy();
  }

  private collect(request: IncomingMessage): Promise<Body | BodyFailure> {
    return new Promise((resolve) => {
      const { stallMs, wholeMs } = this.limits;
      const chunks: Buffer[] = [];
      let size = 0;
      const release = () => void this.memory.hold(-size);
      const finish = (result: Body | BodyFailure) => {
        clearTimeout(stall);
        clearTimeout(whole);
        request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
        if ("reason" in result) release();
        resolve(result);
      };
      const onStall = () =>
        finish({ status: 408, message: "The body stopped arriving.", reason: "stalled" });
      let stall = setTimeout(onStall, stallMs);
      const whole = setTimeout(onStall, wholeMs);
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        const isRoom = this.memory.hold(chunk.length);
        if (size > maxBodyBytes) return finish(tooLarge());
        if (!isRoom) return finish(busy());
        chunks.push(chunk);
        clearTimeout(stall);
        stall = setTimeout(onStall, stallMs);
      };
      const onEnd = () => {
        const [only] = chunks;
        const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
        finish({ bytes, release });
      };
      const onClose = () =>
        finish({ status: 400, message: "The sender hung up.", reason: "aborted" });
      request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
    });
  }
}

const tooLarge = (): BodyFailure => ({
  status: 413,
  message: `The body is larger than ${maxBodyBytes / 1024 / 1024} MiB.`,
  reason: "too-large",
});

const busy = (): BodyFailure => ({
  status: 503,
  message: "Too many large bodies at once. Send it again.",
  reason: "busy",
});

type Inflate = (buffer: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;
const inflaters: Readonly<Record<string, Inflate | undefined>> = {
  gzip: promisify(zlib.gunzip),
  "x-gzip": promisify(zlib.gunzip),
  deflate: inflateEither,
  zlib: promisify(zlib.inflate),
  br: promisify(zlib.brotliDecompress),
  zstd: asInflate(unzstd),
  // The block format, which is what remote writers mean by the name.
  snappy: asInflate(unsnap),
};

/** Tells of a failure as zlib does. */
function asInflate(
  unpack: (packed: Uint8Array, maxLength: number) => Unpacked | Promise<Unpacked>,
): Inflate {
  return async (packed, { maxOutputLength }) => {
    const { bytes, reason } = await unpack(packed, maxOutputLength);
    if (bytes !== undefined) return bytes;
    const code = reason === "too-large" ? "ERR_BUFFER_TOO_LARGE" : "ERR_BAD_COMPRESSION";
    throw Object.assign(new Error(reason), { code });
  };
}

/**
 * HTTP's "deflate" is zlib-wrapped by the book (RFC 9110, 8.4.1.2) and raw in many clients. Those of GELF say
 * "gzip,deflate" whichever of them it is; gzip's first byte begins neither form.
 */
function inflateEither(buffer: Uint8Array, options: { maxOutputLength: number }): Promise<Buffer> {
  const [first = 0, second = 0] = buffer;
  if (first === 0x1f && second === 0x8b)
    return promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip)(buffer, options);
  const isWrapped = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  return promisify<Uint8Array, zlib.ZlibOptions, Buffer>(
    isWrapped ? zlib.inflate : zlib.inflateRaw,
  )(buffer, options);
}

/** Undoes `Content-Encoding`, last encoding first. */
async function inflate(
  wire: Uint8Array,
  contentEncoding: string,
  memory: PayloadMemory,
): Promise<Uint8Array | BodyFailure> {
  const encodings = contentEncoding
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  let body = wire;
  for (const name of encodings.reverse()) {
    const decode = inflaters[name];
    if (decode === undefined) {
      return {
        status: 415,
        message: `Content-Encoding ${JSON.stringify(name.slice(0, 40))} is not supported; use gzip or none.`,
        reason: "unknown-encoding",
      };
    }
    // Some proxies inflate a body and leave the header.
    if (name === "gzip" && !(body[0] === 0x1f && body[1] === 0x8b)) continue;
    const packed = body;
    try {
      body = await memory.unpack(mostBytes(name, packed), () =>
        decode(packed, { maxOutputLength: maxBodyBytes }),
      );
    } catch (error) {
      const isTooLong =
        error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
      if (isTooLong) return tooLarge();
      return { status: 400, message: `The body is not valid ${name}.`, reason: "bad-encoding" };
    }
  }
  return body;
}

/** Others than deflate make any size of a few bytes. */
const isDeflate = (encoding: string) => ["gzip", "x-gzip", "deflate", "zlib"].includes(encoding);

const mostBytes = (encoding: string, packed: Uint8Array) =>
  isDeflate(encoding) ? Math.min(maxBodyBytes, packed.byteLength * deflateExpansion) : maxBodyBytes;
