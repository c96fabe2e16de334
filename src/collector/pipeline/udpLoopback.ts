// Listens on one UDP port with a receive buffer that outlasts a pause of this process: at 20,000 datagrams a
// second of 1.4 KB, 4 MiB hold what comes in a tenth of a second. What is lost nevertheless is told.

import type { Socket } from "node:dgram";
import type { Listening } from "./receiver";
import { KernelDrops } from "./kernelDrops";
import { bindUdpOnLoopback } from "./udpSockets";

const wantedBufferBytes = 8 * 1024 * 1024;

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

/** On both loopback addresses, as `bindUdpOnLoopback` does. */
export async function listenUdpOnLoopback(
  port: number,
  handler: UdpHandler,
): Promise<UdpListening> {
  const bound = await bindUdpOnLoopback(port, (bytes, sender) =>
    handler.datagram(bytes, sender.port),
  );
  for (const socket of bound.sockets) enlarge(socket);
  const drops = new KernelDrops(bound.port, (datagrams) => handler.lost(datagrams));
  return {
    port: bound.port,
    receiveBufferBytes: bound.sockets[0].getRecvBufferSize(),
    close: async () => {
      await drops.stop();
      await bound.close();
    },
  };
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
