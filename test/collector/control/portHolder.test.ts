import dgram from "node:dgram";
import { once } from "node:events";
import net from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { portProblem } from "../../../src/collector/control/listeners";
import { Neighbours } from "../../../src/collector/control/neighbours";
import { portHolder } from "../../../src/collector/control/portHolder";

const nobody = new Neighbours("/nowhere");
const inUse = Object.assign(new Error("in use"), { code: "EADDRINUSE" });

it.runIf(process.platform === "linux")("names the program that holds a TCP port", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;

  const problem = await portProblem("http", port, inUse, nobody);

  expect(problem).toMatch(
    new RegExp(`^Port ${port} \\(http\\) is used by .+ \\(process ${process.pid}\\)\\.$`),
  );
});

it.runIf(process.platform === "linux")("names the program that holds a UDP port", async () => {
  const socket = dgram.createSocket("udp4").bind(0, "127.0.0.1");
  onTestFinished(() => void socket.close());
  await once(socket, "listening");

  expect(await portHolder(socket.address().port, "udp")).toMatchObject({ pid: process.pid });
});

it("says so when nobody is found", async () => {
  expect(await portProblem("statsd", 1, inUse, nobody)).toBe(
    "Port 1 (statsd) is used by another program.",
  );
});
