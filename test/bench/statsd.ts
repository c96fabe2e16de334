// statsd: what one thread parses and aggregates, and what the whole product takes over UDP without a drop.
// Method: (1) datagrams made in advance are read by the receiver without sockets for two seconds after half a
// second of warming up; (2) a sender process on the same cores, paced a little above the rate to reach, against
// `cli.js serve`; the stored total of a counter that each datagram carries is held against what was sent.

import { fork } from "node:child_process";
import { join } from "node:path";
import { Counters } from "../../src/collector/pipeline/counters";
import { CommitIntake } from "../../src/collector/pipeline/intake";
import { Roles } from "../../src/collector/pipeline/roles";
import { Statsd } from "../../src/collector/receivers/statsd/statsd";
import type { Figure } from "./figure";
import { cpuSeconds, type Running, type Sent, startProduct } from "./product";
import { somePackets } from "./statsdPackets";

const pacedSamplesPerSecond = 205_000;

export async function statsd(seconds: number): Promise<Figure[]> {
  return [parsing(), ...(await overUdp(seconds))];
}

function parsing(): Figure {
  const packets = somePackets(2000);
  let id = 1;
  const intake = new CommitIntake(
    {
      lastSeq: 0,
      pack: () => ({ number: () => undefined }),
      commit: () => Promise.resolve(),
    },
    { resource: (key) => ({ id: id++, ...key }), series: (key) => ({ id: id++, ...key }) },
    new Counters(),
  );
  const now = () => BigInt(Date.now()) * 1_000_000n;
  const receiver = new Statsd({ intake, settings: {}, roles: new Roles(), now });
  const read = (forMs: number) => {
    let samples = 0;
    const start = process.cpuUsage();
    for (;;) {
      for (const packet of packets) {
        receiver.datagram(packet.bytes, 1);
        samples += packet.samples;
      }
      receiver.flush();
      const { user, system } = process.cpuUsage(start);
      if (user + system > forMs * 1000) return (samples / (user + system)) * 1e6;
    }
  };
  read(500);
  return {
    name: "statsd: parse and aggregate, one thread",
    value: read(2000),
    unit: "samples/s",
    target: { atLeast: 400_000 },
    note: "per second of processor time",
  };
}

async function overUdp(seconds: number): Promise<Figure[]> {
  const product = await startProduct();
  try {
    const pid = product.process.pid ?? 0;
    const before = cpuSeconds(pid);
    const sent = await send(product, seconds);
    const cores = (cpuSeconds(pid) - before) / seconds;
    let counted = 0;
    for (let tries = 0; tries < 40 && counted < sent.records; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      counted = await totalOf(product);
    }
    const dropped = (await product.collector.stats()).receivers.find(
      ({ receiver }) => receiver === "statsd",
    )?.dropped["kernel-buffer-overflow"];
    return [
      {
        name: "statsd over UDP: stored",
        value: counted / sent.seconds,
        unit: "samples/s",
        target: { atLeast: 200_000 },
        note: `${counted} of ${sent.records} sent, 1,432-byte datagrams, ${cores.toFixed(2)} cores`,
      },
      {
        name: "statsd over UDP: lost",
        value: sent.records - counted,
        unit: "samples",
        target: { atMost: 0 },
        note: `the kernel counts ${dropped ?? 0} datagrams`,
      },
    ];
  } finally {
    await product.stop();
  }
}

function send({ endpoints }: Running, seconds: number): Promise<Sent> {
  const port = endpoints.statsd?.split(":").at(-1) ?? "";
  const args = [port, String(pacedSamplesPerSecond), String(seconds)];
  return new Promise((resolve) => {
    fork(join(__dirname, "statsdSender.cjs"), args).once("message", (message) =>
      resolve(message as Sent),
    );
  });
}

async function totalOf({ collector }: Running): Promise<number> {
  const { rows } = await collector.rows({
    signal: "metrics",
    query: "name:sent",
    order: "newest",
    limit: 1,
  });
  const [last] = rows;
  return last !== undefined && "total" in last ? (last.total ?? 0) : 0;
}
