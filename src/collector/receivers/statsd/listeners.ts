// Where statsd listens: UDP, TCP on the same port, and Unix sockets (stream, datagram) where they are set.

import {
  listenStreamOnPath,
  listenTcpOnLoopback,
  type Framer,
  type TcpOptions,
} from "../../pipeline/tcpLoopback";
import { listenUdpAndTcp } from "../../pipeline/udpAndTcp";
import { listenUdpOnLoopback, type UdpHandler } from "../../pipeline/udpLoopback";
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
  const { socketPath, datagramSocketPath } = readSettings(settings);
  const options = { receiver, intake, create: () => input.createFrames() };
  const datagrams: UdpHandler = {
    datagram: (bytes, sender) => input.datagram(bytes, sender),
    lost: (count) => counters.dropped(receiver, "kernel-buffer-overflow", count),
  };
  // Any free port is one that is free for both: that of a connection, even one that has ended, is not free for TCP.
  const inet =
    port === 0
      ? await listenUdpAndTcp(port, datagrams, options)
      : await listenOnGivenPort(port, datagrams, options);
  const extras = await Promise.all([
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
    port: inet.port,
    close: async () => {
      await Promise.all([inet.close(), ...extras.map((extra) => extra?.close())]);
    },
  };
}

async function listenOnGivenPort(
  port: number,
  datagrams: UdpHandler,
  options: TcpOptions,
): Promise<Listening> {
  const udp = await listenUdpOnLoopback(port, datagrams);
  const tcp = await listenTcpOnLoopback(port, options).catch(() => {
    options.intake.counters.refused(receiver, "tcp-port-taken");
  });
  return {
    port,
    close: async () => {
      await Promise.all([udp.close(), tcp?.close()]);
    },
  };
}
