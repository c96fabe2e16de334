// Sockets of the gRPC port. gRPC begins with HTTP/2's preface; a client that speaks HTTP/1 or TLS here has
// the wrong port, and is told so instead of being left to wait.

import { createServer, type Socket } from "node:net";
import { listenOnLoopback } from "../../pipeline/loopback";
import { roomFor } from "../../pipeline/openFiles";
import type { Listening } from "../../pipeline/receiver";

/** RFC 9113 §3.4; the first three bytes tell it from any HTTP/1 method. */
const prefaceStart = "PRI";
const tlsHandshake = 0x16;
/** A client that connects speaks at once. */
const silenceMs = 30_000;
/** What a client of HTTP/1 gets to read the answer. */
const lingerMs = 5_000;
/** A developer's machine has a handful of apps; past this something is looping. */
const maxConnections = 256;

const wrongPort =
  "This port speaks OTLP over gRPC. For OTLP over HTTP use Sidelight's HTTP port (4318 by default).\n";
const wrongPortReply =
  "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n" +
  `Content-Length: ${wrongPort.length}\r\nConnection: close\r\n\r\n${wrongPort}`;

/** Binds loopback and hands each socket that speaks HTTP/2 to `accept`, unread. */
export async function listenForGrpc(
  port: number,
  accept: (socket: Socket) => void,
  refused: (reason: string, sample?: Uint8Array) => void,
): Promise<Listening> {
  const open = new Set<Socket>();
  const listening = await listenOnLoopback(port, () => {
    const server = createServer({ noDelay: true }, (socket) => {
      if (roomFor(socket) !== "enough") {
        refused("too-many-open-files");
        socket.destroy(); // clients know a closed connection as UNAVAILABLE, and try again
        return;
      }
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      socket.on("error", () => {
        socket.destroy(); // a reset by the peer, which "close" reports
      });
      look(socket, accept, refused);
    });
    server.maxConnections = maxConnections;
    server.on("drop", () => refused("too-many-connections"));
    return server;
  });
  return {
    port: listening.port,
    close: () => {
      for (const socket of open) socket.destroy();
      return listening.close();
    },
  };
}

function look(
  socket: Socket,
  accept: (socket: Socket) => void,
  refused: (reason: string, sample: Uint8Array) => void,
): void {
  socket.setTimeout(silenceMs, () => socket.destroy());
  socket.once("data", (first: Buffer) => {
    socket.pause();
    const start = first.toString("latin1", 0, prefaceStart.length);
    if (prefaceStart.startsWith(start)) {
      socket.setTimeout(0);
      socket.unshift(first);
      accept(socket);
    } else if (first[0] === tlsHandshake) {
      refused("tls-on-plain-port", first);
      socket.destroy();
    } else {
      refused("not-grpc", first);
      socket.setTimeout(lingerMs);
      socket.end(wrongPortReply);
      socket.resume(); // takes the body, so that the client sees the answer instead of a reset
    }
  });
}
