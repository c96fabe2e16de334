// Binds a TCP server to both loopback addresses on one port; never to any other.

import type { Server } from "node:net";
import type { Listening } from "./receiver";

/** Ports that are free on 127.0.0.1 and taken on ::1 are rare; a few draws are enough. */
const anyPortTries = 10;

/**
 * One server a loopback address, on the same port. Machines without IPv6 get IPv4 alone.
 * Rejects with the system's error when IPv4's port is taken or may not be bound.
 */
export async function listenOnLoopback(port: number, create: () => Server): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const v4 = create();
    await listen(v4, port, "127.0.0.1");
    const address = v4.address();
    const bound = typeof address === "object" && address !== null ? address.port : port;
    const v6 = create();
    try {
      await listen(v6, bound, "::1");
      return { port: bound, close: () => closeAll([v4, v6]) };
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken) return { port: bound, close: () => closeAll([v4]) };
      await closeAll([v4]);
      // "localhost" may mean ::1 to a client: a port that someone else has there is not ours.
      if (port !== 0 || attempt === anyPortTries) throw error;
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      // A connection that the system could not give us; the server goes on, and without a listener we would not.
      server.on("error", () => undefined);
      resolve();
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          if ("closeAllConnections" in server && typeof server.closeAllConnections === "function") {
            (server as Server & { closeAllConnections(): void }).closeAllConnections();
          }
        }),
    ),
  );
}
