import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { maxEvents, maxObjectLength } from "../../../../src/collector/receivers/splunk/hecEvent";
import { maxTextLength } from "../../../../src/collector/receivers/splunk/rawBody";
import { createSplunk } from "../../../../src/collector/receivers/splunk/splunk";
import { startUnixNano, TestContext } from "../aContext";
import { readableLogs, send, textOf } from "../aRequest";
import { golden } from "../../../golden";
import { inTimeZone } from "../../../inTimeZone";

const success = '{"text":"Success","code":0}';

function aReceiver() {
  const context = new TestContext();
  const receiver = createSplunk(context);
  const post = (path: string, body: string | Uint8Array = "", headers = {}) =>
    send(receiver, `POST /services/collector${path}`, body, headers);
  return { context, receiver, post };
}

async function events(body: string, path = "/event") {
  const { context, post } = aReceiver();
  const reply = await post(path, body);
  return { context, reply, text: textOf(reply), logs: readableLogs(context) };
}

describe("captured bodies", () => {
  inTimeZone("UTC"); // lines have local times in them

  const folder = new URL("fixtures/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));

  it.each(files)("%s is read as its golden file says", async (file) => {
    const { context, text } = await events(readFileSync(new URL(file, folder), "utf8"));

    const records = readableLogs(context);
    expect(text).toBe(success);
    expect(records).toEqual(golden(new URL(file.replace(/txt$/, "golden.json"), folder), records));
  });
});

describe("an event", () => {
  it.each([
    ["text", '"hi"', "hi"],
    ["a number", "42", "42"],
    ["false", "false", "false"],
    ["an object with a message", '{"message":"hi","a":1}', "hi"],
    ["an object without", '{"a":1}', "a=1"],
    ["an array", "[1,2]", "[1,2]"],
  ])("that is %s is a record", async (_name, event, body) => {
    const { logs, text } = await events(`{"event":${event}}`);

    expect(text).toBe(success);
    expect(logs).toMatchObject([{ body }]);
  });

  it.each([
    ["1700000000.5", "1700000000500000000"],
    ['"1700000001.1234567"', "1700000001123456700"],
    ["1700000000123", "1700000000123000000"],
    ['"1.7e9"', "1700000000000000000"],
    ['"2024-01-01T00:00:00Z"', "1704067200000000000"],
    ["0", String(startUnixNano)],
    ['""', String(startUnixNano)],
    ["-5", String(startUnixNano)],
    ['"soon"', String(startUnixNano)],
    ["{}", String(startUnixNano)],
  ])("with the time %s happened then", async (time, timeUnixNano) => {
    const { logs } = await events(`{"event":"hi","time":${time}}`);

    expect(logs).toMatchObject([{ timeUnixNano }]);
  });

  it("has its metadata, else the query's, as its resource", async () => {
    const { logs } = await events(
      '{"event":"hi","host":"web1","source":"shop"}',
      "/event/1.0?host=other&sourcetype=_json&index=main",
    );

    expect(logs).toMatchObject([
      {
        service: "shop",
        resource: {
          "host.name": "web1",
          "com.splunk.source": "shop",
          "com.splunk.sourcetype": "_json",
          "com.splunk.index": "main",
        },
      },
    ]);
  });

  it("keeps fields beside an object's own", async () => {
    const { logs } = await events(
      '{"event":{"message":"hi","a":1},"fields":{"a":2,"b":{"c":3},"severity":"warn","trace_id":"5b8efff798038103d269b633813fc60c"}}',
    );

    expect(logs).toMatchObject([
      {
        severityNumber: 13,
        traceId: "5b8efff798038103d269b633813fc60c",
        attributes: { a: 1, "fields.a": 2, "b.c": 3 },
      },
    ]);
  });

  it("of text says by its fields what it does not say itself", async () => {
    const fields = '"fields":{"level":"error","request_id":"req-00000007","region":"eu"}';
    const { logs } = await events(`{"event":"hi",${fields}}{"event":"WARN: hi",${fields}}`);

    expect(logs).toMatchObject([
      { body: "hi", severityNumber: 17, requestId: "req-00000007", attributes: { region: "eu" } },
      { severityNumber: 13, requestId: "req-00000007" },
    ]);
  });
});

describe("a batch", () => {
  it.each([
    ["nothing", ""],
    ["a line feed", "\n"],
    ["CRLF and blanks", "\r\n  \r\n"],
  ])("of objects with %s between them is an event each", async (_name, between) => {
    const { logs } = await events(
      ['{"event":"a}{"}', '{"event":{"message":"b\\"}{"}}', '{"event":"c"}'].join(between),
    );

    expect(logs.map(({ body }) => body)).toEqual(["a}{", 'b"}{', "c"]);
  });

  it("may be an array", async () => {
    const { logs } = await events('[{"event":"a"},{"event":"b"}]');

    expect(logs).toHaveLength(2);
  });

  it.each([
    ["no event", '{"event":"a"}{"host":"h"}{"event":"b"}', 12, 1, ["a", "b"]],
    ["null", '{"event":null}', 12, 0, []],
    ["a blank event", '{"event":" "}', 13, 0, []],
    ["a scalar", '{"event":"a"} 5 {"event":"b"}', 6, 1, ["a"]],
    ["a scalar in an array", '[{"event":"a"},5]', 6, 1, ["a"]],
    ["what is cut off", '{"event":"a"}{"event":', 6, 1, ["a"]],
    ["text", "hello", 6, 0, []],
  ])("with %s is refused by its number, and the rest kept", async (_name, body, code, at, kept) => {
    const { reply, text, logs, context } = await events(body);

    expect(reply.status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code, "invalid-event-number": at });
    expect(logs.map((log) => log.body)).toEqual(kept);
    expect(Object.values(context.refused("splunk"))).toEqual([1]);
  });

  it.each([
    ["events", "/event", '{"event":1}'.repeat(maxEvents + 1)],
    ["events in an array", "/event", `[${'{"event":1},'.repeat(maxEvents)}{"event":1}]`],
    ["lines", "/raw", "a\n".repeat(maxEvents + 1)],
    ["bytes of one event", "/event", `{"event":"${"x".repeat(maxObjectLength)}"}`],
  ])("with too many %s is refused before it takes memory", async (_name, path, body) => {
    const { reply, text, context } = await events(body, path);

    expect(reply.status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ code: 27 });
    expect(context.logs).toEqual([]);
    expect(context.refused("splunk")).toEqual({ "too-large": 1 });
  });

  it("of many senders makes a bounded number of resources", async () => {
    const body = Array.from({ length: 1500 }, (_, i) => `{"event":"a","source":"/s/${i}"}`);

    const { logs } = await events(body.join(""));

    expect(logs[999]).toMatchObject({
      attributes: {},
      resource: { "com.splunk.source": "/s/999" },
    });
    expect(logs[1000]).toMatchObject({
      attributes: { "com.splunk.source": "/s/1000" },
      resource: {},
    });
  });

  it("that is empty has no data", async () => {
    const { reply, text, context } = await events(" \n");

    expect(reply.status).toBe(400);
    expect(text).toBe('{"text":"No data","code":5}');
    expect(context.refused("splunk")).toEqual({ "no-data": 1 });
  });
});

describe("a metric", () => {
  it("of several measurements is a gauge each", async () => {
    const { context } = await events(
      '{"time":1700000000,"event":"metric","host":"h","fields":{"metric_name:cpu.user":42.1,"metric_name:cpu.sys":"7","region":"a","service":"shop"}}',
    );

    expect(context.points).toMatchObject([
      { value: 42.1, timeUnixNano: 1_700_000_000_000_000_000n, series: { name: "cpu.user" } },
      { value: 7, series: { name: "cpu.sys", type: "gauge", service: "shop" } },
    ]);
    expect(context.points[0]?.series.attributes).toBe('{"region":"a","service":"shop"}');
    expect(context.logs).toEqual([]);
  });

  it("of one measurement is a gauge", async () => {
    const { context } = await events(
      '{"event":"metric","fields":{"metric_name":"cpu","_value":5}}',
    );

    expect(context.points).toMatchObject([{ value: 5, series: { name: "cpu", attributes: "{}" } }]);
  });

  it("that is no number is refused, the others are kept", async () => {
    const { context, text } = await events(
      '{"event":"metric","fields":{"metric_name:a":"much","metric_name:b":1}}',
    );

    expect(JSON.parse(text)).toMatchObject({ code: 15 });
    expect(context.points).toHaveLength(1);
    expect(context.refused("splunk")).toEqual({ "bad-measurement": 1 });
  });
});

describe("raw text", () => {
  it("is a record a line", async () => {
    const { logs, text } = await events(
      'WARN: one\r\n\n{"level":"error","msg":"two"}\n',
      "/raw?source=shop&host=h&time=1700000000",
    );

    expect(text).toBe(success);
    expect(logs).toMatchObject([
      { severityNumber: 13, service: "shop", timeUnixNano: "1700000000000000000" },
      { body: "two", severityNumber: 17, resource: { "host.name": "h" } },
    ]);
  });

  it("that is JSON over several lines is a record an object", async () => {
    const { logs } = await events('{\n "msg": "one"\n}\n{\n "msg": "two"\n}', "/raw/1.0");

    expect(logs.map(({ body }) => body)).toEqual(["one", "two"]);
  });
});

describe("a stack trace in raw text", () => {
  it("is one record with its message", async () => {
    const { logs } = await events(
      'ERROR: failed\nTraceback (most recent call last):\n  File "/app/a.py", line 7, in pay\n    x\nValueError: no\nINFO: next\n',
      "/raw",
    );

    expect(logs).toMatchObject([
      { severityNumber: 17, file: "/app/a.py", line: 7 },
      { body: "next" },
    ]);
  });
});

describe("a text beyond bounds", () => {
  it.each([
    ["/raw", "x".repeat(maxTextLength + 1)],
    ["/event", `{"event":"${"x".repeat(maxTextLength + 1)}"}`],
  ])("is cut at %s, and counted", async (path, body) => {
    const { context, text } = await events(body, path);

    expect(text).toBe(success);
    expect(context.logs[0]?.body).toHaveLength(maxTextLength);
    expect(context.refused("splunk")).toEqual({ "line-truncated": 1 });
  });
});

describe("acknowledgement", () => {
  const channel = "0aeeac95-ac74-4aa9-b30d-6c4c0ac581ba";

  it("gives each request of a channel a number, and says that it is stored", async () => {
    const { post } = aReceiver();
    const headers = { "x-splunk-request-channel": channel };

    const first = await post("/event", '{"event":"a"}', headers);
    const second = await post(`/raw?channel=${channel}`, "b");
    const acks = await post(`/ack?channel=${channel}`, '{"acks":[0,1,2]}');

    expect(textOf(first)).toBe('{"text":"Success","code":0,"ackId":0}');
    expect(textOf(second)).toBe('{"text":"Success","code":0,"ackId":1}');
    expect(textOf(acks)).toBe('{"acks":{"0":true,"1":true,"2":false}}');
  });

  it("knows nothing of another channel", async () => {
    const { post } = aReceiver();
    await post(`/event?channel=${channel}`, '{"event":"a"}');

    const acks = await post("/ack?channel=x", '{"acks":[0]}');

    expect(textOf(acks)).toBe('{"acks":{"0":false}}');
  });

  it.each([
    ["/ack", '{"acks":[0]}', 10],
    ["/ack?channel=x", "{}", 6],
    ["/ack?channel=x", "", 6],
    [`/event?channel=${"x".repeat(300)}`, '{"event":"a"}', 11],
  ])("of %s with %s is refused with code %s", async (path, body, code) => {
    const { post } = aReceiver();

    const reply = await post(path, body);

    expect(reply.status).toBe(400);
    expect(JSON.parse(textOf(reply))).toMatchObject({ code });
  });
});

describe("the endpoints", () => {
  it.each([
    "GET /services/collector/health",
    "GET /services/collector/health/1.0",
    "GET /Services/Collector/Health",
  ])("%s says that all is well", async (line) => {
    const reply = await send(aReceiver().receiver, line);

    expect(reply.status).toBe(200);
    expect(textOf(reply)).toBe('{"text":"HEC is healthy","code":17}');
  });

  it("answer the probe of Docker's logging driver", async () => {
    const reply = await send(aReceiver().receiver, "OPTIONS /services/collector/event/1.0");

    expect(reply.status).toBe(200);
  });

  it.each(["", "/event", "/event/1.0", "/1.0", "/EVENT"])("take events at %j", async (path) => {
    const reply = await aReceiver().post(path, '{"event":"a"}');

    expect(textOf(reply)).toBe(success);
  });

  it("refuse other methods in their own form", async () => {
    const reply = await send(aReceiver().receiver, "GET /services/collector/event");

    expect(reply.status).toBe(405);
    expect(JSON.parse(textOf(reply))).toMatchObject({ text: "Method Not Allowed" });
  });

  it("leave other paths alone", async () => {
    const reply = await send(aReceiver().receiver, "POST /services/other");

    expect(reply.status).toBe(404);
  });

  it("say when the queue is full, and when to come again", async () => {
    const { context, receiver, post } = aReceiver();
    context.intake.hasRoom = () => false;

    const reply = await post("/event", '{"event":"a"}');
    const health = await send(receiver, "GET /services/collector/health");

    expect(reply).toMatchObject({ status: 503, headers: { "Retry-After": "1" } });
    expect(JSON.parse(textOf(reply))).toMatchObject({ code: 9 });
    expect(JSON.parse(textOf(health))).toMatchObject({ code: 18 });
    expect(context.refused("splunk")).toEqual({ "queue-full": 1 });
  });

  it("say in their own form that a body is too large", () => {
    const [route] = aReceiver().receiver.routes!;

    const reply = route!.refuse({
      status: 413,
      message: "The body is larger than 64 MiB.",
      method: "POST",
      path: "",
      mediaType: "",
    });

    expect(reply.status).toBe(413);
    expect(JSON.parse(textOf(reply))).toMatchObject({ code: 27 });
  });
});
