// gRPC's framing on raw HTTP/2: what is no call of one whole message gets the status that says so, is counted, and the
// next call is as good as ever.

import { once } from "node:events";
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from "node:http2";
import { gzipSync } from "node:zlib";
import * as grpc from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Listening } from "../../../../src/collector/pipeline/receiver";
import { createOtlp } from "../../../../src/collector/receivers/otlp/otlp";
import { TestContext, until } from "../aContext";
import { aRandom, mutate } from "../mutate";
import { encode } from "./oracle";

const path = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
const log = Buffer.from(
  encode("LogsRequest", {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "hello" } }] }] }],
  }),
);
const rawCalls = 300;

let context: TestContext;
let listening: Listening;
let session: ClientHttp2Session;
beforeEach(async () => {
  context = new TestContext();
  listening = await createOtlp(context).listeners![0]!.listen(0);
  session = open();
});
afterEach(async () => {
  session.destroy();
  await listening.close();
});

function open(): ClientHttp2Session {
  return connect(`http://127.0.0.1:${listening.port}`).on("error", () => undefined);
}

function framed(message: Buffer, flag = 0, length = message.length): Buffer {
  const header = Buffer.alloc(5);
  header[0] = flag;
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, message]);
}

const request = (headers: OutgoingHttpHeaders = {}) =>
  session.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
    ...headers,
  });

interface Answer {
  http?: number;
  status?: number;
  message?: string;
}

async function call(body: Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
  const stream = request(headers);
  const answer: Answer = {};
  const take = (fields: Record<string, unknown>) => {
    if (fields[":status"] !== undefined) answer.http = Number(fields[":status"]);
    if (fields["grpc-status"] === undefined) return;
    answer.status = Number(fields["grpc-status"]);
    answer.message = decodeURIComponent(String(fields["grpc-message"]));
  };
  stream
    .on("response", take)
    .on("trailers", take)
    .on("error", () => undefined);
  stream.resume().end(body);
  await once(stream, "close").catch(() => undefined);
  return answer;
}

const { INVALID_ARGUMENT, RESOURCE_EXHAUSTED, INTERNAL, UNIMPLEMENTED, OK } = grpc.status;

describe("a call over gRPC", () => {
  it.each<[string, Buffer, OutgoingHttpHeaders, grpc.status, string, string]>([
    [
      "without a message",
      Buffer.alloc(0),
      {},
      INVALID_ARGUMENT,
      "The call holds no message.",
      "not-one-message",
    ],
    [
      "cut off in its length",
      Buffer.from([0, 0]),
      {},
      INVALID_ARGUMENT,
      "The message is cut off: 2 bytes of it came.",
      "not-one-message",
    ],
    [
      "cut off in its message",
      framed(log, 0, 100),
      {},
      INVALID_ARGUMENT,
      `The message is cut off: ${log.length + 5} bytes of it came.`,
      "not-one-message",
    ],
    [
      "of two messages",
      Buffer.concat([framed(log), framed(log)]),
      {},
      INVALID_ARGUMENT,
      "The call holds more than one message.",
      "not-one-message",
    ],
    [
      "of 4 GiB by its length",
      framed(log, 0, 0xffffffff),
      {},
      RESOURCE_EXHAUSTED,
      "larger than max",
      "too-large",
    ],
    [
      "with gzip that is none",
      framed(log, 1),
      { "grpc-encoding": "gzip" },
      INTERNAL,
      "Failed to decompress",
      "bad-encoding",
    ],
    [
      "with gzip that is cut off",
      framed(gzipSync(log).subarray(0, -9), 1),
      { "grpc-encoding": "gzip" },
      INTERNAL,
      "Failed to decompress",
      "bad-encoding",
    ],
    [
      "with gzip of 65 MiB",
      framed(gzipSync(Buffer.alloc(65 * 1024 * 1024)), 1),
      { "grpc-encoding": "gzip" },
      RESOURCE_EXHAUSTED,
      "decompresses to a size larger",
      "too-large",
    ],
    [
      "with an unknown encoding",
      framed(log, 1),
      { "grpc-encoding": "snappy" },
      UNIMPLEMENTED,
      'encoding "snappy"',
      "unknown-encoding",
    ],
    [
      "of no protobuf",
      framed(Buffer.from("\xff\xff", "latin1")),
      {},
      INVALID_ARGUMENT,
      "no OTLP log records",
      "bad-protobuf",
    ],
  ])("%s is told so and counted", async (_name, body, headers, status, message, reason) => {
    const answer = await call(body, headers);
    const next = await call(framed(log));

    expect(answer).toMatchObject({ http: 200, status, message: expect.stringContaining(message) });
    expect(context.refused("otlp")).toEqual({ [reason]: 1 });
    expect(next.status).toBe(OK);
    expect(context.logs).toHaveLength(1);
  });

  it.each<[string, OutgoingHttpHeaders, number, grpc.status | undefined, string]>([
    ["of an unknown method", { ":path": "/a.b.C/D" }, 200, UNIMPLEMENTED, "unknown-method"],
    [
      "of another type",
      { "content-type": "application/json" },
      415,
      undefined,
      "wrong-content-type",
    ],
    ["without a type", { "content-type": undefined }, 415, undefined, "wrong-content-type"],
    ["with a wrong timeout", { "grpc-timeout": "soon" }, 200, INTERNAL, "bad-timeout"],
  ])("%s is told so, counted, and not stored", async (_name, headers, http, status, reason) => {
    const answer = await call(framed(log), headers);
    const next = await call(framed(log));

    expect([answer.http, answer.status]).toEqual([http, status]);
    expect(context.refused("otlp")).toEqual({ [reason]: 1 });
    expect(next.status).toBe(OK);
    expect(context.logs).toHaveLength(1);
  });

  it("that its client gives up in the middle of its message is counted", async () => {
    const stream = request().on("error", () => undefined);
    stream.write(framed(log, 0, 100));
    await new Promise<void>((resolve) => session.ping(() => resolve()));

    stream.close(constants.NGHTTP2_CANCEL);

    await until(() => context.refused("otlp").aborted === 1);
    expect((await call(framed(log))).status).toBe(OK);
  });

  it("with headers of 100 KB leaves the next one as it should be", async () => {
    await call(framed(log), { "content-type": "application/json" });
    const large = await call(framed(log), { "x-large": "x".repeat(100_000) });
    const next = await call(framed(log));

    expect([large.status, next.status]).toEqual([undefined, OK]);
  });

  it("that is begun and reset thousands of times takes nothing along but its connection", async () => {
    for (let n = 0; n < 5000 && !session.destroyed; n++) {
      const stream = request().on("error", () => undefined);
      stream.write(framed(log, 0, 1000));
      stream.close(constants.NGHTTP2_CANCEL);
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    session.destroy();
    session = open();

    expect((await call(framed(log))).status).toBe(OK);
  });

  it("with mutated frames is answered: stored, or refused and counted", async () => {
    const random = aRandom(15);
    const seeds = [
      framed(log),
      framed(gzipSync(log), 1),
      Buffer.concat([framed(log), framed(log)]),
    ];
    let refused = 0;

    for (let n = 0; n < rawCalls; n++) {
      const body = mutate(seeds[random(seeds.length)]!, ["\0\0\0\0\0", "\x01\0\0", "\xff"], random);
      const { status } = await call(body, random(2) === 0 ? { "grpc-encoding": "gzip" } : {});
      expect(status).toBeDefined();
      if (status !== OK) refused++;
    }

    const { received } = context.counters.of("otlp");
    const counted = Object.values(context.refused("otlp")).reduce((sum, n) => sum + n, 0);
    expect(counted).toBeGreaterThanOrEqual(refused);
    expect(received).toBe(context.logs.length);
  });
});
