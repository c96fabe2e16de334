import { describe, expect, it } from "vitest";
import { lastTimeNanos } from "../../../../src/shared/time";
import { aReceiver, arrival } from "./harness";
import { encode } from "./oracle";

const aRequest = (...logRecords: object[]) =>
  encode("LogsRequest", {
    resourceLogs: [{ scopeLogs: [{ scope: { name: "app" }, logRecords }] }],
  });

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

describe("OTLP logs in protobuf", () => {
  it("reads the captured request of the specification sheet", async () => {
    const { intake, post } = aReceiver();
    const bytes = Buffer.from(
      "0a340a170a150a0c736572766963652e6e616d6512050a03737663121912170900002a36fe9c971710091a04494e464f2a040a026869",
      "hex",
    );

    const reply = await post("/v1/logs", bytes);

    expect(reply.status).toBe(200);
    expect(reply.body).toHaveLength(0);
    expect(intake.logs).toHaveLength(1);
    expect(intake.logs[0]).toMatchObject({
      timeUnixNano: 1_700_000_000_000_000_000n,
      observedTimeUnixNano: arrival,
      severityNumber: 9,
      severityText: "",
      body: "hi",
      service: "svc",
      attributes: "{}",
      receiver: "otlp",
    });
    expect(intake.logs[0]?.resource.attributes).toBe('{"service.name":"svc"}');
  });

  it("takes ids in hex, zero ids as none, and keeps a record whose ids have a wrong length", async () => {
    const { intake, post } = aReceiver();
    const traceId = Buffer.from("5b8efff798038103d269b633813fc60c", "hex");
    const spanId = Buffer.from("eee19b7ec3c1b174", "hex");

    await post(
      "/v1/logs",
      aRequest(
        { traceId, spanId },
        { traceId: Buffer.alloc(16), spanId: Buffer.alloc(8) },
        { traceId: traceId.subarray(1), spanId: Buffer.concat([spanId, spanId]) },
      ),
    );

    expect(intake.logs.map((log) => [log.traceId, log.spanId])).toEqual([
      ["5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174"],
      ["", ""],
      ["", ""],
    ]);
    expect(intake.refused).toEqual({ "bad-id": 2 });
  });

  it("writes attributes as flat JSON text", async () => {
    const { intake, post } = aReceiver();
    const nested = {
      kvlistValue: {
        values: [
          text("b", "1"),
          { key: "c", value: { kvlistValue: { values: [text("d", "2")] } } },
        ],
      },
    };

    await post(
      "/v1/logs",
      aRequest({
        attributes: [
          text("plain", 'a "quoted" \\ line\n\u0001é'),
          { key: "true", value: { boolValue: true } },
          { key: "small", value: { intValue: "-5" } },
          { key: "big", value: { intValue: "9007199254740993" } },
          { key: "ratio", value: { doubleValue: 0.25 } },
          { key: "nan", value: { doubleValue: NaN } },
          { key: "bytes", value: { bytesValue: Buffer.from([0, 1, 255]) } },
          {
            key: "list",
            value: { arrayValue: { values: [{ stringValue: "x" }, { intValue: "2" }, nested] } },
          },
          { key: "a", value: nested },
          { key: "none", value: {} },
          { key: "empty", value: { kvlistValue: {} } },
          text("plain", "a second time"),
        ],
      }),
    );

    expect(JSON.parse(intake.logs[0]!.attributes)).toEqual({
      plain: 'a "quoted" \\ line\n\u0001é',
      true: true,
      small: -5,
      big: "9007199254740993",
      ratio: 0.25,
      nan: "NaN",
      bytes: "AAH/",
      list: ["x", 2, '{"b":"1","c":{"d":"2"}}'],
      "a.b": "1",
      "a.c.d": "2",
      none: null,
      empty: "{}",
    });
  });

  it("finds source, request id and event name among the attributes, by new and old names", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      aRequest(
        {
          attributes: [
            text("code.file.path", "/app/src/x.py"),
            { key: "code.line.number", value: { intValue: 12 } },
            text("code.function.name", "shop.Cart.add"),
            text("request_id", "UUID('6FAFAA91-0000-4000-8000-000000000001')"),
            text("event.name", "cart.added"),
          ],
        },
        {
          attributes: [
            text("code.filepath", "Cart.java"),
            text("code.lineno", "7"),
            text("code.namespace", "shop.Cart"),
            text("code.function", "add"),
          ],
          eventName: "own",
        },
      ),
    );

    expect(intake.logs[0]).toMatchObject({
      file: "/app/src/x.py",
      line: 12,
      function: "shop.Cart.add",
      requestId: "6fafaa91-0000-4000-8000-000000000001",
      eventName: "cart.added",
    });
    expect(intake.logs[1]).toMatchObject({
      file: "Cart.java",
      line: 7,
      function: "shop.Cart.add",
      eventName: "own",
    });
  });

  it("takes the time of observation, then the arrival, where no time is given", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      aRequest({ observedTimeUnixNano: "77" }, { body: { stringValue: "x" } }),
    );

    expect(intake.logs.map((log) => log.timeUnixNano)).toEqual([77n, arrival]);
  });

  it("keeps a time however far it is, up to the last one that is taken", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      aRequest({ timeUnixNano: "1" }, { timeUnixNano: "18446744073709551615" }),
    );

    expect(intake.logs.map((log) => log.timeUnixNano)).toEqual([1n, lastTimeNanos]);
    expect(intake.refused).toEqual({ "time-out-of-range": 1 });
  });

  it("keeps a structured body as JSON text", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      aRequest(
        {
          body: {
            kvlistValue: { values: [text("msg", "hi"), { key: "n", value: { intValue: 1 } }] },
          },
        },
        { body: { intValue: "9007199254740993" } },
        { body: { boolValue: false } },
      ),
    );

    expect(intake.logs.map((log) => log.body)).toEqual([
      '{"msg":"hi","n":1}',
      "9007199254740993",
      "false",
    ]);
  });

  it("keeps the level's own text only where it says more than its number", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      aRequest(
        { severityNumber: 9, severityText: "info" },
        { severityNumber: 21, severityText: "CRITICAL" },
        { severityText: "warning" },
        { severityNumber: 300 },
      ),
    );

    expect(intake.logs.map((log) => [log.severityNumber, log.severityText])).toEqual([
      [9, ""],
      [21, "CRITICAL"],
      [13, "warning"],
      [0, ""],
    ]);
  });

  it("takes colours out of the body and keeps them for display", async () => {
    const { intake, post } = aReceiver();
    const coloured = "\u001b[31mfailed\u001b[0m to pay";

    await post("/v1/logs", aRequest({ body: { stringValue: coloured } }));

    expect(intake.logs[0]).toMatchObject({ body: "failed to pay", display: coloured });
  });

  it("opens where an exception was thrown when the call site is not known, and names it", async () => {
    const { intake, post } = aReceiver();
    const stack =
      "TypeError: no price\n    at total (/app/node_modules/cart/index.js:1:1)\n    at pay (/app/src/pay.js:12:5)";

    await post(
      "/v1/logs",
      aRequest({
        attributes: [
          text("exception.type", "TypeError"),
          text("exception.message", "no price"),
          text("exception.stacktrace", stack),
        ],
      }),
    );

    expect(intake.logs[0]).toMatchObject({
      body: "TypeError: no price",
      file: "/app/src/pay.js",
      line: 12,
      function: "pay",
    });
  });

  it("takes ids from attributes where the record has none of its own", async () => {
    const { intake, post } = aReceiver();
    const attributes = [
      text("dd.trace_id", "15161849952847513100"),
      text("dd.span_id", "17213210219539181940"),
    ];
    const traceId = Buffer.from("5b8efff798038103d269b633813fc60c", "hex");

    await post("/v1/logs", aRequest({ attributes }, { attributes, traceId }));

    expect(intake.logs.map((log) => [log.traceId, log.spanId])).toEqual([
      ["d269b633813fc60c", "eee19b7ec3c1b174"],
      ["5b8efff798038103d269b633813fc60c", ""],
    ]);
  });
});

describe("a line that an agent did not understand", () => {
  const line = "2024-06-15 10:00:00,250 ERROR shop.pay: card declined";
  const ofAgent = (record: object, scope = {}) =>
    encode("LogsRequest", { resourceLogs: [{ scopeLogs: [{ scope, logRecords: [record] }] }] });

  it("is read as the line is, with the attributes around it", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      ofAgent({
        observedTimeUnixNano: "5",
        body: { stringValue: line },
        attributes: [text("log.file.name", "a.log")],
      }),
    );

    expect(intake.logs).toMatchObject([
      { severityNumber: 17, logger: "shop.pay", body: "card declined" },
    ]);
    expect(intake.logs[0]?.timeUnixNano).toBeGreaterThan(5n);
    expect(JSON.parse(intake.logs[0]?.attributes ?? "")).toEqual({ "log.file.name": "a.log" });
  });

  it("may be inside a map, as Fluent Bit sends it", async () => {
    const { intake, post } = aReceiver();
    const body = { kvlistValue: { values: [text("log", `${line}\n`)] } };

    await post("/v1/logs", ofAgent({ timeUnixNano: "7", body }));

    expect(intake.logs).toMatchObject([{ severityNumber: 17, body: "card declined" }]);
  });

  it.each([
    ["a severity", { severityNumber: 9 }, {}],
    ["a scope", {}, { name: "app" }],
  ])("is none when the record has %s", async (_name, record, scope) => {
    const { intake, post } = aReceiver();

    await post("/v1/logs", ofAgent({ ...record, body: { stringValue: line } }, scope));

    expect(intake.logs).toMatchObject([{ body: line }]);
  });
});
