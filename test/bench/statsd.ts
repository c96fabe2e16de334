// statsd: samples a second that one thread parses and aggregates, and samples a second over UDP without a drop.
// Method: (1) datagrams of 1,432 bytes made in advance, 1,000 series of all types and tags, read for two seconds by
// the receiver without sockets; (2) a sender process on the same cores, paced at a rate for five seconds, against the
// receiver with its sockets; received samples are compared with sent ones. The store is left out in both.
// Run: npx esbuild test/bench/statsd.ts --bundle --platform=node --outfile=dist/bench/statsd.cjs && node dist/bench/statsd.cjs

import { fork } from "node:child_process";
import { createSocket } from "node:dgram";
import { Counters } from "../../src/collector/pipeline/counters";
import { CommitIntake } from "../../src/collector/pipeline/intake";
import { Roles } from "../../src/collector/pipeline/roles";
import { createStatsd, Statsd } from "../../src/collector/receivers/statsd/statsd";
import type { MetricPoint } from "../../src/shared/record";

const packetBytes = 1432;
const now = () => BigInt(Date.now()) * 1_000_000n;

interface Packet {
  readonly bytes: Buffer;
  readonly samples: number;
}

/** Full datagrams over 1,000 series: counters, sampled counters, timers, gauges and sets, with two tags each. */
function somePackets(count: number): Packet[] {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const line = (): string => {
    const route = random(200);
    const tags = `#route:/api/v1/items/${route},env:dev`;
    switch (random(5)) {
      case 0:
        return `shop.requests:1|c|${tags}`;
      case 1:
        return `shop.sampled:1|c|@0.1|${tags}`;
      case 2:
        return `shop.queue.length:${random(1000)}|g|${tags}`;
      case 3:
        return `shop.users:user-${random(500)}|s|${tags}`;
      default:
        return `shop.request.duration:${(random(1_000_000) / 1000).toFixed(3)}|ms|${tags}`;
    }
  };
  return Array.from({ length: count }, () => {
    const lines: string[] = [];
    for (let size = 0, next = line(); size + next.length <= packetBytes; next = line()) {
      lines.push(next);
      size += next.length + 1;
    }
    return { bytes: Buffer.from(lines.join("\n")), samples: lines.length };
  });
}

function anIntake() {
  const points: MetricPoint[] = [];
  let id = 1;
  const counters = new Counters();
  const intake = new CommitIntake(
    {
      lastSeq: 0,
      commit: (batch) => {
        for (const point of batch.points) points.push(point);
        return Promise.resolve();
      },
    },
    { resource: (key) => ({ id: id++, ...key }), series: (key) => ({ id: id++, ...key }) },
    counters,
  );
  return { intake, points, counters };
}

function parseAndAggregate(): void {
  const packets = somePackets(2000);
  const { intake } = anIntake();
  const statsd = new Statsd({ intake, settings: {}, roles: new Roles(), now });
  let samples = 0;
  const read = (forMs: number) => {
    samples = 0;
    const start = performance.now();
    for (;;) {
      for (const packet of packets) {
        statsd.datagram(packet.bytes, 1);
        samples += packet.samples;
      }
      statsd.flush();
      const ms = performance.now() - start;
      if (ms > forMs) return samples / ms;
    }
  };
  read(500);
  const perMs = read(2000);
  console.log(
    `statsd parse and aggregate: ${Math.round(perMs)} k samples/s, ${(1000 / perMs).toFixed(2)} µs each`,
  );
}

const seconds = 5;

async function overUdp(samplesPerSecond: number): Promise<void> {
  const { intake, points, counters } = anIntake();
  const receiver = createStatsd({ intake, settings: {}, roles: new Roles(), now });
  const listening = await receiver.listeners?.[0]?.listen(0);
  if (listening === undefined) throw new Error("statsd has no listener");
  const sender = fork(process.argv[1] ?? "", [
    "send",
    String(listening.port),
    String(samplesPerSecond),
  ]);
  const cpu = process.cpuUsage();
  const sent = await new Promise<number>((resolve) =>
    sender.once("message", (n) => resolve(Number(n))),
  );
  const used = process.cpuUsage(cpu);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await listening.close();
  await receiver.dispose?.();
  await intake.flush();
  const counted = points
    .filter(({ series }) => series.name === "sent")
    .reduce((sum, point) => sum + point.value, 0);
  const cores = ((used.user + used.system) / 1e6 / seconds).toFixed(2);
  console.log(
    `statsd over UDP at ${samplesPerSecond / 1000} k samples/s: sent ${sent}, received ${counted}, ` +
      `lost ${sent - counted} (kernel says ${counters.of("statsd").dropped.get("kernel-buffer-overflow") ?? 0} datagrams), ${cores} cores`,
  );
}

/** Paced in slices of a millisecond; each datagram ends with a counter of its own samples. */
async function send(port: number, samplesPerSecond: number): Promise<void> {
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
    const elapsed = performance.now() - start;
    if (elapsed > seconds * 1000) break;
    while (sent < (elapsed / 1000) * samplesPerSecond && waiting < 200) {
      const packet = packets[i++ % packets.length];
      if (packet === undefined) break;
      waiting++;
      socket.send(packet.bytes, (error) => {
        waiting--;
        if (error) throw error;
      });
      sent += packet.samples;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (waiting > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  socket.close();
  process.send?.(sent);
}

async function main(): Promise<void> {
  if (process.argv[2] === "send") {
    await send(Number(process.argv[3]), Number(process.argv[4]));
    return;
  }
  parseAndAggregate();
  for (const rate of [100_000, 200_000, 400_000]) await overUdp(rate);
}

void main();
