// A WebSocket as the rpc's channel.

import type { RawData, WebSocket } from "ws";
import type { Channel } from "../../shared/contract/rpc";

export function webSocketChannel(socket: WebSocket): Channel {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      socket.on("message", (data) => {
        const message = parse(textOf(data));
        // What is not JSON is no frame of ours: the peer is not a client of this contract.
        if (message === undefined) socket.close(1007, "not JSON");
        else listener(message);
      });
    },
    onClose: (listener) => {
      socket.on("close", listener);
    },
    close: () => socket.close(),
  };
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.from(data as Uint8Array).toString("utf8");
}
