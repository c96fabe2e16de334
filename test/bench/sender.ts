// The sender of the product bench: a process of its own on the same cores. Payloads are made before the clock
// starts and sent on a few keep-alive connections, each waiting for its answer, as exporters do.
// Arguments: KIND ENDPOINT SECONDS.

import http from "node:http";
import type { Sent } from "./product";
import { jsonLines, otlpLogs } from "./payloads";

const [kind = "", endpoint = "", secondsText = "5"] = process.argv.slice(2);
const seconds = Number(secondsText);
const connections = 8;

interface Payload {
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly records: number;
}

function payloadOf(): Payload {
  switch (kind) {
    case "OTLP/HTTP protobuf logs":
    case "OTLP/HTTP protobuf logs at 50 k/s":
      return { path: "/v1/logs", contentType: "application/x-protobuf", ...otlpLogs(1000) };
    case "JSON lines":
      return { path: "/lines?service=bench", contentType: "text/plain", ...jsonLines(2000) };
    default:
      throw new Error(`no such sender: ${kind}`);
  }
}

async function main(): Promise<void> {
  const payload = payloadOf();
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
            "Content-Type": payload.contentType,
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
      if (status === 200) records += payload.records;
      else await new Promise((done) => setTimeout(done, 100));
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => loop(connection)));
  const sent: Sent = { records, seconds: (performance.now() - start) / 1000 };
  process.send?.(sent, () => process.exit(0));
}

void main();
