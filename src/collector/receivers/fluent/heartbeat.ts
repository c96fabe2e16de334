// The heartbeat of Fluentd's older senders: any small datagram is answered with one zero byte, or they take the
// server for dead.

import { createSocket, type Socket } from "node:dgram";

const answer = Buffer.from([0]);
/** Longer datagrams are no heartbeats, and are not answered. */
const maxHeartbeatBytes = 128;

/** Told of each datagram. */
export interface OnDatagram {
  heartbeat(): void;
  /** Too long for one. */
  other(bytes: Uint8Array): void;
}

/** Binds both loopback addresses; machines without IPv6 get IPv4 alone. Rejects when the port is taken. */
export async function listenForHeartbeats(
  port: number,
  on: OnDatagram,
): Promise<{ close(): Promise<void> }> {
  const sockets = [await bind("udp4", "127.0.0.1", port, on)];
  try {
    sockets.push(await bind("udp6", "::1", port, on));
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (isTaken) {
      await Promise.all(sockets.map(close));
      throw error;
    }
  }
  return {
    close: async () => {
      await Promise.all(sockets.map(close));
    },
  };
}

function bind(
  type: "udp4" | "udp6",
  address: string,
  port: number,
  on: OnDatagram,
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
      socket.on("message", (bytes, sender) => {
        if (bytes.length > maxHeartbeatBytes) return on.other(bytes);
        on.heartbeat();
        socket.send(answer, sender.port, sender.address);
      });
      resolve(socket);
    });
  });
}

function close(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
