import { describe, expect, it } from "vitest";
import { createImport } from "../../../../src/collector/receivers/import/import";
import { logToJson, pointToJson, spanToJson } from "../../../../src/collector/store/toJson";
import { importPath } from "../../../../src/shared/contract/imports";
import { startUnixNano, TestContext } from "../aContext";
import { ask } from "../httpHarness";

const log = {
  time: "2026-01-02T03:04:05.000000006Z",
  observedTime: "2026-01-02T03:04:06.000000000Z",
  severity: "ERROR",
  severityNumber: 18,
  severityText: "ERROR2",
  service: "shop",
  logger: "app",
  requestId: "req-1",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  source: { file: "a.ts", line: 7, function: "f" },
  body: "said [[[ and {{{",
  eventName: "e",
  attributes: { a: 1, "b.c": ["x", null], d: false },
  resource: { "service.name": "shop" },
  receiver: "syslog",
  run: "r-1",
  seq: 9,
};
const span = {
  ...{ time: log.time, durationNanos: "1500", name: "GET /", kind: "server", status: "error" },
  ...{ traceId: log.traceId, spanId: log.spanId, events: [], links: [], attributes: {} },
  ...{ resource: {}, receiver: "otlp", seq: 1 },
};
const point = {
  ...{ time: log.time, name: "took", type: "histogram", unit: "ms", value: 5, count: 2, sum: 10 },
  ...{ min: 1, max: 9, quantiles: { "0.5": 5 }, attributes: { route: "/" }, receiver: "statsd" },
  ...{ distribution: { lower: [null, 5], upper: [5, null], counts: [1, 1] }, seq: 2 },
};

async function post(lines: readonly unknown[], query = "") {
  const context = new TestContext();
  const body = lines
    .map((line) => (typeof line === "string" ? line : JSON.stringify(line)))
    .join("\n");
  const reply = await ask(createImport(context), importPath, { body, query });
  return { context, reply, answer: JSON.parse(String(reply.body)) };
}
/** As JSON has it, without the number of this store. */
const plain = (record: object) => JSON.parse(JSON.stringify({ ...record, seq: undefined }));

describe("imported records", () => {
  it("keep figures beyond 2^53, as well as a double can hold them", async () => {
    const { context } = await post([{ ...point, sum: 2 ** 60, max: 1e300 }]);

    expect(context.points[0]).toMatchObject({ sum: 2 ** 60, max: 1e300 });
  });

  it("are what they were", async () => {
    const { context, answer } = await post([log, span, point]);

    expect(answer).toEqual({ accepted: 3, refused: 0 });
    expect(plain(logToJson(context.logs[0]!))).toEqual(plain(log));
    expect(plain(spanToJson(context.spans[0]!))).toEqual(plain(span));
    const { distribution, ...shown } = point;
    expect(plain(pointToJson(context.points[0]!))).toEqual(plain(shown));
    expect(context.points[0]!.distribution).toEqual({
      ...{ lower: [-Infinity, 5], upper: [5, Infinity], counts: distribution.counts },
    });
  });

  it("keep what makes sense of fields that are not what they should be", async () => {
    const { context } = await post([
      {
        ...log,
        ...{ time: "soon", observedTime: 5, severityNumber: 1e9, traceId: "xyz", source: "a.ts" },
        ...{ attributes: [1], resource: "x", service: {}, run: 3, requestId: null },
      },
      { ...span, durationNanos: "-1", kind: "x", status: "maybe", events: "no", links: [1, {}] },
      {
        ...point,
        value: "5",
        quantiles: [1],
        distribution: { lower: [1] },
        attributes: { o: { p: 1 } },
      },
    ]);

    expect(context.logs[0]).toMatchObject({
      ...{ timeUnixNano: startUnixNano, severityNumber: 0, traceId: "", file: "", service: "" },
      ...{ attributes: "{}", run: "", requestId: "" },
    });
    expect(context.spans[0]).toMatchObject({
      ...{ durationNanos: 0n, kind: "", status: "", events: "[]", links: "[{}]" },
    });
    expect(context.points[0]).toMatchObject({ value: 0, quantiles: [], distribution: undefined });
    expect(context.points[0]!.series.attributes).toBe('{"o.p":1}');
  });

  it("that are none are refused and counted, and the rest is kept", async () => {
    const deep = `{"body":"deep","attributes":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`;
    const { context, answer } = await post(["no json", "[1]", "{}", deep, log, '{"body":"ha']);

    expect(answer).toEqual({ accepted: 1, refused: 5 });
    expect(context.refused("import")).toEqual({ "no-record": 5 });
  });

  it("of any logger are read by the names of their fields", async () => {
    const line = { ts: "2026-01-02T03:04:05Z", lvl: "warn", msg: "slow", user: { id: 7 } };
    const { context } = await post([line], "form=fields&service=shop");

    expect(logToJson(context.logs[0]!)).toMatchObject({
      ...{ time: "2026-01-02T03:04:05.000000000Z", severity: "WARN", service: "shop" },
      ...{ body: "slow", attributes: { "user.id": 7 }, receiver: "import" },
    });
  });
});
