// What all gRPC calls under way hold together. A message is bounded, and so are calls of a connection, but not their
// product: bytes are counted as they come, before grpc-js puts a message together, and a call that would lead past
// the bound is told to come again.

import { Readable } from "node:stream";
import * as grpc from "@grpc/grpc-js";
import { maxRequestBytes } from "./limits";

export interface CallLimits {
  /** Of all calls under way; one message always finds room. */
  readonly bytes: number;
  /** Messages unpacked at once: gzip says at its end what it holds, and may lie. */
  readonly unpacking: number;
  /** A message that is not whole so long after its beginning gives its room back; loopback takes the largest in a second. */
  readonly messageWithinMs: number;
}
/** The bytes are as many as those of HTTP bodies under way (control/body.ts). */
export const usualCallLimits: CallLimits = {
  bytes: 192 * 1024 * 1024,
  unpacking: 16,
  messageWithinMs: 60_000,
};

/** Told of each call that is refused; what it returns is the answer. */
export interface CallRefusals {
  /** Which grpc-js answers itself. */
  readonly tooLarge: () => void;
  readonly busy: () => grpc.StatusObject;
  readonly stalled: () => grpc.StatusObject;
}

/** A message's flag and length, before it. */
const headerBytes = 5;
/** gzip's mark, and the size at its end, modulo 2^32 (RFC 1952, 2.3.1). */
const gzipMark = 0x1f8b;
const sizeBytes = 4;
/** What deflate makes of a byte at most. */
const maxInflation = 1032;

export function boundCallMemory(
  limits: CallLimits,
  refusals: CallRefusals,
): grpc.ServerInterceptor {
  let heldBytes = 0;
  let unpacking = 0;
  return (_method, call) => {
    let ofCall = 0;
    const hold = (bytes: number) => {
      heldBytes += bytes - ofCall;
      ofCall = bytes;
    };
    const stream = streamOf(call);
    const message = new MessageSize();
    let isUnpacking = false;
    const unpack = (isNow: boolean) => {
      unpacking += Number(isNow) - Number(isUnpacking);
      isUnpacking = isNow;
    };
    let timer: NodeJS.Timeout | undefined;
    let isRefused = false;
    const refuse = (status: grpc.StatusObject) => {
      isRefused = true;
      call.sendStatus(status);
      // It is not unpacked any more; what has come of it is held until the client takes note.
      unpack(false);
      hold(message.received);
      clearTimeout(timer);
      timer = setTimeout(() => stream.destroy(), limits.messageWithinMs);
    };
    // Before grpc-js's own listener, which keeps the bytes and unpacks a message with its last one.
    stream.prependListener("data", (chunk: Buffer) => {
      if (isRefused) return;
      message.add(chunk);
      if (message.isTooLarge) {
        isRefused = true;
        refusals.tooLarge();
        return;
      }
      hold(message.heldBytes);
      unpack(message.isWhole && message.isPacked);
      if (heldBytes > limits.bytes || unpacking > limits.unpacking) refuse(refusals.busy());
      else if (message.isWhole) clearTimeout(timer);
      else timer ??= setTimeout(() => refuse(refusals.stalled()), limits.messageWithinMs);
    });
    stream.once("close", () => {
      clearTimeout(timer);
      unpack(false);
      hold(0);
    });
    return new grpc.ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMessage: (unpacked: Buffer, pass) => {
            unpack(false);
            if (!isRefused) hold(unpacked.length);
            pass(unpacked);
          },
        }),
    });
  };
}

/** What the one message of a call takes: what has come of it, and once it is whole what unpacking makes of it. */
class MessageSize {
  isWhole = false;
  isTooLarge = false;
  heldBytes = 0;
  received = 0;
  /** Header and mark. */
  private readonly beginning = Buffer.alloc(headerBytes + 2);
  private end = Buffer.alloc(0);

  get isPacked(): boolean {
    return this.beginning[0] === 1;
  }

  add(chunk: Buffer): void {
    const { beginning } = this;
    if (this.received < beginning.length) chunk.copy(beginning, this.received);
    this.received += chunk.length;
    const length = beginning.readUInt32BE(1);
    this.isTooLarge = length > maxRequestBytes;
    this.isWhole = this.received >= headerBytes + length;
    if (this.isPacked) {
      this.end = Buffer.concat([this.end, chunk.subarray(-sizeBytes)]).subarray(-sizeBytes);
    }
    const unpacked = this.isWhole && this.isPacked ? this.unpackedBytes(length) : 0;
    this.heldBytes = this.received + Math.min(unpacked, maxRequestBytes);
  }

  private unpackedBytes(length: number): number {
    const isGzip = this.beginning.readUInt16BE(headerBytes) === gzipMark;
    const says = isGzip && this.end.length === sizeBytes;
    return says ? this.end.readUInt32LE(0) : length * maxInflation;
  }
}

/** grpc-js has no other way to see a message before it is whole. */
function streamOf(call: object): Readable {
  if ("stream" in call && call.stream instanceof Readable) return call.stream;
  throw new Error(
    "grpc-js gives no stream of a call: it is another version than this was written for",
  );
}
