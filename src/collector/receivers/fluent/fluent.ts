// Fluentd's forward protocol, as Fluentd, fluent-bit, Docker's driver and the fluent-logger libraries speak it:
// TCP with acknowledgements after the commit, and the UDP heartbeat on the same port.

import { listenTcpOnLoopback, type Peer } from "../../pipeline/tcpLoopback";
import type { CreateReceiver, Listening, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { Chunks } from "./chunks";
import { FluentFrames } from "./frames";
import { Handshake } from "./handshake";
import { listenForHeartbeats } from "./heartbeat";

const receiver = "fluent";
const anyPortTries = 10;

export const createFluent: CreateReceiver = (context): Receiver => {
  const chunks = new Chunks(context);
  return {
    id: receiver,
    title: "Fluentd",
    listeners: [
      { name: "fluent", defaultPort: 24224, listen: (port) => listen(port, context, chunks) },
    ],
    dispose: () => chunks.dispose(),
  };
};

/** One connection's framer; `peer` gets the acknowledgements. */
export function createFrames(chunks: Chunks, context: ReceiverContext, peer: Peer): FluentFrames {
  const { counters } = context.intake;
  const { sharedKey } = context.settings;
  const handshake =
    typeof sharedKey === "string" && sharedKey !== ""
      ? new Handshake(sharedKey, peer, (ping) => {
          counters.refused(receiver, "wrong-shared-key", 1, ping);
        })
      : undefined;
  handshake?.greet();
  return new FluentFrames({
    message: (bytes, isJson) =>
      handshake?.take(bytes) === true ? undefined : chunks.take(bytes, isJson, peer),
    hold: (bytes) => chunks.hold(bytes),
    heartbeat: () => counters.leftOut(receiver, "heartbeat"),
    fault: (reason, beginning) => counters.refused(receiver, reason, 1, beginning),
    close: () => peer.close(),
  });
}

async function listen(port: number, context: ReceiverContext, chunks: Chunks): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const tcp = await listenTcpOnLoopback(port, {
      receiver,
      intake: context.intake,
      create: (peer) => createFrames(chunks, context, peer),
    });
    try {
      const heartbeat = await listenForHeartbeats(tcp.port, {
        heartbeat: () => context.intake.counters.leftOut(receiver, "heartbeat"),
        other: (bytes) => context.intake.counters.refused(receiver, "not-a-heartbeat", 1, bytes),
      });
      return {
        port: tcp.port,
        close: async () => {
          await Promise.all([tcp.close(), heartbeat.close()]);
        },
      };
    } catch (error) {
      await tcp.close();
      if (port !== 0 || attempt === anyPortTries) throw error;
    }
  }
}
