import { readdirSync, readFileSync } from "node:fs";
import { compress } from "snappyjs";
import { describe, expect, it } from "vitest";
import { maxEntries } from "../../../../src/collector/receivers/loki/pushRequest";
import { createLoki } from "../../../../src/collector/receivers/loki/loki";
import { startUnixNano, TestContext } from "../aContext";
import { readableLogs, send, textOf } from "../aRequest";
import { golden } from "../../../golden";
import { inTimeZone } from "../../../inTimeZone";

const json = { "content-type": "application/json" };
const protobuf = { "content-type": "application/x-protobuf" };
/** `{job="x"}`, one entry "hi" at …005 ns with the metadata trace_id=abc; one literal of Snappy. */
const packed = Buffer.from(
  "2eb40a2c0a097b6a6f623d2278227d121f0a080880e2cfaa061005120268691a0f0a0874726163655f69641203616263",
  "hex",
);

async function push(
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
  path = "/loki/api/v1/push",
) {
  const context = new TestContext();
  const bytes =
    typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  const reply = await send(createLoki(context), `POST ${path}`, bytes, headers);
  return { context, reply, text: textOf(reply), logs: readableLogs(context) };
}

const streams = (labels: object, ...values: unknown[]) => ({
  streams: [{ stream: labels, values }],
});

describe("captured bodies", () => {
  inTimeZone("UTC"); // lines have local times in them
  const folder = new URL("fixtures/", import.meta.url);
  const files = readdirSync(folder).filter((name) => /^[\w-]+\.(?:json|bin)$/.test(name));

  it.each(files)("%s is read as its golden file says", async (file) => {
    const headers = file.endsWith(".bin") ? protobuf : json;
    const { reply, logs } = await push(readFileSync(new URL(file, folder)), headers);

    expect(reply).toEqual({ status: 204 });
    expect(logs).toEqual(golden(new URL(`${file}.golden`, folder), logs));
  });
});

describe("an entry", () => {
  it.each([
    ["nanoseconds", '"1700000000000000005"', "1700000000000000005"],
    ["a number that a double does not hold", "1700000000000000005", "1700000000000000005"],
    ["milliseconds", '"1700000000123"', "1700000000123000000"],
    ["seconds", '"1700000000"', "1700000000000000000"],
    ["nothing", '"0"', String(startUnixNano)],
    ["less than nothing", '"-5"', String(startUnixNano)],
    ["a number that is no date", '"1"', String(startUnixNano)],
  ])("has the time of %s", async (_name, time, timeUnixNano) => {
    const { logs } = await push(`{"streams":[{"stream":{"job":"x"},"values":[[${time},"hi"]]}]}`);

    expect(logs).toMatchObject([{ timeUnixNano, body: "hi", service: "x" }]);
  });

  it("says itself what its labels say otherwise", async () => {
    const { logs } = await push(
      streams(
        { level: "info", logger: "outer", app: "shop" },
        ["1700000000000000000", '{"level":"error","msg":"inner","n":1}'],
        ["1700000000000000001", "plain"],
      ),
    );

    expect(logs).toMatchObject([
      { body: "inner", severityNumber: 17, logger: "outer", attributes: { n: 1 } },
      { body: "plain", severityNumber: 9, service: "shop", resource: { app: "shop" } },
    ]);
  });

  it("has its metadata as attributes, once", async () => {
    const { logs } = await push(
      streams({ app: "shop" }, [
        "1700000000000000000",
        'hi {"n":3,"m":4}',
        { n: "3", m: "5", user: "u7", request_id: "req-00000007" },
      ]),
    );

    expect(logs).toMatchObject([{ body: "hi", requestId: "req-00000007" }]);
    expect(logs[0]?.attributes).toEqual({ n: 3, m: 4, "prefix.m": "5", user: "u7" });
  });

  it("beyond 256 KiB is cut, and counted", async () => {
    const line = "x".repeat(256 * 1024 + 1);
    const { context, reply } = await push(streams({}, ["1700000000000000000", line]));

    expect(reply.status).toBe(204);
    expect(context.logs[0]?.body).toHaveLength(256 * 1024);
    expect(context.refused("loki")).toEqual({ "line-truncated": 1 });
  });

  it.each(["", " ", "\n"])("may be blank: %j", async (line) => {
    const { reply, logs } = await push(streams({ app: "shop" }, ["1700000000000000000", line]));

    expect(reply.status).toBe(204);
    expect(logs).toHaveLength(1);
  });

  it.each([
    ["no line", ["1700000000000000000"]],
    ["a line that is no text", ["1700000000000000000", 5]],
    ["a time that is none", ["soon", "hi"]],
    ["no time", [null, "hi"]],
    ["no list", "hi"],
  ])("with %s is refused, the others are kept", async (_name, bad) => {
    const { reply, text, logs, context } = await push(
      streams({ app: "shop" }, bad, ["1700000000000000000", "good"]),
    );

    expect(reply.status).toBe(400);
    expect(text).toMatch(/^\S.*\n$/);
    expect(logs).toMatchObject([{ body: "good" }]);
    expect(context.refused("loki")).toEqual({ "bad-entry": 1 });
  });
});

describe("labels", () => {
  it.each([
    ['{job="x"}', { job: "x" }],
    ['{job="x", app = "a\\"b\\\\c\\n\\u00e9\\x41",}', { job: "x", app: 'a"b\\c\né' + "A" }],
    ["{job=`a\\n`}", { job: "a\\n" }],
    ["{}", {}],
    ['{error="x"}', { error: "x" }],
  ])("of the text %s are read", async (labels, resource) => {
    const { logs } = await push({
      streams: [{ labels, entries: [{ ts: "2023-11-14T22:13:20.000000005Z", line: "hi" }] }],
    });

    expect(logs).toMatchObject([{ timeUnixNano: "1700000000000000005" }]);
    expect(logs[0]?.resource).toEqual(resource);
  });

  it.each(["", "{", "job", '{job="x}', "{job=x}", '{="x"}'])(
    "of the text %j are refused with Loki's words",
    async (labels) => {
      const entry = { ts: "2023-11-14T22:13:20Z", line: "hi" };
      const { reply, text, context } = await push({
        streams: [{ labels, entries: [entry, entry] }],
      });

      expect(reply.status).toBe(400);
      expect(text).toContain(`error parsing labels ${labels} with error: `);
      expect(context.refused("loki")).toEqual({ "bad-labels": 2 });
    },
  );

  it.each([
    [{ service_name: "a", app: "b" }, "a"],
    [{ app: "b", job: "c" }, "b"],
    [{ job: "space/c" }, "c"],
    [{ filename: "x" }, undefined],
    [{ service_name: "unknown_service" }, undefined],
  ])("%j name the service %s", async (labels, service) => {
    const { logs } = await push(streams(labels, ["1700000000000000000", "hi"]));

    expect(logs[0]?.service).toBe(service);
  });

  it("of any number make a bounded number of resources", async () => {
    const many = Array.from({ length: 1500 }, (_, i) => ({
      stream: { user: `u${i}` },
      values: [["1700000000000000000", "hi"]],
    }));

    const { logs } = await push({ streams: many });

    expect(logs[999]).toMatchObject({ attributes: {}, resource: { user: "u999" } });
    expect(logs[1000]).toMatchObject({ attributes: { user: "u1000" }, resource: {} });
    expect(logs).toHaveLength(1500);
  });
});

describe("a body", () => {
  const one = JSON.stringify(streams({ job: "x" }, ["1700000000000000005", "hi"]));

  it.each([
    ["protobuf", packed, protobuf],
    ["protobuf without a media type", packed, {}],
    ["JSON", one, json],
    ["JSON without a media type", one, {}],
    ["JSON that says protobuf", one, protobuf],
    [
      "protobuf unpacked by its Content-Encoding",
      packed.subarray(2),
      { ...protobuf, "content-encoding": "snappy" },
    ],
  ])("of %s is read", async (_name, body, headers) => {
    const { reply, logs } = await push(body, headers);

    expect(reply.status).toBe(204);
    expect(logs).toMatchObject([
      { body: "hi", timeUnixNano: "1700000000000000005", resource: { job: "x" } },
    ]);
  });

  it("packed to a length that looks like JSON is protobuf", async () => {
    const labels = `{job="${"x".repeat(60)}"}`;
    const line = "y".repeat(123 - 2 - 2 - labels.length - 2 - 2);
    const entry = Buffer.concat([Buffer.from([0x12, line.length]), Buffer.from(line)]);
    const stream = Buffer.concat([
      Buffer.from([0x0a, labels.length]),
      Buffer.from(labels),
      Buffer.from([0x12, entry.length]),
      entry,
    ]);
    const request = Buffer.concat([Buffer.from([0x0a, stream.length]), stream]);
    expect(request).toHaveLength(123);

    const { reply, logs } = await push(Buffer.from(compress(request)), {});

    expect(reply.status).toBe(204);
    expect(logs).toMatchObject([{ body: line }]);
  });

  it("without streams is nothing", async () => {
    expect((await push({ streams: [] })).reply).toEqual({ status: 204 });
  });

  it.each([
    ["text", "hello", json, "bad-json"],
    ["no streams", "{}", json, "bad-json"],
    ["nothing as JSON", "", json, "bad-json"],
    ["nothing", "", {}, "bad-compression"],
    ["cut off", packed.subarray(0, 30), protobuf, "bad-compression"],
    ["bytes of another making", Buffer.from([3, 8, 0xff, 0xff, 0xff]), protobuf, "bad-protobuf"],
    ["the stream format", Buffer.from("ff060000734e61507059", "hex"), protobuf, "bad-compression"],
  ])("of %s is refused", async (_name, body, headers, reason) => {
    const { reply, text, context } = await push(body, headers);

    expect(reply.status).toBe(400);
    expect(reply.headers).toMatchObject({ "Content-Type": "text/plain; charset=utf-8" });
    expect(text).toMatch(/\n$/);
    expect(context.refused("loki")).toEqual({ [reason]: 1 });
  });

  it("that holds more than 64 MiB by its own word is refused before it is unpacked", async () => {
    const { reply, context } = await push(Buffer.from("ffffffff0f00", "hex"), protobuf);

    expect(reply.status).toBe(413);
    expect(context.refused("loki")).toEqual({ "too-large": 1 });
  });

  it.each([
    [
      "entries",
      `{"streams":[{"stream":{},"values":[${'["1","a"],'.repeat(maxEntries)}["1","a"]]}]}`,
    ],
    ["streams", `{"streams":[${'{"stream":{},"values":[]},'.repeat(maxEntries)}{}]}`],
  ])("of too many %s is refused", async (_name, body) => {
    const { reply, context } = await push(body);

    expect(reply.status).toBe(413);
    expect(context.logs).toEqual([]);
    expect(context.refused("loki")).toEqual({ "too-large": 1 });
  });

  it("of too many packed entries is refused", async () => {
    const entries = Buffer.alloc(2 * (maxEntries + 1), Buffer.from([0x12, 0]));
    const request = Buffer.concat([Buffer.from([0x0a, 0xc2, 0x9a, 0x0c]), entries]);
    expect(entries).toHaveLength(0x30d42);

    const { reply } = await push(Buffer.from(compress(request)), protobuf);

    expect(reply.status).toBe(413);
  });

  it("is taken at the older path", async () => {
    expect((await push(one, json, "/api/prom/push")).reply.status).toBe(204);
  });
});

describe("the questions", () => {
  it.each([
    ["GET /ready", "ready\n"],
    ["GET /loki/api/v1/status/buildinfo", '{"version":"3.0.0"}'],
    ["GET /loki/api/v1/labels", '{"status":"success","data":[]}'],
    ["GET /loki/api/v1/label/job/values", '{"status":"success","data":[]}'],
  ])("%s is answered", async (line, body) => {
    const reply = await send(createLoki(new TestContext()), line);

    expect(reply.status).toBe(200);
    expect(textOf(reply)).toBe(body);
  });

  it("for lines are refused, since the panels answer them", async () => {
    const context = new TestContext();

    const reply = await send(createLoki(context), "GET /loki/api/v1/query_range?query={}");

    expect(reply.status).toBe(400);
    expect(context.refused("loki")).toEqual({ query: 1 });
  });

  it("without room ask to come again", async () => {
    const context = new TestContext();
    context.intake.hasRoom = () => false;

    const reply = await send(createLoki(context), "POST /loki/api/v1/push", packed, protobuf);

    expect(reply).toMatchObject({ status: 429, headers: { "Retry-After": "1" } });
    expect(context.refused("loki")).toEqual({ "queue-full": 1 });
  });
});
