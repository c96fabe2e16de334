// One listener on one port number for both transports, as syslog and GELF have it.

import type { Listening } from "./receiver";
import { listenTcpOnLoopback, type TcpOptions } from "./tcpLoopback";
import { listenUdpOnLoopback, type UdpHandler } from "./udpLoopback";

const anyPortTries = 10;

/** Rejects with the system's error when either is taken; port 0 finds one that is free for both. */
export async function listenUdpAndTcp(
  port: number,
  udp: UdpHandler,
  tcpOptions: TcpOptions,
): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const tcp = await listenTcpOnLoopback(port, tcpOptions);
    try {
      const datagrams = await listenUdpOnLoopback(tcp.port, udp);
      return {
        port: tcp.port,
        close: async () => {
          await Promise.all([tcp.close(), datagrams.close()]);
        },
      };
    } catch (error) {
      await tcp.close();
      if (port !== 0 || attempt === anyPortTries) throw error;
    }
  }
}
