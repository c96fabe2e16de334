import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compress } from "snappyjs";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { TestContext } from "../aContext";
import { aReceiver } from "./harness";

const proto = protobuf
  .parse(
    `
syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message BucketSpan { sint32 offset = 1; uint32 length = 2; }
message Histogram { uint64 count_int = 1; double sum = 3; sint32 schema = 4; double zero_threshold = 5; uint64 zero_count_int = 6; repeated BucketSpan negative_spans = 8; repeated sint64 negative_deltas = 9; repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; int64 timestamp = 15; }
message MetricMetadata { uint32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
`,
  )
  .root.lookupType("WriteRequest");

const nowMs = 1_700_000_000_250;
const headers = { "content-type": "application/x-protobuf" };

const labels = (given: Record<string, string>) =>
  Object.entries(given).map(([name, value]) => ({ name, value }));

/** `aSeries({ __name__: "up" }, 1, 2)`: samples five seconds apart. */
const aSeries = (given: Record<string, string>, ...values: number[]) => ({
  labels: labels({ job: "app", instance: "a:1", ...given }),
  samples: values.map((value, i) => ({ value, timestamp: nowMs + i * 5000 })),
});

const packed = (request: object) =>
  Buffer.from(compress(proto.encode(proto.fromObject(request)).finish()));

function aWriter(context = new TestContext()) {
  const receiver = aReceiver(context);
  const write = (request: object) =>
    receiver.send("POST", "/api/v1/write", packed(request), headers);
  return { ...receiver, write };
}

describe("a remote write", () => {
  it("is stored under its job and instance, and answered 204 without a body", async () => {
    const { write, points } = aWriter();

    const reply = await write({ timeseries: [aSeries({ __name__: "up", zone: "b" }, 1, 0)] });

    expect(reply).toEqual({ status: 204, headers: { "content-length": "0" } });
    expect(points()).toMatchObject([
      {
        name: "up",
        type: "gauge",
        value: 1,
        time: `${nowMs}000000`,
        service: "app",
        attributes: { zone: "b" },
        resource: { "service.name": "app", "service.instance.id": "a:1" },
      },
      { value: 0, time: `${nowMs + 5000}000000` },
    ]);
  });

  it("of the sheet's bytes is read", async () => {
    const { send, points } = aReceiver();
    const body = Buffer.from(
      "2eb40a2c0a0e0a085f5f6e616d655f5f120275700a080a036a6f62120178121009000000000000f03f1080d095ffbc31",
      "hex",
    );

    expect((await send("POST", "/api/v1/write", body, headers)).status).toBe(204);
    expect(points()).toMatchObject([{ name: "up", value: 1, service: "x" }]);
  });

  it("counts what a counter adds, and begins anew where it falls", async () => {
    const { write, points } = aWriter();

    await write({ timeseries: [aSeries({ __name__: "x_total" }, 10, 15, 2)] });

    expect(points()).toMatchObject([
      { type: "counter", value: 0, total: 10 },
      { value: 5 },
      { value: 2 },
    ]);
  });

  it("takes types, help and units from its metadata, whichever request that is in", async () => {
    const { write, points } = aWriter();
    const metadata = [{ type: 1, metricFamilyName: "jobs", help: "Jobs.", unit: "seconds" }];

    await write({ metadata });
    await write({ timeseries: [aSeries({ __name__: "jobs" }, 1)] });

    expect(points()).toMatchObject([{ type: "counter", description: "Jobs.", unit: "s" }]);
  });

  it("leaves out where a series ends, which is no value", async () => {
    const { context, write, send, points } = aWriter();
    const stale = proto
      .encode(proto.fromObject({ timeseries: [aSeries({ __name__: "x" }, 12345.678)] }))
      .finish();
    const at = Buffer.from(stale).indexOf(Buffer.from(new Float64Array([12345.678]).buffer));
    Buffer.from("020000000000f07f", "hex").copy(stale, at);

    await send("POST", "/api/v1/write", Buffer.from(compress(stale)), headers);
    await write({ timeseries: [aSeries({ __name__: "y" }, NaN)] });

    expect(points()).toEqual([]);
    expect(context.refused("prometheus")).toEqual({});
  });

  describe("exemplars as series of their own, as Prometheus writes them,", () => {
    const exemplar = {
      labels: labels({ trace_id: "0af7651916cd43dd8448eb211c80319c" }),
      ...{ value: 0.7, timestamp: nowMs },
    };
    const alone = { ...aSeries({ __name__: "x_total" }), exemplars: [exemplar] };
    const sample = (value: number) => aSeries({ __name__: "x_total" }, value);
    const traces = (receiver: ReturnType<typeof aWriter>) =>
      receiver.points().map(({ exemplars }) => JSON.stringify(exemplars).includes("0af76519"));

    it("go to the sample beside them", async () => {
      const receiver = aWriter();

      await receiver.write({ timeseries: [sample(1), alone] });

      expect(traces(receiver)).toEqual([true]);
    });

    it("go to the next sample of the series", async () => {
      const receiver = aWriter();
      await receiver.write({ timeseries: [sample(0)] });
      const other = aSeries({ __name__: "y_total" }, 1);

      await receiver.write({ timeseries: [alone] });
      await receiver.write({ timeseries: [other] });
      receiver.context.clock += 60_000_000_000n;
      await receiver.write({ timeseries: [aSeries({ __name__: "x_total" }, NaN, 1)] });

      expect(traces(receiver)).toEqual([false, false, true]);
      expect(receiver.context.refused("prometheus")).toEqual({});
    });

    it("are counted when no sample comes", async () => {
      const receiver = aWriter();
      const other = aSeries({ __name__: "y_total" }, 1);

      await receiver.write({ timeseries: [alone] });
      receiver.context.clock += 121_000_000_000n;
      await receiver.write({ timeseries: [other] });

      expect(receiver.context.refused("prometheus")).toEqual({ "exemplar-without-sample": 1 });
    });
  });

  it("keeps exemplars", async () => {
    const { write, points } = aWriter();
    const exemplars = [
      {
        labels: labels({ trace_id: "5b8efff798038103d269b633813fc60c", q: 'a"\\\n' }),
        value: 0.5,
        timestamp: nowMs,
      },
    ];

    await write({ timeseries: [{ ...aSeries({ __name__: "x_total" }, 1), exemplars }] });

    expect(points()[0]?.exemplars).toEqual([
      {
        time: "2023-11-14T22:13:20.250000000Z",
        value: 0.5,
        traceId: "5b8efff798038103d269b633813fc60c",
        attributes: { q: 'a"\\\n' },
      },
    ]);
  });
});

describe("a histogram that is written", () => {
  const bucket = (le: string, ...values: number[]) =>
    aSeries({ __name__: "h_bucket", le }, ...values);
  const whole = [bucket("1", 1, 3), bucket("+Inf", 2, 5), aSeries({ __name__: "h_sum" }, 4, 9)];
  const count = aSeries({ __name__: "h_count" }, 2, 5);

  it("is one series", async () => {
    const { write, points } = aWriter();

    await write({ timeseries: [...whole, count] });

    expect(points()).toMatchObject([
      { name: "h", type: "histogram", count: 0 },
      {
        count: 3,
        sum: 5,
        distribution: { lower: [-Infinity, 1], upper: [1, Infinity], counts: [2, 1] },
      },
    ]);
  });

  it("is one series too when it is cut by the end of a request", async () => {
    const { context, write, points } = aWriter();

    await write({ timeseries: whole });
    expect(points()).toEqual([]);
    await write({ timeseries: [count] });

    expect(points()).toMatchObject([
      { name: "h", count: 0 },
      { count: 3, sum: 5 },
    ]);
    expect(context.refused("prometheus")).toEqual({});
  });

  it("that never comes whole is given as it is when its time has passed", async () => {
    const { context, write, points } = aWriter();

    await write({ timeseries: [bucket("1", 1), bucket("+Inf", 2)] });
    context.clock += 20_000_000_000n;
    await write({ timeseries: [] });

    expect(points()).toMatchObject([{ name: "h", type: "histogram" }]);
  });

  it("that waits is stored when the collector ends", async () => {
    const { context, receiver, write, points } = aWriter();

    await write({ timeseries: [bucket("1", 1), bucket("+Inf", 2)] });
    await receiver.dispose?.();
    await context.intake.flush();

    expect(points()).toHaveLength(1);
  });
});

describe("a native histogram that is written", () => {
  const native = (n: number, given: object = {}) => ({
    labels: labels({ __name__: "h", job: "app" }),
    histograms: [
      {
        ...{ countInt: 9 * n, sum: 30 * n, schema: 0, zeroThreshold: 0.001, zeroCountInt: n },
        // (0.5, 1]: 2, (1, 2]: 1, (4, 8]: 4; (-2, -1]: 1
        positiveSpans: [
          { offset: 0, length: 2 },
          { offset: 1, length: 1 },
        ],
        positiveDeltas: [2 * n, -n, 3 * n],
        negativeSpans: [{ offset: 1, length: 1 }],
        negativeDeltas: [n],
        timestamp: nowMs + n * 5000,
        ...given,
      },
    ],
  });

  it("is a histogram with the buckets that its spans say", async () => {
    const { write, points } = aWriter();

    expect((await write({ timeseries: [native(1)] })).status).toBe(204);
    await write({ timeseries: [native(2)] });

    const [, second] = points();
    expect(second).toMatchObject({
      ...{ name: "h", type: "histogram", count: 9, sum: 30, service: "app" },
      distribution: {
        lower: [-2, -0.001, 0.5, 1, 4],
        upper: [-1, 0.001, 1, 2, 8],
        counts: [1, 1, 2, 1, 4],
      },
    });
  });

  it.each([
    ["of another schema", { schema: -53 }],
    ["with fewer counts than its spans say", { positiveDeltas: [1] }],
    ["with a negative count", { positiveDeltas: [1, -2, 1] }],
    ["with spans without end", { positiveSpans: [{ offset: 0, length: 4_000_000_000 }] }],
  ])("%s is refused", async (_name, given) => {
    const { context, write, points } = aWriter();

    expect((await write({ timeseries: [native(1, given)] })).status).toBe(400);
    expect(points()).toEqual([]);
    expect(context.refused("prometheus")).toEqual({ "bad-native-histogram": 1 });
  });
});

it("a summary that is written is one series", async () => {
  const { write, points } = aWriter();

  await write({
    timeseries: [
      aSeries({ __name__: "s", quantile: "0.9" }, 7),
      aSeries({ __name__: "s_sum" }, 10),
      aSeries({ __name__: "s_count" }, 2),
    ],
  });

  expect(points()).toMatchObject([
    { name: "s", type: "summary", quantiles: [{ q: 0.9, value: 7 }] },
  ]);
});

describe("what is no remote write 1.0", () => {
  it.each([
    ["2.0", "application/x-protobuf;proto=io.prometheus.write.v2.Request", 415, "remote-write-2"],
    ["no snappy", "application/x-protobuf", 400, "bad-compression"],
  ])("as %s is refused", async (_name, type, status, reason) => {
    const { context, send } = aReceiver();

    const reply = await send("POST", "/api/v1/write", Buffer.from("hello"), {
      "content-type": type,
    });

    expect(reply.status).toBe(status);
    expect(context.refused("prometheus")).toEqual({ [reason]: 1 });
  });

  it("as no protobuf is refused", async () => {
    const { context, send } = aReceiver();
    const body = Buffer.from(compress(Buffer.from("hello")));

    expect((await send("POST", "/api/v1/write", body, headers)).status).toBe(400);
    expect(context.refused("prometheus")).toEqual({ "bad-protobuf": 1 });
  });

  it("in one series is refused, while the others are stored", async () => {
    const { context, write, points } = aWriter();

    const reply = await write({
      timeseries: [aSeries({ zone: "a" }, 1), aSeries({ __name__: "x" }, 1)],
    });

    expect(reply).toMatchObject({ status: 400, body: expect.stringContaining("no-name") });
    expect(points()).toMatchObject([{ name: "x" }]);
    expect(context.refused("prometheus")).toEqual({ "no-name": 1 });
  });

  it("with room for none is asked to come again", async () => {
    const context = new TestContext();
    context.intake.hasRoom = () => false;

    const reply = await aWriter(context).write({ timeseries: [aSeries({ __name__: "x" }, 1)] });

    expect(reply).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
  });
});

it.each([
  ["/api/v1/write", true],
  ["/prometheus/api/v1/write", true],
  ["/api/v1/push", true],
  ["/loki/api/v1/push", false],
  ["/api/v1/writer", false],
])("%s is taken: %s", (path, isTaken) => {
  const { receiver } = aReceiver();

  expect(receiver.routes!.some((route) => route.matches(path))).toBe(isTaken);
});

it("a write recorded from a Python client is read", async () => {
  const { send, points } = aReceiver();
  const recorded = JSON.parse(
    readFileSync(join(import.meta.dirname, "fixtures/requests.json"), "utf8"),
  ) as { path: string; headers: Record<string, string>; body: string }[];
  const { path, body } = recorded.find((request) => request.path.includes("write"))!;

  expect((await send("POST", path, Buffer.from(body, "base64"), headers)).status).toBe(204);
  expect(points()).toMatchObject([
    { name: "cpu_usage", service: "node", attributes: { host: "a" }, value: 1.5 },
    { value: 2.5, time: "1700000005000000000" },
  ]);
});
