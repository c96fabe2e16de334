// Sends statsd samples over UDP at a pace, in slices of a millisecond. Each datagram ends with a counter
// "sent" of its own samples, so that the receiver's total tells what was lost. Arguments: PORT RATE SECONDS.

import { createSocket } from "node:dgram";
import { somePackets } from "./statsdPackets";

const [port = 0, samplesPerSecond = 0, seconds = 0] = process.argv.slice(2).map(Number);
/** Sends that the socket has not confirmed: what a starved sender makes up for stays within reason. */
const maxWaiting = 200;

async function main(): Promise<void> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.connect(port, "127.0.0.1", resolve));
  const packets = somePackets(500).map(({ bytes, samples }) => ({
    bytes: Buffer.concat([bytes, Buffer.from(`\nsent:${samples}|c`)]),
    samples,
  }));
  let sent = 0;
  let waiting = 0;
  const start = performance.now();
  for (let i = 0; ;) {
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed > seconds) break;
    while (sent < elapsed * samplesPerSecond && waiting < maxWaiting) {
      const packet = packets[i++ % packets.length];
      if (packet === undefined) break;
      waiting++;
      socket.send(packet.bytes, () => waiting--);
      sent += packet.samples;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (waiting > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const took = (performance.now() - start) / 1000;
  socket.close();
  process.send?.({ records: sent, seconds: took }, () => process.exit(0));
}

void main();
