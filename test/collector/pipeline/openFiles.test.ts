import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { listenOnLoopback } from "../../../src/collector/pipeline/loopback";
import { roomFor } from "../../../src/collector/pipeline/openFiles";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

/** As far as it is looked at. */
const numbered = (fd: number) => ({ _handle: { fd } }) as unknown as Socket;

async function anAcceptedSocket(): Promise<Socket> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const peer = connect(port, "127.0.0.1");
  const [socket] = (await once(server, "connection")) as [Socket];
  open.push(server, { close: () => peer.destroy() }, { close: () => socket.destroy() });
  return socket;
}

describe.skipIf(process.platform === "win32")("a connection under a bound of open files", () => {
  it("is told so when 64 are left, and closed at once when 32 are", async () => {
    const socket = await anAcceptedSocket();
    const { fd } = (socket as unknown as { _handle: { fd: number } })._handle;

    expect(roomFor(socket)).toBe("enough");
    expect(roomFor(socket, Infinity)).toBe("enough");
    expect(roomFor(socket, fd + 1)).toBe("none");
    expect([1983, 1984, 2015, 2016].map((number) => roomFor(numbered(number), 2048))).toEqual([
      "enough",
      "scarce",
      "scarce",
      "none",
    ]);
  });

  it("is told so when a quarter of a small bound is left", () => {
    expect([47, 48, 55, 56].map((number) => roomFor(numbered(number), 64))).toEqual([
      "enough",
      "scarce",
      "scarce",
      "none",
    ]);
  });
});

it("a listener outlives a connection that the system could not give it", async () => {
  const servers: Server[] = [];
  const listening = await listenOnLoopback(0, () => {
    const server = createServer();
    servers.push(server);
    return server;
  });
  open.push(listening);
  const error = Object.assign(new Error("accept EMFILE"), { code: "EMFILE" });

  for (const server of servers) server.emit("error", error);

  expect(servers.every((server) => server.listening)).toBe(true);
});
