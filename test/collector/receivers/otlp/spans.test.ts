import { describe, expect, it } from "vitest";
import { lastTimeNanos } from "../../../../src/shared/time";
import { aReceiver, arrival } from "./harness";
import { encode } from "./oracle";

const aRequest = (...spans: object[]) =>
  encode("TraceRequest", {
    resourceSpans: [
      {
        resource: { attributes: [text("service.name", "shop")] },
        scopeSpans: [{ scope: { name: "http" }, spans }],
      },
    ],
  });
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const traceId = Buffer.from("5b8efff798038103d269b633813fc60c", "hex");
const spanId = Buffer.from("eee19b7ec3c1b174", "hex");

describe("OTLP spans", () => {
  it("are read with kind, status, ids, times, events and links", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/traces",
      aRequest({
        traceId,
        spanId,
        parentSpanId: Buffer.from("0102030405060708", "hex"),
        name: "GET /",
        kind: 2,
        startTimeUnixNano: "1700000000000000000",
        endTimeUnixNano: "1700000000000000123",
        attributes: [text("request_id", "r-1"), text("code.function.name", "app.get")],
        status: { message: "no", code: 2 },
        events: [
          {
            timeUnixNano: "1700000000000000001",
            name: 'say "x"',
            attributes: [text("exception.type", "E")],
          },
        ],
        links: [{ traceId, spanId, attributes: [text("k", "v")] }],
      }),
    );

    const [span] = intake.spans;
    expect(span).toMatchObject({
      timeUnixNano: 1_700_000_000_000_000_000n,
      durationNanos: 123n,
      name: "GET /",
      kind: "server",
      status: "error",
      statusMessage: "no",
      service: "shop",
      logger: "http",
      traceId: "5b8efff798038103d269b633813fc60c",
      spanId: "eee19b7ec3c1b174",
      parentSpanId: "0102030405060708",
      requestId: "r-1",
      function: "app.get",
    });
    expect(JSON.parse(span!.events)).toEqual([
      {
        time: "2023-11-14T22:13:20.000000001Z",
        name: 'say "x"',
        attributes: { "exception.type": "E" },
      },
    ]);
    expect(JSON.parse(span!.links)).toEqual([
      {
        traceId: "5b8efff798038103d269b633813fc60c",
        spanId: "eee19b7ec3c1b174",
        attributes: { k: "v" },
      },
    ]);
  });

  it.each([
    [
      "new",
      [
        text("code.file.path", "/app/src/x.py"),
        { key: "code.line.number", value: { intValue: 12 } },
        text("code.function.name", "shop.Cart.add"),
      ],
      { file: "/app/src/x.py", line: 12, function: "shop.Cart.add" },
    ],
    [
      "deprecated",
      [
        text("code.filepath", "Cart.java"),
        text("code.lineno", "7"),
        text("code.namespace", "shop.Cart"),
        text("code.function", "add"),
      ],
      { file: "Cart.java", line: 7, function: "shop.Cart.add" },
    ],
  ])("lead to their source by %s names", async (_, attributes, place) => {
    const { intake, post } = aReceiver();

    await post("/v1/traces", aRequest({ attributes }));

    expect(intake.spans[0]).toMatchObject(place);
  });

  it("keep all but the ids that have a wrong length, which are counted", async () => {
    const { intake, post } = aReceiver();
    const long = Buffer.concat([spanId, spanId]);

    await post(
      "/v1/traces",
      aRequest(
        { traceId: traceId.subarray(1), spanId: long, parentSpanId: spanId.subarray(1), name: "a" },
        { traceId: Buffer.alloc(16), spanId: Buffer.alloc(8), parentSpanId: Buffer.alloc(8) },
        { traceId, spanId, links: [{ traceId: spanId, spanId: traceId }] },
      ),
    );

    expect(intake.spans.map((s) => [s.traceId, s.spanId, s.parentSpanId])).toEqual([
      ["", "", ""],
      ["", "", ""],
      ["5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", ""],
    ]);
    expect(intake.spans[0]?.name).toBe("a");
    expect(JSON.parse(intake.spans[2]!.links)).toEqual([
      { traceId: "", spanId: "", attributes: {} },
    ]);
    expect(intake.refused).toEqual({ "bad-id": 5 });
  });

  it("that end before they start last no time, and are counted", async () => {
    const { intake, post } = aReceiver();

    await post("/v1/traces", aRequest({ startTimeUnixNano: "20", endTimeUnixNano: "10" }));

    expect(intake.spans[0]).toMatchObject({ timeUnixNano: 20n, durationNanos: 0n });
    expect(intake.refused).toEqual({ "negative-duration": 1 });
  });

  it("without a start take their end, then the arrival", async () => {
    const { intake, post } = aReceiver();

    await post("/v1/traces", aRequest({ endTimeUnixNano: "10" }, { name: "x" }));

    expect(intake.spans.map((span) => span.timeUnixNano)).toEqual([10n, arrival]);
  });

  it("keep a thousand attributes that are also on their events apart", async () => {
    const { intake, post } = aReceiver();
    const attributes = [text("a", "span")];

    await post(
      "/v1/traces",
      aRequest({ events: [{ attributes: [text("a", "event")] }], attributes }),
    );

    expect(intake.spans[0]?.attributes).toBe('{"a":"span"}');
    expect(intake.spans[0]?.events).toContain('{"a":"event"}');
  });

  it("have at most 10,000 events; the rest is counted", async () => {
    const { intake, post } = aReceiver();

    await post("/v1/traces", aRequest({ events: Array.from({ length: 10_003 }, () => ({})) }));

    expect(JSON.parse(intake.spans[0]!.events)).toHaveLength(10_000);
    expect(intake.refused).toEqual({ "span-parts-dropped": 3 });
  });

  it("keep numbers that JSON has no form of as text, in their events and links, too", async () => {
    const { intake, post } = aReceiver();
    const attributes = [NaN, Infinity, -Infinity, 1e300].map((doubleValue, at) => ({
      key: `n${at}`,
      value: { doubleValue },
    }));

    await post(
      "/v1/traces",
      aRequest({ attributes, events: [{ attributes }], links: [{ attributes }] }),
    );

    const kept = { n0: "NaN", n1: "Infinity", n2: "-Infinity", n3: 1e300 };
    const [span] = intake.spans;
    expect(JSON.parse(span!.attributes)).toEqual(kept);
    expect(JSON.parse(span!.events)).toMatchObject([{ attributes: kept }]);
    expect(JSON.parse(span!.links)).toMatchObject([{ attributes: kept }]);
    expect(intake.refused).toEqual({});
  });

  it("of the first nanosecond and of far-off events are kept with their times", async () => {
    const { intake, post } = aReceiver();
    const last = String(lastTimeNanos);

    await post(
      "/v1/traces",
      aRequest({
        ...{ name: "far", startTimeUnixNano: "1", endTimeUnixNano: last },
        events: [{ timeUnixNano: "18446744073709551615", name: "later" }],
      }),
    );

    const [span] = intake.spans;
    expect(span).toMatchObject({
      name: "far",
      timeUnixNano: 1n,
      durationNanos: lastTimeNanos - 1n,
    });
    expect(JSON.parse(span!.events)).toMatchObject([
      { time: "2116-02-20T23:53:38.427387903Z", name: "later" },
    ]);
    expect(intake.refused).toEqual({ "time-out-of-range": 1 });
  });

  it("with a time past the year 2116 get the last one that is taken", async () => {
    const { intake, post } = aReceiver();

    await post("/v1/traces", aRequest({ startTimeUnixNano: "18446744073709551615" }));

    expect(intake.spans[0]?.timeUnixNano).toBe(lastTimeNanos);
    expect(intake.refused).toMatchObject({ "time-out-of-range": 1 });
  });
});
