// One UDP port on both loopback addresses.

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";

const anyPortTries = 10;

/** `socket`: the one that it came by, to answer with. */
export type OnDatagram = (bytes: Buffer, sender: RemoteInfo, socket: Socket) => void;

export interface UdpSockets {
  readonly port: number;
  /** That of IPv4, and that of IPv6 where there is one. */
  readonly sockets: readonly [Socket, ...Socket[]];
  close(): Promise<void>;
}

/**
 * Binds 127.0.0.1 and ::1 on the same port. Machines without IPv6 get IPv4 alone.
 * Rejects with the system's error when the port is taken on either.
 */
export async function bindUdpOnLoopback(port: number, onDatagram: OnDatagram): Promise<UdpSockets> {
  for (let attempt = 1; ; attempt++) {
    const v4 = await bind("udp4", "127.0.0.1", port, onDatagram);
    const bound = v4.address().port;
    let sockets: [Socket, ...Socket[]] = [v4];
    try {
      sockets = [v4, await bind("udp6", "::1", bound, onDatagram)];
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (isTaken) {
        await close(v4);
        if (port !== 0 || attempt === anyPortTries) throw error;
        continue;
      }
    }
    return {
      port: bound,
      sockets,
      close: async () => {
        await Promise.all(sockets.map(close));
      },
    };
  }
}

function bind(
  type: "udp4" | "udp6",
  address: string,
  port: number,
  onDatagram: OnDatagram,
): Promise<Socket> {
  const socket = createSocket({ type, ipv6Only: type === "udp6" });
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners("error");
      // A later error concerns one datagram (ICMP); the socket goes on.
      socket.on("error", () => undefined);
      socket.on("message", (bytes, sender) => onDatagram(bytes, sender, socket));
      resolve(socket);
    });
  });
}

function close(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
