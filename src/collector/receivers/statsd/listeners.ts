// Where statsd listens: UDP, TCP on the same port, and Unix sockets (stream, datagram) where they are set.

import { listenStreamOnPath, listenTcpOnLoopback, type Framer } from "../../pipeline/tcpLoopback";
import { listenUdpOnLoopback } from "../../pipeline/udpLoopback";
import { listenForUnixDatagrams } from "../../pipeline/unixDatagrams";
import type { Listening, ReceiverContext } from "../../pipeline/receiver";
import { readSettings } from "./settings";

const receiver = "statsd";
/** Senders of datagrams on a Unix socket have no address: they count as one. */
const unixSender = 0;

export interface StatsdInput {
  datagram(bytes: Buffer, sender: number): void;
  createFrames(): Framer;
}

/** Rejects when the UDP port is taken; the others are extras, whose absence is counted and shown. */
export async function listenAll(
  port: number,
  input: StatsdInput,
  { intake, settings }: ReceiverContext,
): Promise<Listening> {
  const { counters } = intake;
  const udp = await listenUdpOnLoopback(port, {
    datagram: (bytes, sender) => input.datagram(bytes, sender),
    lost: (datagrams) => counters.dropped(receiver, "kernel-buffer-overflow", datagrams),
  });
  const { socketPath, datagramSocketPath } = readSettings(settings);
  const options = { receiver, intake, create: () => input.createFrames() };
  const extras = await Promise.all([
    listenTcpOnLoopback(udp.port, options).catch(() => {
      counters.refused(receiver, "tcp-port-taken");
    }),
    socketPath === ""
      ? undefined
      : listenStreamOnPath(socketPath, options).catch(() => {
          counters.refused(receiver, "unix-socket-unavailable");
        }),
    datagramSocketPath === ""
      ? undefined
      : listenForUnixDatagrams(datagramSocketPath, {
          datagram: (bytes) => input.datagram(bytes, unixSender),
          failed: () => counters.refused(receiver, "unix-socket-failed"),
        }).catch(() => {
          counters.refused(receiver, "unix-datagram-socket-unavailable");
        }),
  ]);
  return {
    port: udp.port,
    close: async () => {
      await Promise.all([udp.close(), ...extras.map((extra) => extra?.close())]);
    },
  };
}
