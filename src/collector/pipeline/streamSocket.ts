// A Unix stream socket (or Windows pipe) at a path. Only its user may connect.

import { chmodSync, lstatSync, unlinkSync } from "node:fs";
import { connect, type Server } from "node:net";

/** Binds `path`; a socket that a process that is gone has left there is replaced. Rejects when it is in use, or no socket. */
export async function listenOnPath(server: Server, path: string): Promise<void> {
  try {
    await bind(server, path);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || (await isAnswered(path))) throw error;
    removeSocket(path);
    await bind(server, path);
  }
  if (process.platform !== "win32") chmodSync(path, 0o600);
}

/** A setting may name a file of the user by mistake: whoever connects to it is refused, as by a dead socket. */
export function removeSocket(path: string): void {
  if (!lstatSync(path).isSocket()) throw new Error(`${path} is no socket.`);
  unlinkSync(path);
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      server.on("error", () => undefined); // as of TCP's (loopback.ts)
      resolve();
    });
  });
}

/** False only when it is certain that nobody listens; true for a socket of datagrams, too. */
export function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error) => {
      resolve(!("code" in error && error.code === "ECONNREFUSED"));
    });
  });
}
