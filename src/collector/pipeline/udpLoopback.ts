// Binds one UDP port on both loopback addresses, with a receive buffer that outlasts a pause of this
// process: at 20,000 datagrams a second of 1.4 KB, 4 MiB hold what comes in a tenth of a second.

import { createSocket, type Socket } from "node:dgram";
import type { Listening } from "./receiver";
import { KernelDrops } from "./kernelDrops";

const wantedBufferBytes = 8 * 1024 * 1024;
const anyPortTries = 10;

export interface UdpHandler {
  /** `sender` tells senders apart; ports are unique among loopback's. */
  datagram(bytes: Buffer, sender: number): void;
  /** Datagrams lost in the kernel (Linux), or an error of the socket. */
  lost(datagrams: number): void;
}

export interface UdpListening extends Listening {
  /** What the kernel really gives; Linux caps it at net.core.rmem_max and reports it doubled. */
  readonly receiveBufferBytes: number;
}

/**
 * Binds 127.0.0.1 and ::1 on the same port. Machines without IPv6 get IPv4 alone.
 * Rejects with the system's error when the port is taken on either.
 */
export async function listenUdpOnLoopback(
  port: number,
  handler: UdpHandler,
): Promise<UdpListening> {
  for (let attempt = 1; ; attempt++) {
    const v4 = await bind("udp4", "127.0.0.1", port, handler);
    const bound = v4.address().port;
    let sockets = [v4];
    try {
      sockets = [v4, await bind("udp6", "::1", bound, handler)];
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (isTaken) {
        await close(v4);
        if (port !== 0 || attempt === anyPortTries) throw error;
        continue;
      }
    }
    const drops = new KernelDrops(bound, (datagrams) => handler.lost(datagrams));
    return {
      port: bound,
      receiveBufferBytes: v4.getRecvBufferSize(),
      close: async () => {
        await drops.stop();
        await Promise.all(sockets.map(close));
      },
    };
  }
}

function bind(
  type: "udp4" | "udp6",
  address: string,
  port: number,
  handler: UdpHandler,
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
      enlarge(socket);
      socket.on("message", (bytes, sender) => handler.datagram(bytes, sender.port));
      resolve(socket);
    });
  });
}

function enlarge(socket: Socket): void {
  // Linux silently gives what it allows, macOS and BSD refuse: then less will do.
  for (let size = wantedBufferBytes; size > 128 * 1024; size /= 2) {
    try {
      socket.setRecvBufferSize(size);
      return;
    } catch {
      continue; // smaller
    }
  }
}

function close(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
