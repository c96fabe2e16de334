import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DgramSocket } from "node-unix-socket";
import { afterEach, describe, expect, it } from "vitest";
import type { Listening } from "../../../../src/collector/pipeline/receiver";
import { createStatsd } from "../../../../src/collector/receivers/statsd/statsd";
import { maxPayloadBytes } from "../../../../src/collector/receivers/statsd/streamFrames";
import { until } from "../aContext";
import { aStatsd, brief } from "./harness";

const framed = (text: string) => {
  const header = Buffer.alloc(4);
  header.writeUInt32LE(Buffer.byteLength(text));
  return Buffer.concat([header, Buffer.from(text)]);
};
const counter = (name: string, value: number) => ({ name, type: "counter", value });

const table: [name: string, stream: string | Buffer, ...points: object[]][] = [
  ["lines", "a:1|c\nb:2|c\n", counter("a", 1), counter("b", 2)],
  ["a last line without an end", "a:1|c\na:2|c", counter("a", 3)],
  ["one short line", "a:1|c", counter("a", 1)],
  [
    "a frame",
    Buffer.from("0f000000706167652e76696577733a317c630a", "hex"),
    counter("page.views", 1),
  ],
  [
    "frames, empty ones and several lines in one among them",
    Buffer.concat([framed("a:1|c\nb:1|c"), framed(""), framed("a:2|c\n")]),
    counter("a", 3),
    counter("b", 1),
  ],
  [
    "a frame that breaks off",
    Buffer.concat([framed("a:1|c"), framed("b:1|c").subarray(0, 7)]),
    counter("a", 1),
  ],
];

/** As a process that was killed leaves it. */
function leaveDeadSocket(path: string): void {
  const socket = new DgramSocket();
  socket.bind(path);
  socket.close();
}

describe("a stream of statsd", () => {
  it.each(table)("%s", async (_name, stream, ...points) => {
    const statsd = aStatsd();
    const frames = statsd.statsd.createFrames();

    frames.push(Buffer.from(stream as Buffer));
    frames.end();

    expect((await statsd.flush()).map(brief)).toEqual(points);
  });

  it.each(table)("byte by byte: %s", async (_name, stream, ...points) => {
    const statsd = aStatsd();
    const frames = statsd.statsd.createFrames();

    for (const byte of Buffer.from(stream as Buffer)) frames.push(Buffer.from([byte]));
    frames.end();

    expect((await statsd.flush()).map(brief)).toEqual(points);
  });

  it("counts a line without an end, skips it and goes on", async () => {
    const statsd = aStatsd();
    const frames = statsd.statsd.createFrames();

    const isOpen = ["a:1|c\n", "x".repeat(maxPayloadBytes + 1), "x".repeat(10), "x\nb:1|c\n"].map(
      (chunk) => frames.push(Buffer.from(chunk)),
    );

    expect(isOpen).toEqual([true, true, true, true]);
    expect((await statsd.flush()).map(brief)).toEqual([counter("a", 1), counter("b", 1)]);
    expect(statsd.refused("statsd")).toEqual({ "line-too-long": 1 });
  });

  it("is closed by a frame that is too long", () => {
    const statsd = aStatsd();
    const frames = statsd.statsd.createFrames();

    expect(frames.push(framed("a:1|c"))).toBe(true);
    expect(frames.push(Buffer.from([0, 0, 2, 0]))).toBe(false);
    expect(statsd.refused("statsd")).toEqual({ "line-too-long": 1 });
  });
});

describe("the listener", () => {
  let listening: Listening | undefined;
  let folder: string | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
    if (folder !== undefined) rmSync(folder, { recursive: true });
    folder = undefined;
  });

  it("takes TCP on the port of UDP", async () => {
    const statsd = aStatsd();
    listening = await createStatsd(statsd).listeners![0]!.listen(0);

    connect(listening.port, "127.0.0.1").end("a:1|c\n");
    await until(() => statsd.points.length === 1);

    expect(brief(statsd.points[0]!)).toEqual(counter("a", 1));
  });

  it("does without TCP where the port is taken, and says so", async () => {
    const statsd = aStatsd();
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };

    listening = await createStatsd(statsd).listeners![0]!.listen(port);

    expect(listening.port).toBe(port);
    expect(statsd.refused("statsd")).toEqual({ "tcp-port-taken": 1 });
    await new Promise((resolve) => other.close(resolve));
  });

  it.skipIf(process.platform === "win32")(
    "takes datagrams on a Unix socket that is set, in place of a dead one, for its user alone",
    async () => {
      folder = mkdtempSync(join(tmpdir(), "sidelight-statsd-"));
      const datagramSocketPath = join(folder, "dsd.socket");
      leaveDeadSocket(datagramSocketPath);
      const statsd = aStatsd({ datagramSocketPath });

      listening = await createStatsd(statsd).listeners![0]!.listen(0);
      const client = new DgramSocket();
      for (const line of ["a:1|c|#env:dev", "a:2|c|#env:dev\na:3|c|#env:dev"]) {
        client.sendTo(Buffer.from(line), 0, line.length, datagramSocketPath);
      }
      await until(() => statsd.points.reduce((sum, { value }) => sum + value, 0) === 6);

      expect(statSync(datagramSocketPath).mode & 0o777).toBe(0o600);
      client.close();
      await listening.close();
      listening = undefined;
      expect(existsSync(datagramSocketPath)).toBe(false);
      expect(statsd.refused("statsd")).toEqual({});
    },
  );

  it.skipIf(process.platform === "win32")(
    "does without a Unix socket that another process reads, and says so",
    async () => {
      folder = mkdtempSync(join(tmpdir(), "sidelight-statsd-"));
      const datagramSocketPath = join(folder, "dsd.socket");
      const other = new DgramSocket();
      other.bind(datagramSocketPath);
      const statsd = aStatsd({ datagramSocketPath });

      listening = await createStatsd(statsd).listeners![0]!.listen(0);

      expect(statsd.refused("statsd")).toEqual({ "unix-datagram-socket-unavailable": 1 });
      other.close();
    },
  );

  it.skipIf(process.platform === "win32")(
    "takes a Unix socket that is set, in place of a dead one, for its user alone",
    async () => {
      folder = mkdtempSync(join(tmpdir(), "sidelight-statsd-"));
      const socketPath = join(folder, "dsd.socket");
      const statsd = aStatsd({ socketPath });
      const dead = await createStatsd(statsd).listeners![0]!.listen(0);
      await dead.close();
      leaveDeadSocket(socketPath);

      const second = aStatsd({ socketPath });
      listening = await createStatsd(second).listeners![0]!.listen(0);
      connect(socketPath).end(framed("a:1|c|#env:dev"));
      await until(() => second.points.length === 1);

      expect(brief(second.points[0]!)).toMatchObject(counter("a", 1));
      expect(statSync(socketPath).mode & 0o777).toBe(0o600);
      expect(second.refused("statsd")).toEqual({});
    },
  );
});
