// Two collectors, each of a data folder of its own, that want the same ports: the second one says whose they are.

import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, onTestFinished } from "vitest";
import { TestCollector } from "../collector";

const running: TestCollector[] = [];
afterEach(async () => {
  for (const collector of running.splice(0)) await collector.stop();
});

async function aCollector(...args: string[]) {
  const collector = await TestCollector.start({ args });
  running.push(collector);
  return collector;
}

const portOf = (address = "") => address.split(":").at(-1) ?? "";

async function problemOf(collector: TestCollector, receiver: string): Promise<string> {
  const { receivers } = await collector.stats();
  return receivers.find((each: { receiver: string }) => each.receiver === receiver).problem ?? "";
}

const says = (port: string, name: string, { process, dataPath }: TestCollector) =>
  `Port ${port} (${name}) is used by another Sidelight collector (process ${process.pid}, data in ${dataPath}). ` +
  "Stop that one, or set another port for one of them.";

it("names the other one, its folder and what to do, for each port that it has", async () => {
  const first = await aCollector();
  const [httpPort, statsdPort] = [portOf(first.endpoints.http), portOf(first.endpoints.statsd)];

  const second = await aCollector("--http-port", httpPort, "--statsd-port", statsdPort);

  const instead = ` It listens on ${second.endpoints.http!.replace("http://", "")} instead.`;
  expect(await problemOf(second, "otlp")).toBe(says(httpPort, "http", first) + instead);
  expect(await problemOf(second, "statsd")).toContain(says(statsdPort, "statsd", first));
  const { receivers } = await first.stats();
  expect(receivers.flatMap(({ refused }: { refused: object }) => Object.keys(refused))).toEqual([]);
});

it.runIf(process.platform === "linux")(
  "knows the one of the usual folder by its process, where it has no port to be asked at",
  async () => {
    const first = await aCollector();
    process.env.SIDELIGHT_DATA = first.dataPath;
    onTestFinished(() => {
      delete process.env.SIDELIGHT_DATA;
    });
    const port = portOf(first.endpoints.gelf);

    const second = await aCollector("--gelf-port", port);

    expect(await problemOf(second, "gelf")).toContain(says(port, "gelf", first));
  },
);

/** As one of ours would answer for this process, which has the port. */
const anAnswer = (other: object) =>
  JSON.stringify({ program: "sidelight", pid: process.pid, dataPath: "/tmp", ...other });

it.each([
  ["names another process", anAnswer({ pid: 1 })],
  ["has no process", anAnswer({ pid: "x" })],
  ["would have the terminal cleared", anAnswer({ dataPath: "/tmp/a\u001b[2Jb" })],
  ["says more than there is to say", anAnswer({ more: "x".repeat(100_000) })],
])("does not believe a program that %s", async (_name, answer) => {
  const server = http.createServer((_request, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  const collector = await aCollector("--http-port", String(port));

  const problem = await problemOf(collector, "otlp");
  expect(problem).toContain(`Port ${port} (http) is used by `);
  expect(problem).not.toContain("Sidelight");
});

it("waits for no program that hangs", async () => {
  const server = http.createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;

  const collector = await aCollector("--http-port", String(port));

  expect(await problemOf(collector, "otlp")).toContain(`Port ${port} (http) is used by `);
});

it("pages of other sites do not learn where the data are", async () => {
  const collector = await aCollector();
  const about = `${collector.endpoints.http}/ui/about.json`;

  const asked = await fetch(about);
  const asPage = await fetch(about, { headers: { origin: "https://example.com" } });
  const asNeighbour = await fetch(about, { headers: { origin: "http://localhost:5173" } });

  expect(await asked.json()).toEqual({
    program: "sidelight",
    pid: collector.process.pid,
    dataPath: collector.dataPath,
  });
  expect([asPage.status, asNeighbour.status]).toEqual([403, 403]);
});
