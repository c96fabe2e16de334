// What all gRPC calls under way hold together. A message is bounded, and so are calls of a connection, but not their
// product: bytes are counted as they come, before grpc-js puts a message together, and a call that would lead past
// the bound is told to come again.

import { Readable } from "node:stream";
import * as grpc from "@grpc/grpc-js";
import { maxRequestBytes } from "./limits";

export interface CallLimits {
  /** Of all calls under way; one message always finds room. */
  readonly bytes: number;
  /** A message that is not whole so long after its beginning gives its room back; loopback takes the largest in a second. */
  readonly messageWithinMs: number;
}
/** The bytes are as many as those of HTTP bodies under way (control/body.ts). */
export const usualCallLimits: CallLimits = {
  bytes: 192 * 1024 * 1024,
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
/** What deflate makes of a byte at most. */
const maxInflation = 1032;

export function boundCallMemory(
  limits: CallLimits,
  refusals: CallRefusals,
): grpc.ServerInterceptor {
  let heldBytes = 0;
  return (_method, call) => {
    let ofCall = 0;
    const hold = (bytes: number) => {
      heldBytes += bytes - ofCall;
      ofCall = bytes;
    };
    const stream = streamOf(call);
    const message = new MessageSize();
    let timer: NodeJS.Timeout | undefined;
    let isRefused = false;
    const refuse = (status: grpc.StatusObject) => {
      isRefused = true;
      call.sendStatus(status);
      // What has come of it is held until the client takes note.
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
      if (heldBytes > limits.bytes) refuse(refusals.busy());
      else if (message.isWhole) clearTimeout(timer);
      else timer ??= setTimeout(() => refuse(refusals.stalled()), limits.messageWithinMs);
    });
    stream.once("close", () => {
      clearTimeout(timer);
      hold(0);
    });
    return new grpc.ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMessage: (unpacked: Buffer, pass) => {
            if (!isRefused) hold(unpacked.length);
            pass(unpacked);
          },
        }),
    });
  };
}

/** What the one message of a call takes: what has come of it, and once it is whole what unpacking may make of it. */
class MessageSize {
  isWhole = false;
  isTooLarge = false;
  heldBytes = 0;
  private received = 0;
  private readonly header = Buffer.alloc(headerBytes);

  add(chunk: Buffer): void {
    if (this.received < headerBytes) chunk.copy(this.header, this.received);
    this.received += chunk.length;
    const length = this.header.readUInt32BE(1);
    this.isTooLarge = length > maxRequestBytes;
    this.isWhole = this.received >= headerBytes + length;
    const isUnpacked = this.isWhole && this.header[0] === 1;
    this.heldBytes =
      this.received + (isUnpacked ? Math.min(length * maxInflation, maxRequestBytes) : 0);
  }
}

/** grpc-js has no other way to see a message before it is whole. */
function streamOf(call: object): Readable {
  if ("stream" in call && call.stream instanceof Readable) return call.stream;
  throw new Error(
    "grpc-js gives no stream of a call: it is another version than this was written for",
  );
}
