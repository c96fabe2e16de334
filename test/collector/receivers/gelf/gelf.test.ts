import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { Gelf } from "../../../../src/collector/receivers/gelf/gelf";
import type { LogRecord } from "../../../../src/shared/record";
import { startUnixNano, TestContext } from "../aContext";

interface Read {
  readonly context: TestContext;
  readonly logs: LogRecord[];
  readonly attributes: Record<string, unknown>;
}

async function read(...datagrams: (object | string | Buffer)[]): Promise<Read> {
  const context = new TestContext();
  const gelf = new Gelf(context);
  for (const datagram of datagrams) {
    const isText = typeof datagram === "string";
    const bytes = Buffer.isBuffer(datagram)
      ? datagram
      : Buffer.from(isText ? datagram : JSON.stringify(datagram));
    gelf.datagram(bytes, 1);
  }
  gelf.dispose();
  await context.intake.flush();
  return {
    context,
    logs: context.logs,
    attributes: JSON.parse(context.logs[0]?.attributes ?? "{}"),
  };
}

const minimal = '{"version":"1.1","host":"h","short_message":"m"}';

describe("a GELF message is a log record", () => {
  it("with message, level, time, place and the fields without their underscore", async () => {
    const { logs, attributes } = await read(
      '{"version":"1.1","host":"web1","short_message":"boom","full_message":"more\\nthan that","timestamp":1385053862.3072,"level":3,"_file":"app.py","_line":42,"_request_id":"abcdef12","_n":1.5,"_ok":true,"_o":{"a":[1]}}',
    );

    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({
      body: "boom",
      severityNumber: 17,
      timeUnixNano: 1_385_053_862_307_200_000n,
      file: "app.py",
      line: 42,
      requestId: "abcdef12",
      receiver: "gelf",
    });
    expect(attributes).toMatchObject({
      "host.name": "web1",
      full_message: "more\nthan that",
      n: 1.5,
      ok: true,
      "o.a": [1],
    });
    expect(attributes).not.toHaveProperty("version");
  });

  it("at its arrival, as info, when it says neither time nor level", async () => {
    const { logs } = await read(minimal);

    expect(logs[0]).toMatchObject({ timeUnixNano: startUnixNano, severityNumber: 9, body: "m" });
  });

  it.each([
    [{ timestamp: 1385053862307 }, 1_385_053_862_307_000_000n],
    [{ timestamp: "1385053862.3072" }, 1_385_053_862_307_200_000n],
    [{ timestamp: "2013-11-21T17:11:02.307Z" }, 1_385_053_862_307_000_000n],
    [{ timestamp: 1385053862 }, 1_385_053_862_000_000_000n],
    [{ timestamp: 1385053862.3072 }, 1_385_053_862_307_200_000n],
    [{ timestamp: "" }, startUnixNano],
    [{ timestamp: 1e300 }, startUnixNano],
    [{ timestamp: 0 }, startUnixNano],
    [{ timestamp: -5 }, startUnixNano],
    [{ timestamp: "soon" }, startUnixNano],
    [{ timestamp: null }, startUnixNano],
    [{ timestamp: {} }, startUnixNano],
  ])("with the time %j", async (time, timeUnixNano) => {
    const { logs } = await read({ host: "h", short_message: "m", ...time });

    expect(logs[0]).toMatchObject({ timeUnixNano, body: "m" });
  });

  it.each([
    [0, 21],
    [3, 17],
    [4, 13],
    [6, 9],
    [7, 5],
    ["6", 9],
    [25, 10],
    [40, 17],
  ])("with the level %j", async (level, severityNumber) => {
    const { logs } = await read({ host: "h", short_message: "m", level });

    expect(logs[0]).toMatchObject({ severityNumber });
  });

  it("whose back trace leads to the source", async () => {
    const { logs, attributes } = await read({
      short_message: "boom",
      full_message:
        'Traceback (most recent call last):\n  File "/app/shop.py", line 7, in pay\n    x\nValueError: x',
      level: 3,
    });

    expect(logs[0]).toMatchObject({ file: "/app/shop.py", line: 7, function: "pay" });
    expect(attributes).toHaveProperty("exception.type", "ValueError");
    expect(attributes).toHaveProperty("exception.stacktrace");
  });

  it("from pygelf and graypy with their call site", async () => {
    const pygelf = await read({
      short_message: "m",
      _file: "a.py",
      _line: 3,
      _func: "f",
      _logger_name: "l",
    });
    const graypy = await read({
      short_message: "m",
      file: "/x/a.py",
      line: 3,
      _function: "f",
      _logger: "l",
      facility: "x",
    });

    expect(pygelf.logs[0]).toMatchObject({ file: "a.py", line: 3, function: "f", logger: "l" });
    expect(graypy.logs[0]).toMatchObject({ file: "/x/a.py", line: 3, function: "f", logger: "l" });
  });

  it("from Docker under OpenTelemetry's names", async () => {
    const { logs, attributes } = await read({
      short_message: "m",
      _container_id: "abc",
      _container_name: "/shop",
      _image_name: "shop:1",
    });

    expect(logs[0]).toMatchObject({ service: "shop" });
    expect(attributes).toMatchObject({ "container.id": "abc", "container.image.name": "shop:1" });
  });

  it("whose JSON inside says more of it", async () => {
    const { logs, attributes } = await read({
      short_message: '{"level":50,"msg":"inner","reqId":"abcdef12","pid":1}',
      level: 6,
      _tag: "t",
    });

    expect(logs[0]).toMatchObject({ body: "inner", severityNumber: 17, requestId: "abcdef12" });
    expect(attributes).toMatchObject({ tag: "t", pid: 1 });
  });

  it.each([
    ["message instead of short_message", '{"message":"m"}', "m"],
    ["full_message alone", '{"short_message":" ","full_message":"m"}', "m"],
    ["no message", '{"host":"h","_a":1}', "a=1"],
    ["a byte order mark", `\ufeff${minimal}`, "m"],
    ["raw control characters", '{"short_message":"a\tb\nc"}', "a\tb\nc"],
    ["trailing commas", '{"short_message":"m","_a":[1,],}', "m"],
    ["the last of two keys", '{"short_message":"a","short_message":"m"}', "m"],
    ["old clients' mark", Buffer.concat([Buffer.from([0x1f, 0x3c]), Buffer.from(minimal)]), "m"],
    ["gzip", gzipSync(minimal), "m"],
    ["zlib", deflateSync(minimal), "m"],
    ["zlib level 0 (78 01)", deflateSync(minimal, { level: 0 }), "m"],
    ["zlib level 5 (78 5e)", deflateSync(minimal, { level: 5 }), "m"],
    ["zlib level 9", deflateSync(minimal, { level: 9 }), "m"],
    ["an empty full_message", '{"short_message":"m","full_message":""}', "m"],
    ["no fields but the message", '{"short_message":"m"}', "m"],
    [
      "a message of 60 KB",
      JSON.stringify({ short_message: "m".repeat(60_000) }),
      "m".repeat(60_000),
    ],
    ["escapes", '{"short_message":"a\\n\\u00fc\\ud83d\\ude00\\\\"}', "a\nü😀\\"],
    ["a field without an underscore", '{"short_message":"m","extra":1}', "m"],
    ["a field named __proto__", '{"short_message":"m","__proto__":{"a":1},"___proto__":1}', "m"],
    ["a host that is no text", '{"short_message":"m","host":{"a":1}}', "m"],
  ])("with %s", async (_name, datagram, body) => {
    const { logs, context } = await read(datagram);

    expect(logs.map((log) => log.body)).toEqual([body]);
    expect(context.refused("gelf")).toEqual({});
  });

  it("with something behind it is read, and the rest is counted", async () => {
    const { logs, context } = await read(`${minimal} and more`);

    expect(logs).toMatchObject([{ body: "m" }]);
    expect(context.refused("gelf")).toEqual({ "rest-not-read": 1 });
  });

  it("with fields that are named as the format's own, where those are not there", async () => {
    const { logs, attributes } = await read({
      version: "1.1",
      host: "h",
      short_message: "m",
      level: 6,
      _version: "2.3.4",
      _level: "fatal",
      _host: "other",
      _full_message: "all of it",
    });

    expect(logs[0]).toMatchObject({ severityNumber: 9, body: "m" });
    expect(attributes).toEqual({
      version: "2.3.4",
      "host.name": "h",
      full_message: "all of it",
    });
  });

  it("without an id of its own", async () => {
    const { attributes } = await read({ short_message: "m", _id: "x", _: 1 });

    expect(attributes).toEqual({});
  });
});

describe("what is no GELF message", () => {
  it.each([
    ["text", "hello there", "not-json", ["hello there"]],
    ["an array", "[1]", "not-json", ["[1]"]],
    ["broken JSON", '{"short_message":', "not-json", ['{"short_message":']],
    ["nothing", "", "not-json", []],
    ["garbage", Buffer.from([1, 2, 255, 254]), "not-json", []],
    ["broken gzip", gzipSync(minimal).subarray(0, 20), "bad-compression", []],
    ["a bomb", gzipSync(Buffer.alloc(9 * 1024 * 1024)), "too-large", []],
    ["a chunk without a header", Buffer.from("1e0f0102", "hex"), "bad-chunk", []],
    ["a chunk beyond its count", Buffer.from("1e0f010203040506070802027b", "hex"), "bad-chunk", []],
    ["a chunk of none", Buffer.from("1e0f010203040506070800007b", "hex"), "bad-chunk", []],
    ["a chunk of too many", Buffer.from("1e0f010203040506070800ff7b", "hex"), "bad-chunk", []],
  ])("is counted, and kept where it is text: %s", async (_name, datagram, reason, bodies) => {
    const { context, logs } = await read(datagram);

    expect(context.refused("gelf")).toEqual({ [reason]: 1 });
    expect(logs.map(({ body }) => body)).toEqual(bodies);
  });
});

describe("a full queue", () => {
  it("is charged with what a packed datagram holds", () => {
    const context = new TestContext();
    const gelf = new Gelf(context);
    const text = JSON.stringify({ short_message: "m".repeat(100_000) });

    gelf.datagram(gzipSync(text), 1);

    expect(context.intake.queueBytes).toBe(text.length);
    gelf.dispose();
  });

  it("drops a datagram before it is unpacked, and counts it", async () => {
    const context = new TestContext();
    const gelf = new Gelf(context);
    vi.spyOn(context.intake, "hasRoom").mockReturnValue(false);

    gelf.datagram(gzipSync(Buffer.alloc(9 * 1024 * 1024)), 1);

    await context.intake.flush();
    expect(context.dropped("gelf")).toEqual({ "queue-full": 1 });
    expect(context.refused("gelf")).toEqual({});
    gelf.dispose();
  });
});

describe("a line of an app, sent by a shipper that was told no level", () => {
  it("is read as the line is", async () => {
    const { logs, attributes } = await read({
      version: "1.1",
      host: "web1",
      timestamp: 1385053862.5,
      short_message: "2013-11-21 16:37:42,250 ERROR shop.pay: card declined\n",
      _pod: "p-1",
    });

    expect(logs).toMatchObject([{ severityNumber: 17, logger: "shop.pay", body: "card declined" }]);
    expect(attributes).toEqual({ pod: "p-1", "host.name": "web1" });
  });

  it("is a plain message where the level is known", async () => {
    const { logs } = await read({ version: "1.1", host: "h", short_message: "ERROR a", level: 6 });

    expect(logs).toMatchObject([{ severityNumber: 9, body: "ERROR a" }]);
  });
});
