// Bounds what calls hold: bytes are counted as they come, before grpc-js puts a message together, messages are unpacked
// in turn, and a call that would lead past the bound of all payloads is told to come again.

import { Readable } from "node:stream";
import * as grpc from "@grpc/grpc-js";
import { deflateExpansion, type PayloadMemory } from "../../pipeline/payloadMemory";
import { maxRequestBytes } from "./limits";

/** Told of each call that is refused; what it returns is the answer. */
export interface CallRefusals {
  /** Which grpc-js answers itself, as what could not be unpacked. */
  readonly tooLarge: () => void;
  readonly notUnpacked: (reason: string, packed: Uint8Array) => void;
  readonly busy: () => grpc.StatusObject;
  readonly stalled: () => grpc.StatusObject;
  /** Not one whole message: `message` says what came instead. */
  readonly notOne: (message: string) => grpc.StatusObject;
  /** Which grpc-js answers itself, before there is a message. */
  readonly badTimeout: () => void;
  /** Its client gave up before the message was whole. */
  readonly aborted: () => void;
}

/** A message's flag and length, before it. */
const headerBytes = 5;

/** `messageWithinMs`: for a message to become whole. */
export function boundCallMemory(
  memory: PayloadMemory,
  messageWithinMs: number,
  refusals: CallRefusals,
): grpc.ServerInterceptor {
  return (_method, call) => {
    let ofCall = 0;
    const hold = (bytes: number) => {
      const more = bytes - ofCall;
      ofCall = bytes;
      return memory.hold(more);
    };
    const stream = streamOf(call);
    const message = new MessageSize();
    let timer: NodeJS.Timeout | undefined;
    let isRefused = false;
    const refuse = (status: grpc.StatusObject) => {
      isRefused = true;
      call.sendStatus(status);
      // What has come of it is held until the client takes note.
      hold(message.received);
      clearTimeout(timer);
      timer = setTimeout(() => stream.destroy(), messageWithinMs);
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
      if (message.hasMore) refuse(refusals.notOne(message.problem));
      else if (!hold(message.received)) refuse(refusals.busy());
      else if (message.isWhole) clearTimeout(timer);
      else timer ??= setTimeout(() => refuse(refusals.stalled()), messageWithinMs);
    });
    stream.once("close", () => {
      clearTimeout(timer);
      hold(0);
      if (!isRefused && message.received > 0 && !message.isWhole) refusals.aborted();
    });
    unpackInTurn(call, memory, refusals);
    onBadTimeout(call, () => {
      isRefused = true;
      refusals.badTimeout();
    });
    return new grpc.ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMessage: (unpacked: Buffer, pass) => {
            if (isRefused) return;
            if (hold(unpacked.length)) pass(unpacked);
            else refuse(refusals.busy());
          },
        }),
      sendStatus: (status, pass) => {
        // grpc-js's word for a call of none, half a message or two; nothing of ours says it.
        const isNotOne = status.code === grpc.status.UNIMPLEMENTED && !isRefused;
        if (isNotOne) isRefused = true;
        pass(isNotOne ? refusals.notOne(message.problem) : status);
      },
    });
  };
}

/** The one message of a call, as it comes. */
class MessageSize {
  isWhole = false;
  /** Than one message. */
  hasMore = false;
  isTooLarge = false;
  received = 0;
  private readonly header = Buffer.alloc(headerBytes);

  /** Why it is not one whole message. */
  get problem(): string {
    if (this.received === 0) return "The call holds no message.";
    if (this.isWhole) return "The call holds more than one message.";
    return `The message is cut off: ${this.received} bytes of it came.`;
  }

  add(chunk: Buffer): void {
    const { header } = this;
    if (this.received < headerBytes) chunk.copy(header, this.received);
    this.received += chunk.length;
    const length = header.readUInt32BE(1);
    this.isTooLarge = length > maxRequestBytes;
    this.isWhole = this.received >= headerBytes + length;
    this.hasMore = this.received > headerBytes + length;
  }
}

type Unpack = (message: Buffer, encoding: string) => Buffer | Promise<Buffer>;

/** Of a call of grpc-js, which unpacks whatever is whole at once. */
function unpackInTurn(call: object, memory: PayloadMemory, refusals: CallRefusals): void {
  if (!("decompressMessage" in call) || typeof call.decompressMessage !== "function") {
    throw otherVersion("unpacks messages in another way");
  }
  const unpack = call.decompressMessage.bind(call) as Unpack;
  const inTurn: Unpack = async (message, encoding) => {
    if (encoding === "identity") return unpack(message, encoding);
    const mostBytes = Math.min(maxRequestBytes, message.length * deflateExpansion);
    try {
      return await memory.unpack(mostBytes, async () => unpack(message, encoding));
    } catch (error) {
      refusals.notUnpacked(reasonOf(error), message);
      throw error;
    }
  };
  call.decompressMessage = inTurn;
}

/** A call of grpc-js answers such a header by itself, and would still hand over the message that comes behind it. */
function onBadTimeout(call: grpc.ServerInterceptingCallInterface, listener: () => void): void {
  const send = call.sendStatus.bind(call);
  call.sendStatus = (status) => {
    if (status.details.startsWith("Invalid grpc-timeout")) listener();
    send(status);
  };
}

/** By the status that grpc-js answers with. */
function reasonOf(status: unknown): string {
  const code = typeof status === "object" && status !== null && "code" in status && status.code;
  if (code === grpc.status.RESOURCE_EXHAUSTED) return "too-large";
  return code === grpc.status.UNIMPLEMENTED ? "unknown-encoding" : "bad-encoding";
}

/** grpc-js has no other way to see a message before it is whole. */
function streamOf(call: object): Readable {
  if ("stream" in call && call.stream instanceof Readable) return call.stream;
  throw otherVersion("gives no stream of a call");
}

const otherVersion = (what: string) =>
  new Error(`grpc-js ${what}: it is another version than this was written for`);
