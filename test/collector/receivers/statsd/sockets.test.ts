import { createSocket } from "node:dgram";
import { afterEach, describe, expect, it } from "vitest";
import { createStatsd } from "../../../../src/collector/receivers/statsd/statsd";
import type { Listening, Receiver } from "../../../../src/collector/pipeline/receiver";
import { listenUdpOnLoopback } from "../../../../src/collector/pipeline/udpLoopback";
import { droppedOf } from "../../../../src/collector/pipeline/kernelDrops";
import { until } from "../aContext";
import { aStatsd, brief, type StatsdHarness } from "./harness";

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

async function listen(harness: StatsdHarness, port = 0): Promise<Receiver> {
  const receiver = createStatsd(harness);
  listening = await receiver.listeners![0]!.listen(port);
  return receiver;
}

function sendUdp(type: "udp4" | "udp6", port: number, text: string): Promise<void> {
  const socket = createSocket(type);
  const address = type === "udp4" ? "127.0.0.1" : "::1";
  return new Promise((resolve, reject) => {
    socket.send(text, port, address, (error) => {
      socket.close();
      if (error) reject(error);
      else resolve();
    });
  });
}

describe("the UDP listener", () => {
  it("takes datagrams on both loopback addresses of one port", async () => {
    const harness = aStatsd();
    await listen(harness);

    await sendUdp("udp4", listening!.port, "four:1|c");
    await sendUdp("udp6", listening!.port, "six:1|c");
    await until(() => harness.points.length === 2);

    expect(harness.points.map((point) => brief(point).name).sort()).toEqual(["four", "six"]);
  });

  it("takes the largest datagram there is", async () => {
    const harness = aStatsd();
    await listen(harness);
    const line = "big:1|c\n";
    const lines = Math.floor(65_507 / line.length);

    await sendUdp("udp4", listening!.port, line.repeat(lines));
    await until(() => harness.points.length > 0);

    expect(harness.points[0]).toMatchObject({ value: lines });
  });

  it("names the taken port", async () => {
    const harness = aStatsd();
    await listen(harness);

    await expect(listen(harness, listening!.port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("has a larger receive buffer than sockets have by themselves", async () => {
    const handler = { datagram: () => undefined, lost: () => undefined };

    const udp = await listenUdpOnLoopback(0, handler);

    expect(udp.receiveBufferBytes).toBeGreaterThan(213_000);
    await udp.close();
  });

  it("flushes when it is disposed of", async () => {
    const harness = aStatsd();
    const receiver = await listen(harness);
    await sendUdp("udp4", listening!.port, "_sc|sent|0\nlast:1|c");
    await until(() => harness.logs.length === 1);

    await receiver.dispose!();
    await until(() => harness.points.length === 1);

    expect(harness.points[0]).toMatchObject({ value: 1 });
  });
});

describe("datagrams dropped by the kernel", () => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  433: 0100007F:1FBD 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31034 2 0000000000000000 17
  434: 00000000:1FBD 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31035 2 0000000000000000 99
  435: 0100007F:1FBE 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31036 2 0000000000000000 3
`;

  it("are those of the loopback socket with the port", () => {
    expect(droppedOf(table, 8125)).toBe(17);
    expect(droppedOf(table, 8126)).toBe(3);
    expect(droppedOf(table, 1)).toBe(0);
    expect(droppedOf("", 8125)).toBe(0);
  });
});
