// A collector that the system lets open few files (`ulimit -n`), and apps that open more connections than that.

import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestCollector } from "../collector";

let collector: TestCollector;
const sockets: Socket[] = [];
beforeAll(async () => {
  collector = await TestCollector.start({ maxOpenFiles: 64 });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await collector.stop();
});

const post = (n: number) =>
  fetch(`${collector.endpoints.http}/lines?service=app`, { method: "POST", body: `line ${n}` });
const turnedAwayBy = async (...ids: string[]): Promise<number> => {
  const { receivers } = await collector.stats();
  return receivers
    .filter(({ receiver }: { receiver: string }) => ids.includes(receiver))
    .reduce(
      (sum: number, { refused }: { refused: Record<string, number> }) =>
        sum + (refused["too-many-open-files"] ?? 0),
      0,
    );
};

describe.skipIf(process.platform === "win32")("a collector that may open 64 files", () => {
  it("answers each of 80 posts at once: stored, or 503 with the time to come again, and counted", async () => {
    const replies = await Promise.all(Array.from({ length: 80 }, (_, n) => post(n)));

    const stored = replies.filter(({ status }) => status === 200).length;
    const turnedAway = replies.filter(
      ({ status, headers }) => status === 503 && headers.get("retry-after") === "1",
    ).length;
    expect(stored + turnedAway).toBe(80);
    expect(stored).toBeGreaterThan(0);
    expect(turnedAway).toBeGreaterThan(0);
    expect(await turnedAwayBy("http", "lines")).toBe(turnedAway);
    expect(await collector.waitFor("line", "logs", stored)).toHaveLength(stored);
  });

  it("closes connections of protocols that cannot be answered, counted, and goes on", async () => {
    const port = Number(collector.endpoints.syslog!.split(":").at(-1));
    let closed = 0;
    const allClosed = new Promise<void>((resolve) => {
      for (let n = 0; n < 80; n++) {
        const socket = connect(port, "127.0.0.1").resume();
        socket.on("error", () => undefined);
        // How many find room depends on what else is open; 60 never do.
        socket.on("close", () => ++closed === 60 && resolve());
        sockets.push(socket);
      }
    });
    await allClosed;
    for (const socket of sockets.splice(0)) socket.destroy();

    expect(await turnedAwayBy("syslog")).toBeGreaterThanOrEqual(60);
  });
});
