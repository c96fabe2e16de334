import { describe, expect, test } from "vitest";
import { maxAttributes } from "../../../src/collector/pipeline/attributeText";
import { FieldReader } from "../../../src/collector/pipeline/fromFields";
import { isPlainObject, parseJson } from "../../../src/collector/pipeline/parseJson";
import { Roles } from "../../../src/collector/pipeline/roles";
import { producers, ten } from "./producers";

const resource = { id: 1, service: "svc", attributes: "{}", run: "r1" };
const arrival = 1_800_000_000_000_000_000n;

function read(json: string, around = {}) {
  const fields = parseJson(json);
  if (!isPlainObject(fields)) throw new Error("not an object");
  const record = new FieldReader(new Roles()).read(fields, {
    receiver: "lines",
    resource,
    observedTimeUnixNano: arrival,
    around,
  });
  return { ...record, attributes: JSON.parse(record.attributes) as Record<string, unknown> };
}

describe("a record", () => {
  test.each(Object.entries(producers))("of %s", (_, [json, expected, attributes]) => {
    const record = read(json);

    expect(record).toMatchObject(expected);
    expect(record.attributes).toMatchObject(attributes ?? {});
    expect(record.observedTimeUnixNano).toBe(arrival);
    expect(record.run).toBe("r1");
  });
});

describe("values", () => {
  test("a double with more digits than it needs is a number", () => {
    expect(
      parseJson(`{"a":0.30000000000000004,"b":-0.0000010023967986404121,"c":12345678901234567890}`),
    ).toEqual({
      a: 0.30000000000000004,
      b: -0.0000010023967986404121,
      c: "12345678901234567890",
    });
  });

  test("beyond 2^53 stay exact", () => {
    const { attributes, timeUnixNano, traceId } = read(
      `{"id":15161849952847513100,"small":12345678901234,"time":1704103200123456789,"dd.trace_id":15161849952847513100,"x":[9007199254740993]}`,
    );

    expect(attributes.id).toBe("15161849952847513100");
    expect(attributes.small).toBe(12345678901234);
    expect(attributes.x).toEqual(["9007199254740993"]);
    expect(timeUnixNano).toBe(1704103200123456789n);
    expect(traceId).toBe("d269b633813fc60c");
  });

  test("that JSON does not know are read as Python writes them", () => {
    expect(read(`{"a":NaN,"b":-Infinity,"c":"NaN"}`).attributes).toEqual({
      a: "NaN",
      b: "-Infinity",
      c: "NaN",
    });
  });

  test("nested become dotted names, arrays stay, and a name comes once", () => {
    const { attributes } = read(`{"a":{"b":{"c":1}},"l":[1,{"x":2}],"a.b":{"c":2},"e":{}}`);

    expect(attributes).toEqual({ "a.b.c": 1, l: [1, { x: 2 }] });
  });

  test("named like JavaScript's own are attributes", () => {
    const { attributes } = read(`{"__proto__":{"x":1},"constructor":"c","toString":2}`);

    expect(Object.entries(attributes).toString()).toBe("__proto__.x,1,constructor,c,toString,2");
  });

  test("nested too deep are kept as text, hostile depth costs nothing", () => {
    const deep = (n: number) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`;

    expect(Object.values(read(deep(20)).attributes)).toEqual([deep(9)]);
    expect(() => read(deep(5000))).not.toThrow();
    expect(() => read(`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`)).not.toThrow();
  });

  test("of more names than anyone reads are counted, not kept", () => {
    const many = Array.from({ length: 5000 }, (_, i) => `"k${i}":${i}`).join(",");

    const { attributes } = read(`{${many}}`);

    expect(Object.keys(attributes)).toHaveLength(maxAttributes + 1);
    expect(attributes["sidelight.dropped_attributes"]).toBe(5000 - maxAttributes);
  });
});

describe("roles", () => {
  test("go to the best name; the others stay attributes", () => {
    const record = read(`{"created":1704103200,"time":"2024-01-01T10:00:00.123Z","ts":"garbage"}`);

    expect(record.timeUnixNano).toBe(ten);
    expect(record.attributes).toEqual({ created: 1704103200, ts: "garbage" });
  });

  test("are not taken by values that do not fit", () => {
    const { attributes, ...record } = read(
      `{"msg":"m","name":"Ann Smith","file":"upload.png","method":"POST","status":200,"time":"soon","source":"web"}`,
    );

    expect(attributes).toEqual({
      name: "Ann Smith",
      file: "upload.png",
      method: "POST",
      status: 200,
      time: "soon",
      source: "web",
    });
    expect(record).toMatchObject({ file: "", line: 0, function: "", timeUnixNano: arrival });
    expect(read(`{"msg":"m","line":3}`)).toMatchObject({ line: 0, attributes: { line: 3 } });
  });

  test.each([
    "line",
    "level",
    "time",
    "logger",
    "trace_id",
    "span_id",
    "request_id",
    "msg",
    "exception",
  ])("%s may be an object that cannot be made a text or a number", (name) => {
    const hostile = '{"toString":1,"valueOf":1}';

    expect(read(`{"${name}":${hostile},"file":"a.ts"}`).attributes).toMatchObject({
      [`${name}.toString`]: 1,
    });
  });

  test.each([-28, 3e9, 1.5, "x"])("line %s is none", (line) => {
    expect(read(JSON.stringify({ msg: "m", file: "a.ts", lineno: line })).line).toBe(0);
  });

  test("a level of the app's own is kept as text", () => {
    expect(read(`{"level":"shout","msg":"m"}`)).toMatchObject({
      severityNumber: 0,
      severityText: "shout",
    });
  });

  test.each([
    [`{"level":30,"pid":1,"hostname":"h"}`, 9],
    [`{"level":30,"funcName":"f"}`, 13],
    [`{"levelno":30}`, 13],
    [`{"level":35}`, 9],
    [`{"level":250}`, 10],
    [`{"level_value":40000}`, 17],
    [`{"severity_number":21}`, 21],
    [`{"PRIORITY":"4"}`, 13],
    [`{"level":3}`, 0],
  ])("level numbers are read on their own scale: %s", (json, severity) => {
    expect(read(json).severityNumber).toBe(severity);
  });

  test("the talk's request id is a plain UUID", () => {
    expect(read(`{"request_id":"UUID('6fafaa91-eca0-4d4a-a9f8-0c441a01790b')"}`).requestId).toBe(
      "6fafaa91-eca0-4d4a-a9f8-0c441a01790b",
    );
  });

  test.each([
    [`{"dd.trace_id":"15161849952847513100"}`, "d269b633813fc60c"],
    [`{"dd":{"trace_id":15161849952847513100}}`, "d269b633813fc60c"],
    [`{"trace.id":"5B8EFFF798038103D269B633813FC60C"}`, "5b8efff798038103d269b633813fc60c"],
    [`{"traceId":"d269b633813fc60c"}`, "d269b633813fc60c"],
    [
      `{"uber-trace-id":"5b8efff798038103d269b633813fc60c:eee19b7ec3c1b174:0:1"}`,
      "5b8efff798038103d269b633813fc60c",
    ],
    [
      `{"req":{"headers":{"sentry-trace":"5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-1"}}}`,
      "5b8efff798038103d269b633813fc60c",
    ],
    [
      `{"headers":{"X-Cloud-Trace-Context":"5b8efff798038103d269b633813fc60c/17213210219539181940;o=1"}}`,
      "5b8efff798038103d269b633813fc60c",
    ],
    [`{"headers":{"x-datadog-trace-id":"15161849952847513100"}}`, "d269b633813fc60c"],
    [
      `{"headers":{"b3":"5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-1"}}`,
      "5b8efff798038103d269b633813fc60c",
    ],
    [`{"headers":{"b3":"1"}}`, ""],
    [`{"b3":"d41d8cd98f00b204e9800998ecf8427e"}`, ""],
    [`{"b3":"6fafaa91-eca0-4d4a-a9f8-0c441a01790b"}`, ""],
  ])("the trace of %s is found", (json, traceId) => {
    expect(read(json).traceId).toBe(traceId);
  });

  test.each([
    [`{"session_id":"s-1","HTTP_X_REQUEST_ID":"r-1"}`, "r-1"],
    [`{"job_id":"j-1","CF-Ray":"7f0a1b2c3d4e5f60-FRA"}`, "7f0a1b2c3d4e5f60-FRA"],
    // That is the id of a request to another service, and of each try another one.
    [`{"err":{"response":{"headers":{"x-github-request-id":"C0DE:1"}}}}`, ""],
  ])("the request of %s is %s", (json, requestId) => {
    expect(read(json).requestId).toBe(requestId);
  });

  test("an id under another name stays findable by that name", () => {
    const record = read(
      `{"correlation_id":"c-1","traceparent":"00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01"}`,
    );

    expect(record).toMatchObject({
      requestId: "c-1",
      traceId: "5b8efff798038103d269b633813fc60c",
      spanId: "eee19b7ec3c1b174",
    });
    expect(record.attributes.correlation_id).toBe("c-1");
  });
});

test.each([
  ["traceparent", "00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01"],
  ["b3", "d269b633813fc60c-eee19b7ec3c1b174-1"],
  ["sentry-trace", "5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-1"],
])("the span that %s names is the record's, unless it has one", (name, value) => {
  expect(read(JSON.stringify({ [name]: value })).spanId).toBe("eee19b7ec3c1b174");
  expect(read(JSON.stringify({ [name]: value, span_id: "1f" })).spanId).toBe("000000000000001f");
});

describe("a line that is no number", () => {
  test.each([
    ['{"Line":"connection lost","a":1}', "connection lost", { a: 1 }],
    ['{"line":"{\\"m\\":1}"}', '{"m":1}', {}],
    ['{"line":"connection lost","msg":"m"}', "m", { line: "connection lost" }],
    ['{"line":"connection lost","log":"m"}', "m", { line: "connection lost" }],
    ['{"msg":"m","line":"main.go:52"}', "m", { line: "main.go:52" }],
    ['{"a":"b","line":"main.go:52"}', "a=b line=main.go:52", { a: "b", line: "main.go:52" }],
    ['{"msg":"m","line_number":"two words"}', "m", { line_number: "two words" }],
  ])("%s", (json, body, attributes) => {
    expect(read(json)).toMatchObject({ body, attributes, line: 0 });
  });
});

describe("what stands around the object", () => {
  const around = {
    timeUnixNano: 5n,
    timeText: "then",
    severityNumber: 9,
    severityText: "",
    logger: "main",
    attributes: { pid: 7 },
  };

  test("fills in what the object does not say", () => {
    expect(read(`{"a":1}`, around)).toMatchObject({
      timeUnixNano: 5n,
      severityNumber: 9,
      logger: "main",
      attributes: { a: 1, pid: 7 },
    });
  });

  test("is kept beside what the object says otherwise", () => {
    const record = read(
      `{"event":"e","level":"error","logger":"__main__","timestamp":"2024-01-01T10:00:00.123Z","pid":8}`,
      around,
    );

    expect(record).toMatchObject({ timeUnixNano: ten, severityNumber: 17, logger: "__main__" });
    expect(record.attributes).toEqual({
      pid: 8,
      "prefix.time": "then",
      "prefix.level": "INFO",
      "prefix.logger": "main",
      "prefix.pid": 7,
    });
  });
});

test("a record without a message says its fields", () => {
  expect(read(`{"endpoint":"/","n":1}`).body).toBe("endpoint=/ n=1");
  expect(read("{}").body).toBe("{}");
});

test("what one record says is not in the next", () => {
  const reader = new FieldReader(new Roles());
  const hints = { receiver: "lines", resource, observedTimeUnixNano: arrival };

  const full = parseJson(producers.ecs![0]) as Record<string, unknown>;
  const alone = reader.read({ x: 1 }, hints);
  reader.read(full, hints);

  expect(reader.read({ x: 1 }, hints)).toEqual(alone);
});
