import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Listening } from "../../../src/collector/pipeline/receiver";
import {
  type Framer,
  listenTcpOnLoopback,
  type Peer,
} from "../../../src/collector/pipeline/tcpLoopback";
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
  constructor(private readonly bytesUntilBroken: number) {}
  push(chunk: Buffer): boolean {
    this.heldBytes += chunk.length;
    return this.heldBytes < this.bytesUntilBroken;
  }
  end(): void {
    this.heldBytes = 0;
  }
}

const generous = { connections: 10, heldBytes: 1000 };

async function aListener(limits = generous, bytesUntilBroken = Infinity) {
  const { intake, counters } = new TestContext();
  const framers: Hoard[] = [];
  const servedPeers: Peer[] = [];
  const create = (peer: Peer) => {
    const framer = new Hoard(bytesUntilBroken);
    framers.push(framer);
    servedPeers.push(peer);
    return framer;
  };
  listening = await listenTcpOnLoopback(0, { receiver: "test", intake, create, limits });
  const refused = () => Object.fromEntries(counters.of("test").refused);
  return { refused, framers, servedPeers, intake, port: listening.port };
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
    const { port, refused, framers } = await aListener();
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
    const { port, refused } = await aListener({ ...generous, connections: 1 });
    await send(aPeer(port), 1);

    await aPeer(port).closed;

    expect(refused()).toEqual({ "too-many-connections": 1 });
  });

  it("closes a connection that cannot be read on, and holds nothing of it", async () => {
    const { port, framers, refused } = await aListener(generous, 1100);
    const broken = aPeer(port);

    await send(broken, 1100);
    await broken.closed;
    void send(aPeer(port), 800);
    await until(() => framers[1]?.heldBytes === 800);

    expect(refused()).toEqual({});
  });

  it("reads no more while there is no room, and goes on where it stopped", async () => {
    const { port, framers, intake } = await aListener();
    const asked: number[] = [];
    const hasRoom = vi.spyOn(intake, "hasRoom").mockImplementation((bytes) => {
      asked.push(bytes);
      return false;
    });
    const peer = aPeer(port);
    await send(peer, 1);
    await until(() => asked.length > 0);
    await send(peer, 2);
    await until(() => asked.length > 20);
    const askedMeanwhile = new Set(asked);

    hasRoom.mockReturnValue(true);
    await until(() => framers[0]?.heldBytes === 3);

    expect(askedMeanwhile).toEqual(new Set([1])); // again and again for what was read already
  });

  it("cuts off a peer that does not read its answers", async () => {
    const { port, servedPeers } = await aListener();
    const peer = connect({ port, host: "127.0.0.1" }).on("error", () => undefined);
    peers.push(peer);
    peer.pause();
    const isCut = new Promise((resolve) => peer.once("close", resolve));
    await until(() => servedPeers.length === 1);
    const answer = Buffer.alloc(64 * 1024);

    // What the system takes for a peer that does not read is some megabytes.
    for (let sent = 0; sent < 64 * 1024 * 1024; sent += answer.length) {
      servedPeers[0]!.reply(answer);
      await new Promise((resolve) => setImmediate(resolve));
    }
    peer.resume(); // to hear of the end

    await isCut;
    expect(peer.bytesRead).toBeLessThan(64 * 1024 * 1024);
  });
});
