import * as grpc from "@grpc/grpc-js";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect as connectHttp2, type ClientHttp2Stream } from "node:http2";
import { connect } from "node:net";
import { text as readAll } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { StoreFailedError } from "../../../../src/collector/pipeline/intake";
import type { Listener, Listening } from "../../../../src/collector/pipeline/receiver";
import { PayloadMemory } from "../../../../src/collector/pipeline/payloadMemory";
import { Roles } from "../../../../src/collector/pipeline/roles";
import { Decoder } from "../../../../src/collector/receivers/otlp/decoder";
import type { Exporter } from "../../../../src/collector/receivers/otlp/exportRequest";
import { createGrpcListener } from "../../../../src/collector/receivers/otlp/grpc";
import { maxRequestBytes } from "../../../../src/collector/receivers/otlp/limits";
import { aReceiver, arrival, KeepingIntake } from "./harness";
import { decode, encode } from "./oracle";

const logsMethod = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
const traceMethod = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const metricsMethod = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

const profilesMethod =
  "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function aServer(intake = new KeepingIntake()): Promise<Listening> {
  const [listener] = aReceiver(intake).receiver.listeners ?? [];
  return listening(listener!);
}

async function listening(listener: Listener): Promise<Listening> {
  const listening = await listener.listen(0);
  open.push(listening);
  return listening;
}

function anExporter(intake = new KeepingIntake()): Exporter {
  return { intake, decoder: new Decoder(intake, new Roles(), arrival), now: () => arrival };
}

function aClient(address: string, options: grpc.ChannelOptions = {}): grpc.Client {
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), {
    "grpc.max_send_message_length": -1,
    "grpc.enable_retries": 0,
    ...options,
  });
  open.push(client);
  return client;
}

function call(client: grpc.Client, method: string, request: Buffer): Promise<Buffer> {
  const asIs = (bytes: Buffer) => bytes;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(method, asIs, asIs, request, (error, reply) =>
      error === null ? resolve(reply!) : reject(error),
    );
  });
}

const failure = (promise: Promise<unknown>): Promise<grpc.ServiceError> =>
  promise.then(
    () => {
      throw new Error("it should have failed");
    },
    (error: unknown) => error as grpc.ServiceError,
  );

const aLog = (body: string) =>
  encode("LogsRequest", {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: body } }] }] }],
  });

describe("OTLP over gRPC", () => {
  it("takes logs and spans on both loopback addresses and answers with nothing", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);

    const reply = await call(aClient(`127.0.0.1:${port}`), logsMethod, aLog("over v4"));
    await call(aClient(`[::1]:${port}`), logsMethod, aLog("over v6"));
    const span = encode("TraceRequest", {
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: "s" }] }] }],
    });
    await call(aClient(`127.0.0.1:${port}`), traceMethod, span);

    expect(reply).toHaveLength(0);
    expect(intake.logs.map((log) => log.body)).toEqual(["over v4", "over v6"]);
    expect(intake.spans.map((s) => s.name)).toEqual(["s"]);
  });

  it("takes the exemplars of metrics", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);
    const exemplar = { timeUnixNano: "1", asDouble: 2.5, traceId: Buffer.alloc(16, 0xab) };
    const dataPoints = [{ count: 1, sum: 2.5, bucketCounts: [1], exemplars: [exemplar] }];
    const request = encode("MetricsRequest", {
      resourceMetrics: [
        {
          scopeMetrics: [
            { metrics: [{ name: "h", histogram: { aggregationTemporality: 1, dataPoints } }] },
          ],
        },
      ],
    });

    await call(aClient(`127.0.0.1:${port}`), metricsMethod, request);

    expect(JSON.parse(intake.points[0]!.exemplars)).toEqual([
      { time: "1970-01-01T00:00:00.000000001Z", value: 2.5, traceId: "ab".repeat(16) },
    ]);
  });

  it("takes profiles and says that they are not kept", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);
    const profiles = { resourceProfiles: [{ scopeProfiles: [{ profiles: [{}, {}] }] }] };

    const reply = await call(
      aClient(`127.0.0.1:${port}`),
      profilesMethod,
      encode("ProfilesRequest", profiles),
    );

    expect(decode("ExportResponse", reply)).toEqual({
      partialSuccess: { rejected: "2", errorMessage: "Sidelight does not keep profiles." },
    });
    expect(intake.refused).toEqual({ "profiles-not-kept": 2 });
  });

  it("takes gzip", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);
    const client = aClient(`127.0.0.1:${port}`, {
      "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip,
    });

    await call(client, logsMethod, aLog("x".repeat(10_000)));

    expect(intake.logs[0]?.body).toHaveLength(10_000);
  });

  it("takes messages larger than gRPC's usual 4 MiB and refuses those past 64 MiB", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);
    const client = aClient(`127.0.0.1:${port}`);

    await call(client, logsMethod, aLog("x".repeat(5 * 1024 * 1024)));
    const error = await failure(call(client, logsMethod, Buffer.alloc(64 * 1024 * 1024 + 1)));

    expect(intake.logs).toHaveLength(1);
    expect(error.code).toBe(grpc.status.RESOURCE_EXHAUSTED);
    expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
    expect(intake.refused).toEqual({ "body-cut": 1, "too-large": 1 });
  });

  it("answers INVALID_ARGUMENT to what is no OTLP", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);

    const error = await failure(
      call(aClient(`127.0.0.1:${port}`), logsMethod, aLog("cut").subarray(0, -1)),
    );

    expect(error.code).toBe(grpc.status.INVALID_ARGUMENT);
    expect(error.details).toContain("no OTLP log records");
    expect(intake.refused).toEqual({ "bad-protobuf": 1 });
  });

  it("asks an overloading client to wait: RESOURCE_EXHAUSTED with RetryInfo", async () => {
    const intake = new KeepingIntake();
    intake.isFull = true;
    const { port } = await aServer(intake);

    const error = await failure(call(aClient(`127.0.0.1:${port}`), logsMethod, aLog("x")));

    expect(error.code).toBe(grpc.status.RESOURCE_EXHAUSTED);
    const [details] = error.metadata.get("grpc-status-details-bin");
    const status = decode("Status", details as Buffer) as { details: { value: Buffer }[] };
    expect(decode("RetryInfo", status.details[0]!.value)).toEqual({ retryDelay: { seconds: "1" } });
  });

  describe("whose calls under way hold all that they may together", () => {
    const limits = { heldBytes: 100_000, unpackedBytes: maxRequestBytes };
    const packing = {
      "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip,
    };
    const settled = [() => true, () => false] as const;

    const aBoundServer = (intake: KeepingIntake, options?: { messageWithinMs: number }) =>
      listening(createGrpcListener(anExporter(intake), new PayloadMemory(limits), options));

    /** A call that has sent the beginning of its message, and waits. */
    async function aHalfSentCall(port: number, bytes: number): Promise<ClientHttp2Stream> {
      const session = connectHttp2(`http://127.0.0.1:${port}`);
      open.push({ close: () => session.destroy() });
      const stream = session.request({
        ":method": "POST",
        ":path": logsMethod,
        "content-type": "application/grpc",
        te: "trailers",
      });
      const header = Buffer.from([0, 0, 0, 0, 0]);
      header.writeUInt32BE(bytes * 2, 1);
      stream.write(Buffer.concat([header, Buffer.alloc(bytes)]));
      // What was sent before a ping has arrived when it is answered.
      await new Promise<void>((resolve) => session.ping(() => resolve()));
      return stream;
    }

    it("refuses the next with RetryInfo, and takes it when there is room again", async () => {
      const intake = new KeepingIntake();
      const { port } = await aBoundServer(intake);
      const client = aClient(`127.0.0.1:${port}`);
      const request = aLog("x".repeat(50_000));
      const first = await aHalfSentCall(port, 60_000);

      const error = await failure(call(client, logsMethod, request));
      await call(client, logsMethod, aLog("small"));
      first.close();
      const isTaken = () => call(client, logsMethod, request).then(...settled);
      while (!(await isTaken())); // until the server has seen the end of the first

      expect(error.code).toBe(grpc.status.RESOURCE_EXHAUSTED);
      expect(error.metadata.get("google.rpc.retryinfo-bin")).toHaveLength(1);
      expect(intake.refused.busy).toBeGreaterThanOrEqual(1);
      expect(intake.logs.map(({ body }) => body.length)).toEqual([5, 50_000]);
    });

    it("refuses a packed message that becomes more than there is room for", async () => {
      const intake = new KeepingIntake();
      const { port } = await aBoundServer(intake);
      const client = aClient(`127.0.0.1:${port}`, packing);

      const error = await failure(call(client, logsMethod, aLog("x".repeat(1_000_000))));
      await call(client, logsMethod, aLog("x".repeat(90_000)));

      expect(error.code).toBe(grpc.status.RESOURCE_EXHAUSTED);
      expect(intake.refused).toEqual({ busy: 1 });
      expect(intake.logs).toHaveLength(1);
    });

    it("unpacks messages that may become large one after the other, whatever they say", async () => {
      const intake = new KeepingIntake();
      const memory = new PayloadMemory();
      const { port } = await listening(createGrpcListener(anExporter(intake), memory));
      const client = aClient(`127.0.0.1:${port}`, packing);
      let unpacking = 0;
      let most = 0;
      const unpack = memory.unpack.bind(memory);
      memory.unpack = (bytes, work) =>
        unpack(bytes, async () => {
          most = Math.max(most, ++unpacking);
          return work().finally(() => unpacking--);
        });
      const large = aLog(randomBytes(100_000).toString("base64"));

      await Promise.all(Array.from({ length: 5 }, () => call(client, logsMethod, large)));

      expect(intake.logs).toHaveLength(5);
      expect(most).toBe(1);
    });

    it("takes the room back of a message that does not come to its end, whatever its client does", async () => {
      const intake = new KeepingIntake();
      const { port } = await aBoundServer(intake, { messageWithinMs: 50 });
      const stream = await aHalfSentCall(port, 90_000);

      const [answer] = (await once(stream, "response")) as [Record<string, unknown>];
      await once(stream.resume(), "close");
      await call(aClient(`127.0.0.1:${port}`), logsMethod, aLog("x".repeat(90_000)));

      expect(answer["grpc-status"]).toBe(String(grpc.status.RESOURCE_EXHAUSTED));
      expect(intake.refused).toEqual({ stalled: 1 });
      expect(intake.logs).toHaveLength(1);
    });

    it("forgets what a call held with its end", async () => {
      const intake = new KeepingIntake();
      const { port } = await aBoundServer(intake);
      const client = aClient(`127.0.0.1:${port}`);

      for (let n = 0; n < 20; n++) await call(client, logsMethod, aLog("x".repeat(60_000)));

      expect(intake.logs).toHaveLength(20);
      expect(intake.refused).toEqual({});
    });
  });

  it("answers UNAVAILABLE when the store cannot write", async () => {
    const intake = new KeepingIntake();
    intake.failure = new StoreFailedError(new Error("disk full"));
    const { port } = await aServer(intake);

    const error = await failure(call(aClient(`127.0.0.1:${port}`), logsMethod, aLog("x")));

    expect(error.code).toBe(grpc.status.UNAVAILABLE);
  });

  it("answers UNIMPLEMENTED to methods it does not have", async () => {
    const { port } = await aServer();

    const error = await failure(
      call(aClient(`127.0.0.1:${port}`), "/some.Service/Call", aLog("x")),
    );

    expect(error.code).toBe(grpc.status.UNIMPLEMENTED);
  });

  it("tells a client of HTTP/1 that it has the wrong port", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);

    const reply = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
      method: "POST",
      body: "x".repeat(300_000),
    });

    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain("4318");
    expect(intake.refused).toEqual({ "not-grpc": 1 });
  });

  it("hangs up on garbage and on TLS", async () => {
    const intake = new KeepingIntake();
    const { port } = await aServer(intake);

    for (const bytes of [Buffer.from([0x16, 3, 1, 0, 5]), Buffer.from("PRX garbage")]) {
      const socket = connect(port, "127.0.0.1");
      socket.end(bytes);
      await readAll(socket);
    }

    expect(intake.refused).toEqual({ "tls-on-plain-port": 1, "not-grpc": 1 });
  });

  it("takes a preface that comes byte by byte", async () => {
    const { port } = await aServer();
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");

    for (const byte of "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])); // empty SETTINGS
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();

    expect(answer[3]).toBe(4); // the server's SETTINGS
  });

  it("answers a client that pings without end, with and without calls, and keeps it", async () => {
    const { port } = await aServer();
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    open.push({ close: () => session.destroy() });
    await once(session, "connect");
    const goneAway: number[] = [];
    session.on("goaway", (code) => goneAway.push(code));
    const client = aClient(`127.0.0.1:${port}`, {
      "grpc.keepalive_time_ms": 1,
      "grpc.keepalive_permit_without_calls": 1,
    });

    for (let n = 0; n < 500; n++) {
      await new Promise<void>((resolve, reject) => {
        session.ping((error) => (error === null ? resolve() : reject(error)));
      });
      if (n % 50 === 0) await call(client, logsMethod, aLog("x"));
    }

    expect(goneAway).toEqual([]);
    expect(session.closed).toBe(false);
    expect(client.getChannel().getConnectivityState(false)).toBe(grpc.connectivityState.READY);
  });

  it("closes the connection of a client that answers no ping, and keeps one that does", async () => {
    const listener = createGrpcListener(anExporter(), undefined, {
      keepalive: { everyMs: 20, answerMs: 5000 },
    });
    const { port } = await listening(listener);
    const client = aClient(`127.0.0.1:${port}`);
    await call(client, logsMethod, aLog("x"));
    const dead = connect(port, "127.0.0.1");
    dead.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    dead.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])); // empty SETTINGS
    dead.resume();

    await once(dead, "close");
    dead.destroy();

    expect(client.getChannel().getConnectivityState(false)).toBe(grpc.connectivityState.READY);
    await call(client, logsMethod, aLog("y"));
  });

  it("says that its port is taken", async () => {
    const { port } = await aServer();
    const [listener] = aReceiver().receiver.listeners ?? [];

    await expect(listener!.listen(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("closes while a client stays connected", async () => {
    const listening = await aServer();
    const client = aClient(`127.0.0.1:${listening.port}`);
    await call(client, logsMethod, aLog("x"));
    const idle = connect(listening.port, "127.0.0.1");
    await once(idle, "connect");

    await listening.close();

    const [listener] = aReceiver().receiver.listeners ?? [];
    open.push(await listener!.listen(listening.port));
  });
});
