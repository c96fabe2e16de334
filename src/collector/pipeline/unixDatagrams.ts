// Datagrams on a Unix socket, which Node itself has not had since 0.5 (nodejs/node#29339). The module that reads
// them is native; it is loaded when such a socket is asked for, and lacks on Windows, as do the sockets.

import { chmodSync, existsSync } from "node:fs";
import { isAnswered, removeSocket } from "./streamSocket";

/** Unlike UDP a sender is told to wait when this is full, so that nothing is lost. */
const receiveBufferBytes = 1024 * 1024;

export interface UnixDatagramHandler {
  datagram(bytes: Buffer): void;
  /** The socket cannot be read any more. */
  failed(): void;
}

/** Binds `path` for its user alone; what a process that is gone has left there is replaced. */
export async function listenForUnixDatagrams(
  path: string,
  handler: UnixDatagramHandler,
): Promise<{ close(): Promise<void> }> {
  const { DgramSocket } = await import("node-unix-socket");
  if (existsSync(path)) {
    if (await isAnswered(path)) throw new Error(`${path} is in use.`);
    removeSocket(path);
  }
  const socket = new DgramSocket();
  try {
    socket.bind(path);
    socket.setRecvBufferSize(receiveBufferBytes);
    chmodSync(path, 0o600);
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on("data", (bytes: Buffer) => handler.datagram(bytes));
  socket.on("error", () => handler.failed());
  return {
    close: () => {
      socket.close();
      if (existsSync(path)) removeSocket(path);
      return Promise.resolve();
    },
  };
}
