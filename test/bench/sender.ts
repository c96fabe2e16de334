// The sender of the product bench: a process of its own on the same cores. Payloads are made before the clock
// starts and sent on a few keep-alive connections, each waiting for its answer, as exporters do; or written to a socket.
// Arguments: KIND ENDPOINT SECONDS.

import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import type { Sent } from "./product";
import { payloads } from "./payloads";

const [kind = "", endpoint = "", secondsText = "5"] = process.argv.slice(2);
const seconds = Number(secondsText);
const connections = 8;

async function main(): Promise<void> {
  const make = payloads[kind.replace(" at 50 k/s", "")];
  if (make === undefined) throw new Error(`no such sender: ${kind}`);
  const payload = make();
  if (payload.transport === "tcp") return stream(payload.body, payload.records);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const url = new URL(endpoint);
  const post = (connection: number) =>
    new Promise<number>((done, fail) => {
      const request = http.request(
        {
          host: url.hostname,
          port: url.port,
          method: "POST",
          path: payload.path.replace("service=bench", `service=bench${connection}`),
          agent,
          headers: {
            ...payload.headers,
            "Content-Length": payload.body.byteLength,
          },
        },
        (response) => {
          response.resume();
          response.on("end", () => done(response.statusCode ?? 0));
        },
      );
      request.on("error", fail);
      request.end(payload.body);
    });
  let records = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const perSecond = kind.endsWith("at 50 k/s") ? 50_000 : Infinity;
  const loop = async (connection: number) => {
    while (performance.now() < end) {
      const dueMs = start + (records / perSecond) * 1000 - performance.now();
      if (dueMs > 1) {
        await new Promise((done) => setTimeout(done, dueMs));
        continue;
      }
      const status = await post(connection);
      if (status >= 200 && status < 300) records += payload.records;
      else await new Promise((done) => setTimeout(done, 100));
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => loop(connection)));
  tell({ records, seconds: (performance.now() - start) / 1000 });
}

/** Writes a framed body again and again, as fast as the peer reads it. */
async function stream(body: Uint8Array, recordsOfBody: number): Promise<void> {
  const [host = "127.0.0.1", port = "0"] = endpoint.split(":");
  let records = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const loop = async () => {
    const socket = net.connect(Number(port), host);
    await once(socket, "connect");
    while (performance.now() < end) {
      const isDrained = socket.write(body);
      records += recordsOfBody;
      if (!isDrained) await once(socket, "drain");
    }
    socket.end();
    await once(socket, "close");
  };
  await Promise.all([loop(), loop()]);
  tell({ records, seconds: (performance.now() - start) / 1000 });
}

function tell(sent: Sent): void {
  process.send?.(sent, () => process.exit(0));
}

void main();
