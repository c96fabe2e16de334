// The heartbeat of Fluentd's older senders: any small datagram is answered with one zero byte, or they take the
// server for dead.

import { bindUdpOnLoopback } from "../../pipeline/udpSockets";

const answer = Buffer.from([0]);
/** Longer datagrams are no heartbeats, and are not answered. */
const maxHeartbeatBytes = 128;

/** Told of each datagram. */
export interface OnDatagram {
  heartbeat(): void;
  /** Too long for one. */
  other(bytes: Uint8Array): void;
}

/** Rejects when the port is taken. */
export function listenForHeartbeats(
  port: number,
  on: OnDatagram,
): Promise<{ close(): Promise<void> }> {
  return bindUdpOnLoopback(port, (bytes, sender, socket) => {
    if (bytes.length > maxHeartbeatBytes) return on.other(bytes);
    on.heartbeat();
    socket.send(answer, sender.port, sender.address);
  });
}
