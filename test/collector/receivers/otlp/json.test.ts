import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aReceiver, arrival } from "./harness";

const json = "application/json";

function logsOf(...logRecords: object[]): string {
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
}
const attribute = (key: string, value: object) => ({ key, value });

describe("OTLP in JSON", () => {
  it("reads the example of the specification sheet, unknown keys and all", async () => {
    const { intake, post } = aReceiver();
    const body =
      '{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1700000000000000000","severityNumber":9,"severityText":"INFO","body":{"stringValue":"hi"},"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174","future":{"a":[1,{"b":null}]}}]}]}]}';

    const reply = await post("/v1/logs", body, json);

    expect(reply).toMatchObject({ status: 200, body: "{}" });
    expect(reply.headers).toEqual({ "Content-Type": json });
    expect(intake.logs[0]).toMatchObject({
      timeUnixNano: 1_700_000_000_000_000_000n,
      severityNumber: 9,
      body: "hi",
      service: "svc",
      traceId: "5b8efff798038103d269b633813fc60c",
      spanId: "eee19b7ec3c1b174",
    });
  });

  it("keeps every digit of a time, written as a string, a number or {low, high}", async () => {
    const { intake, post } = aReceiver();
    const body =
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1700000000123456789"},{"timeUnixNano":1700000000123456789},{"timeUnixNano":{"low":-1483223787,"high":395812461}},{"timeUnixNano":1.7e18}]}]}]}';

    await post("/v1/logs", body, json);

    expect(intake.logs.map((log) => log.timeUnixNano)).toEqual([
      1_700_000_000_123_456_789n,
      1_700_000_000_123_456_789n,
      (395812461n << 32n) | BigInt.asUintN(32, -1483223787n),
      1_700_000_000_000_000_000n,
    ]);
  });

  it("takes 64-bit numbers as strings and as numbers, and exact beyond 2^53", async () => {
    const { intake, post } = aReceiver();
    const body = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[
      {"key":"a","value":{"intValue":"42"}},{"key":"b","value":{"intValue":-42}},
      {"key":"c","value":{"intValue":9007199254740993}},{"key":"d","value":{"intValue":"-9223372036854775808"}},
      {"key":"e","value":{"intValue":1e300}},{"key":"f","value":{"doubleValue":"NaN"}},
      {"key":"g","value":{"doubleValue":"-Infinity"}},{"key":"h","value":{"doubleValue":null}},
      {"key":"i","value":{"doubleValue":0.1}}]}]}]}]}`;

    await post("/v1/logs", body, json);

    expect(JSON.parse(intake.logs[0]!.attributes)).toEqual({
      ...{ a: 42, b: -42, c: "9007199254740993", d: "-9223372036854775808", e: 1e300 },
      ...{ f: "NaN", g: "-Infinity", h: null, i: 0.1 },
    });
  });

  it("reads all kinds of values, with escapes of any sort", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      logsOf({
        body: { stringValue: 'tab\t "é" 🚀 \u0000 \\' },
        attributes: [
          attribute("bytes", { bytesValue: "AAH/" }),
          attribute("list", {
            arrayValue: { values: [{ stringValue: "x" }, { boolValue: true }] },
          }),
          attribute("o", { kvlistValue: { values: [attribute("p", { stringValue: "q" })] } }),
          attribute("none", {}),
        ],
      })
        .replace("é", "\\u00e9")
        .replace("🚀", "\\ud83d\\ude80"),
      json,
    );

    expect(intake.logs[0]?.body).toBe('tab\t "é" 🚀 \u0000 \\');
    expect(intake.logs[0]?.attributes).toBe(
      '{"bytes":"AAH/","list":["x",true],"o.p":"q","none":null}',
    );
  });

  it("reads ids in base64 where their length says so, and counts what is no id", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      logsOf(
        { traceId: "W47/95gDgQPSabYzgT/GDA==", spanId: "7uGbfsPBsXQ=" },
        { traceId: "", spanId: "" },
        { traceId: "not an id", spanId: "eee1" },
      ),
      json,
    );

    expect(intake.logs.map((log) => [log.traceId, log.spanId])).toEqual([
      ["5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174"],
      ["", ""],
      ["", ""],
    ]);
    expect(intake.refused).toEqual({ "bad-id": 2 });
  });

  it("does not know snake_case, and takes null for nothing", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/logs",
      logsOf({ time_unix_nano: "5", body: null, attributes: null, severityNumber: null }),
      json,
    );

    expect(intake.logs[0]).toMatchObject({ timeUnixNano: arrival, body: "", attributes: "{}" });
  });

  it("tolerates names of enums", async () => {
    const { intake, post } = aReceiver();
    const span = { kind: "SPAN_KIND_SERVER", status: { code: "STATUS_CODE_ERROR" } };

    await post("/v1/logs", logsOf({ severityNumber: "SEVERITY_NUMBER_WARN2" }), json);
    await post(
      "/v1/traces",
      JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
      json,
    );

    expect(intake.logs[0]?.severityNumber).toBe(14);
    expect(intake.spans[0]).toMatchObject({ kind: "server", status: "error" });
  });

  it("reads the sheet's exponential histogram", async () => {
    const { intake, post } = aReceiver();
    const body =
      '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"e","exponentialHistogram":{"dataPoints":[{"scale":0,"zeroCount":"1","positive":{"offset":1,"bucketCounts":["0","2"]},"count":"3","sum":10}],"aggregationTemporality":1}}]}]}]}';

    await post("/v1/metrics", body, json);

    expect(intake.points[0]?.distribution).toEqual({
      lower: [0, 4],
      upper: [0, 8],
      counts: [1, 2],
    });
  });

  it("takes a byte order mark, white space, and keys in any order", async () => {
    const { intake, post } = aReceiver();
    const body =
      '\ufeff { "resourceLogs" : [ { "scopeLogs" : [ { "logRecords" : [ { "body" : { "stringValue" : "x" } } ] , "scope" : { "name" : "late" } } ] , "resource" : { "attributes" : [ { "value" : { "stringValue" : "s" } , "key" : "service.name" } ] } } ] }\n';

    await post("/v1/logs", body, json);

    expect(intake.logs[0]).toMatchObject({ body: "x", service: "s", logger: "late" });
  });

  it.each([
    ["nothing", ""],
    ["no object", "[]"],
    ["a string without an end", '{"resourceLogs":[{"schemaUrl":"x'],
    ["a wrong type", '{"resourceLogs":{}}'],
    ["a word for a number", logsOf({ severityNumber: "loud" })],
    ["a number that is none", '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"flags":1-2}]}]}]}'],
    ["more behind the end", "{} {}"],
    ["a comma at the end", '{"resourceLogs":[],}'],
    [
      "an endless number",
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":${"9".repeat(5000)}}]}]}]}`,
    ],
  ])("answers 400 to %s", async (_name, body) => {
    const { intake, post } = aReceiver();

    const reply = await post("/v1/logs", body, json);

    expect(reply.status).toBe(400);
    expect(JSON.parse(String(reply.body))).toEqual({
      code: 3,
      message: expect.stringContaining("no OTLP log records"),
    });
    expect(intake.refused).toEqual({ "bad-json": 1 });
    expect(intake.logs).toHaveLength(0);
  });

  it("answers 400 to every request that was cut short", async () => {
    const { intake, post } = aReceiver();
    const whole = readFileSync(join(import.meta.dirname, "fixtures/captured/node-logs.json"));

    for (let length = 0; length < whole.length; length++) {
      expect((await post("/v1/logs", whole.subarray(0, length), json)).status).toBe(400);
    }

    expect(intake.logs).toHaveLength(0);
  });

  it("survives a hundred thousand brackets", async () => {
    const { post } = aReceiver();
    const depth = 100_000;
    const unknown = `{"x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const nested = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(depth)}{}${"]}}".repeat(depth)}}]}]}]}`;

    expect((await post("/v1/logs", unknown, json)).status).toBe(200);
    expect((await post("/v1/logs", nested, json)).status).toBe(200);
  });
});
