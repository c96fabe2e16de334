// Captured requests with a few bytes changed: each is answered, and what it held is kept or counted.

import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { expect, it } from "vitest";
import { createOtlp } from "../../../../src/collector/receivers/otlp/otlp";
import { fuzz } from "../fuzz";
import { ask } from "../httpHarness";
import { Ledger } from "../ledger";
import { aRandom, mutate, mutations } from "../mutate";

const captured = (file: string) =>
  readFileSync(join(import.meta.dirname, "fixtures/captured", file));
/** Tags, lengths and varints that lie; the values that have a meaning in OTLP's JSON. */
const pieces = {
  protobuf: [
    "\n",
    "\x12\x7f",
    "\x0a\xff\xff\xff\x7f",
    "\x80".repeat(12),
    "\x08\x00",
    "\x1a\x00",
    "é",
  ],
  json: [
    ...[
      "{",
      "}",
      "[",
      "]",
      '"',
      ",",
      ":",
      "null",
      "1e999",
      "-9".repeat(20),
      "\\u0000",
      '"NaN"',
      "\0",
    ],
  ],
};
const requests = [
  ["logs", "json", ["node-logs.json"], 1 / 6],
  ["traces", "json", ["node-traces.json"], 1 / 6],
  ["metrics", "json", ["node-metrics-1.json", "node-metrics-2.json"], 1 / 6],
  ["logs", "protobuf", ["node-logs.bin", "python-logs.bin"], 1 / 6],
  ["traces", "protobuf", ["node-traces.bin"], 1 / 6],
  ["metrics", "protobuf", ["node-metrics-1.bin", "python-metrics-2.bin"], 1 / 6],
] as const;

it.each(requests)(
  `mutated %s in %s are accounted for (of ${mutations})`,
  async (signal, form, files, share) => {
    const ledger = new Ledger("otlp");
    const otlp = createOtlp(ledger);
    const mediaType = form === "json" ? "application/json" : "application/x-protobuf";

    await fuzz(
      ledger,
      {
        seeds: files.map(captured),
        pieces: pieces[form],
        share,
        send: async (body) =>
          (await ask(otlp, `/v1/${signal}`, { body, headers: { "content-type": mediaType } }))
            .status,
        units: () => 1,
      },
      11,
    );
  },
);

const path = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

/** The listener, and a client of it. */
async function aGrpcServer(ledger: Ledger) {
  const listening = await createOtlp(ledger).listeners![0]!.listen(0);
  const address = `127.0.0.1:${listening.port}`;
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  const asIs = (bytes: Buffer) => bytes;
  return {
    port: listening.port,
    /** The code that answers. */
    export: (request: Buffer) =>
      new Promise<grpc.status>((resolve) => {
        client.makeUnaryRequest(path, asIs, asIs, request, (error) =>
          resolve(error?.code ?? grpc.status.OK),
        );
      }),
    close: async () => {
      client.close();
      await listening.close();
    },
  };
}

const httpStatus: Partial<Record<grpc.status, number>> = {
  [grpc.status.OK]: 200,
  [grpc.status.INVALID_ARGUMENT]: 400,
};

it("mutated logs over gRPC are accounted for", async () => {
  const ledger = new Ledger("otlp");
  const server = await aGrpcServer(ledger);

  await fuzz(
    ledger,
    {
      seeds: [captured("python-logs.bin")],
      pieces: pieces.protobuf,
      share: 1 / 100,
      send: async (body) => httpStatus[await server.export(body)] ?? 500,
      units: () => 1,
    },
    13,
  );

  await server.close();
});

it("connections of mutated HTTP/2 leave the next one as it should be", async () => {
  const ledger = new Ledger("otlp");
  const server = await aGrpcServer(ledger);
  const random = aRandom(14);
  const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1");
  const headers = Buffer.from("00000601040000000183869244045f", "hex");

  for (let n = 0; n < 200; n++) {
    const bytes = mutate(
      Buffer.concat([preface, headers]),
      ["\0\0\x04\x08", "\xff\xff\xff"],
      random,
    );
    const socket = connect(server.port, "127.0.0.1");
    // The server speaks first, or resets what it cannot read.
    const isAnswered = new Promise((resolve) => {
      for (const event of ["data", "error", "close"]) socket.once(event, resolve);
    });
    if (bytes.length === 0) socket.end();
    else socket.write(bytes);
    await isAnswered;
    socket.destroy();
  }

  expect(await server.export(captured("python-logs.bin"))).toBe(grpc.status.OK);
  expect(ledger.account.kept).toBeGreaterThan(0);
  await server.close();
});
