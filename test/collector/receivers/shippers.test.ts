// What log shippers and agents really sent, a file a connection: each is played to a collector's HTTP port, request
// by request, and answers and records are as its golden file says. Names of the machine they ran on were replaced.

import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { listenHttp } from "../../../src/collector/control/httpServer";
import { receivers } from "../../../src/collector/receivers/registry";
import type { Listening } from "../../../src/collector/pipeline/receiver";
import { TestContext } from "./aContext";
import { stored } from "./httpHarness";
import { golden } from "../../golden";

/** About when they were sent; samples of another time would be refused. */
const captured = BigInt(Date.parse("2026-11-22T18:30:00Z")) * 1_000_000n;

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** The HTTP port of a collector that has every receiver. */
async function listen(context: TestContext): Promise<number> {
  const all = Object.values(receivers).map((create) => create(context));
  const routes = all.flatMap(({ id, routes = [] }) =>
    routes.map((route) => ({ receiver: id, route })),
  );
  const server = await listenHttp(0, {
    routes: () => routes,
    counters: context.counters,
    onUpgrade: (_request, socket) => socket.destroy(),
    serveUi: () => Promise.resolve(undefined),
  });
  open.push(server);
  return server.port;
}

/** Sends each request when the one before is answered; the request lines and the statuses. */
async function play(requests: readonly Buffer[], port: number): Promise<string[]> {
  const socket = connect(port, "127.0.0.1");
  const played: string[] = [];
  for (const request of requests) {
    const line = request.toString("latin1", 0, request.indexOf(" HTTP/1.1"));
    socket.write(request);
    played.push(`${line} ${await statusOf(socket, line.startsWith("HEAD "))}`);
  }
  socket.destroy();
  return played;
}

/** Waits for one whole answer. */
function statusOf(socket: Socket, isHead: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const take = (data: Buffer) => {
      text += data.toString("latin1");
      const bodyAt = text.indexOf("\r\n\r\n") + 4;
      if (bodyAt < 4) return;
      const length = isHead ? 0 : Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0);
      if (text.length < bodyAt + length) return;
      socket.off("data", take);
      resolve(text.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length));
    };
    socket.on("data", take);
    socket.once("close", () => reject(new Error(`closed after ${JSON.stringify(text)}`)));
  });
}

function requestsOf(bytes: Buffer): Buffer[] {
  const requests: Buffer[] = [];
  for (let at = 0, end = 0; at < bytes.length; at = end) {
    const bodyAt = bytes.indexOf("\r\n\r\n", at) + 4;
    const head = bytes.toString("latin1", at, bodyAt);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    const isChunked = /^transfer-encoding: chunked/im.test(head);
    end = isChunked ? bytes.indexOf("\r\n0\r\n\r\n", bodyAt) + 7 : bodyAt + length;
    requests.push(bytes.subarray(at, end));
  }
  return requests;
}

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".http"))
  .sort();

describe("captured connections", () => {
  it.each(files)("%s settle, and are read as their golden files say", async (file) => {
    const path = join(import.meta.dirname, file);
    const context = new TestContext();
    context.clock = captured;
    const port = await listen(context);
    const [receiver = ""] = file.split(/[/\\]/);

    const requests = await play(requestsOf(readFileSync(path)), port);

    const read = { requests, ...stored(context, receiver) };
    expect(read).toEqual(golden(`${path}.golden.json`, read));
  });
});
