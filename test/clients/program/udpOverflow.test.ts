// More datagrams than the system keeps while the collector is busy: each of them is stored or counted as lost, and
// who looks is told so.

import { createSocket } from "node:dgram";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

/** Of 60 KB, together several times what the system keeps for a socket. */
const datagrams = 500;
const filler = "x".repeat(60_000);

let collector: TestCollector;
let browser: Browser;
beforeAll(async () => {
  collector = await TestCollector.start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});
// Suspended still where the test failed: it would not answer the next one, nor end.
afterEach(() => {
  collector.process.kill("SIGCONT");
});

interface Counts {
  readonly receiver: string;
  readonly received: number;
  readonly dropped: Readonly<Record<string, number>>;
}
const countsOf = async (id: string): Promise<Counts> => {
  const { receivers } = (await collector.stats()) as { receivers: Counts[] };
  return receivers.find(({ receiver }) => receiver === id)!;
};
/** Samples of statsd are one point a second: its value says of how many. */
const cameThrough = async (id: string): Promise<number> => {
  if (id !== "statsd") return (await countsOf(id)).received;
  const points = (await collector.rows("name:overflow", "metrics")) as { value: number }[];
  return points.reduce((sum, { value }) => sum + value, 0);
};
const lostOf = ({ dropped }: Counts) => dropped["kernel-buffer-overflow"] ?? 0;

async function sendAll(port: number, datagram: string): Promise<void> {
  const socket = createSocket("udp4");
  for (let n = 0; n < datagrams; n++) {
    await new Promise((resolve) => socket.send(datagram, port, "127.0.0.1", resolve));
  }
  socket.close();
}

describe.runIf(process.platform === "linux")("a collector that reads nothing for a while", () => {
  test.each([
    ["statsd", `overflow:1|c${"\nfiller:1|g".repeat(5_000)}`],
    ["syslog", `<13>Oct 11 22:14:15 host app: ${filler}`],
    ["gelf", JSON.stringify({ version: "1.1", host: "h", short_message: filler })],
  ])("counts each datagram of %s that it has not", async (id, datagram) => {
    const port = Number(collector.endpoints[id]!.split(":").at(-1));

    collector.process.kill("SIGSTOP");
    await sendAll(port, datagram);
    collector.process.kill("SIGCONT");

    await expect
      .poll(async () => (await cameThrough(id)) + lostOf(await countsOf(id)))
      .toBe(datagrams);
    const lost = lostOf(await countsOf(id));
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(datagrams);
    expect((await collector.cli("stats")).stdout).toContain(
      `dropped ${lost}: kernel-buffer-overflow`,
    );
  });

  test("the sum is in sight in the Logs panel", async () => {
    const lost = await Promise.all(["statsd", "syslog", "gelf"].map(countsOf));
    const sum = lost.reduce((all, counts) => all + lostOf(counts), 0);
    const page = await browser.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.goto(`${collector.ui}&panel=logs`);

    await expect
      .poll(() => page.locator(".foot").innerText())
      .toContain(`${sum.toLocaleString("en")} lost`);
  });
});
