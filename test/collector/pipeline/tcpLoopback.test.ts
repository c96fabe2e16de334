import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Listening } from "../../../src/collector/pipeline/receiver";
import { type Framer, listenTcpOnLoopback } from "../../../src/collector/pipeline/tcpLoopback";
import { TestContext, until } from "../receivers/aContext";

let listening: Listening | undefined;
const peers: Socket[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.destroy();
  await listening?.close();
});

/** Waits for an end that never comes. */
class Hoard implements Framer {
  heldBytes = 0;
  push(chunk: Buffer): boolean {
    this.heldBytes += chunk.length;
    return true;
  }
  end(): void {
    this.heldBytes = 0;
  }
}

async function aListener(limits: { connections: number; heldBytes: number }) {
  const { intake, counters } = new TestContext();
  const framers: Hoard[] = [];
  const create = () => {
    const framer = new Hoard();
    framers.push(framer);
    return framer;
  };
  listening = await listenTcpOnLoopback(0, { receiver: "test", intake, create, limits });
  const refused = () => Object.fromEntries(counters.of("test").refused);
  return { refused, framers, port: listening.port };
}

function aPeer(port: number) {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  peers.push(socket);
  socket.resume();
  return { socket, closed: new Promise<void>((resolve) => socket.once("close", () => resolve())) };
}

function send({ socket }: { socket: Socket }, bytes: number): Promise<void> {
  return new Promise((resolve) => socket.write(Buffer.alloc(bytes), () => resolve()));
}

describe("a TCP listener", () => {
  it("bounds what all connections hold together, counted, and has room again when they are gone", async () => {
    const { port, refused, framers } = await aListener({ connections: 10, heldBytes: 1000 });
    const [first, second] = [aPeer(port), aPeer(port)];

    await Promise.all([send(first, 800), send(second, 800)]);
    await Promise.race([first.closed, second.closed]);
    for (const peer of [first, second]) peer.socket.destroy();
    await Promise.all([first.closed, second.closed]);
    void send(aPeer(port), 900);
    await until(() => framers[2]?.heldBytes === 900);

    expect(refused()).toEqual({ "too-much-held": 1 });
  });

  it("counts the connections that it turns away", async () => {
    const { port, refused } = await aListener({ connections: 1, heldBytes: 1000 });
    await send(aPeer(port), 1);

    await aPeer(port).closed;

    expect(refused()).toEqual({ "too-many-connections": 1 });
  });
});
