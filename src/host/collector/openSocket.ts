// A WebSocket to the collector's control path, as a Channel of JSON messages.

import type { Answering } from "../../shared/contract/answerWatch";
import type { Channel } from "../../shared/contract/rpc";

/** A reply larger than this is a fault of the collector; the extension host's memory is everybody's. */
const maxMessageBytes = 64 * 1024 * 1024;
const openTimeoutMs = 5_000;

export type CollectorSocket = Channel & Answering;

/** Rejects when nobody answers, or the token is refused; the library is loaded on first use. */
export async function openSocket(url: string): Promise<CollectorSocket> {
  const { WebSocket } = await import("ws");
  const socket = new WebSocket(url, {
    handshakeTimeout: openTimeoutMs,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => socket.terminate()); // "close" follows and is what everyone listens to
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      socket.on("message", (data, isBinary) => {
        const message = isBinary ? undefined : parse(bytesToText(data));
        if (message !== undefined) listener(message);
      });
    },
    onClose: (listener) => {
      if (socket.readyState === WebSocket.CLOSED) listener();
      else socket.on("close", listener);
    },
    close: () => socket.close(),
    ping: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    },
    onAlive: (listener) => {
      socket.on("pong", listener);
      socket.on("message", listener);
    },
  };
}

function bytesToText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not ours; the collector sends nothing but JSON
  }
}
