import { describe, expect, it } from "vitest";
import { OverloadedError } from "../../../../src/collector/pipeline/intake";
import { lastTimeNanos } from "../../../../src/shared/time";
import { aReceiver, arrival } from "./harness";
import { decode, encode } from "./oracle";

/** Times in seconds after the collector's start. */
const at = (seconds: number) => String(arrival + BigInt(seconds) * 1_000_000_000n);
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const aRequest = (...metrics: object[]) =>
  encode("MetricsRequest", { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });

const aSum = (dataPoint: object, options: object = {}) => ({
  name: "requests",
  unit: "{request}",
  sum: { dataPoints: [dataPoint], aggregationTemporality: 2, isMonotonic: true, ...options },
});

describe("OTLP metrics", () => {
  it("turn cumulative sums into increases with their total", async () => {
    const { intake, post } = aReceiver();

    for (const [second, asInt] of [
      [10, "5"],
      [20, "12"],
    ] as const) {
      await post(
        "/v1/metrics",
        aRequest(aSum({ startTimeUnixNano: at(1), timeUnixNano: at(second), asInt })),
      );
    }

    expect(intake.points.map((p) => [p.value, p.total])).toEqual([
      [5, 5],
      [7, 12],
    ]);
    expect(intake.points[1]).toMatchObject({
      timeUnixNano: BigInt(at(20)),
      startTimeUnixNano: BigInt(at(10)),
    });
    expect(intake.points[0]?.series).toBe(intake.points[1]?.series);
    expect(intake.points[0]?.series).toMatchObject({
      name: "requests",
      unit: "{request}",
      type: "counter",
    });
  });

  it("take delta sums as they are", async () => {
    const { intake, post } = aReceiver();
    const point = { startTimeUnixNano: at(1), timeUnixNano: at(2), asDouble: 1.5 };

    await post("/v1/metrics", aRequest(aSum(point, { aggregationTemporality: 1 })));
    await post("/v1/metrics", aRequest(aSum(point, { aggregationTemporality: 1 })));

    expect(intake.points.map((p) => [p.value, p.total])).toEqual([
      [1.5, 1.5],
      [1.5, 3],
    ]);
  });

  it("take sums that may fall, and gauges, as gauges", async () => {
    const { intake, post } = aReceiver();
    const point = { timeUnixNano: at(2), asInt: "-4" };

    await post(
      "/v1/metrics",
      aRequest(aSum(point, { isMonotonic: false }), { name: "g", gauge: { dataPoints: [point] } }),
    );
    await post(
      "/v1/metrics",
      aRequest(aSum(point, { isMonotonic: false, aggregationTemporality: 1 })),
    );
    await post(
      "/v1/metrics",
      aRequest(aSum(point, { isMonotonic: false, aggregationTemporality: 1 })),
    );

    expect(intake.points.map((p) => [p.series.type, p.value])).toEqual([
      ["gauge", -4],
      ["gauge", -4],
      ["gauge", -4],
      ["gauge", -8],
    ]);
  });

  it("read histograms with explicit bounds: buckets, quantiles, mean", async () => {
    const { intake, post } = aReceiver();
    const point = (second: number, bucketCounts: number[], sum: number) =>
      aRequest({
        name: "latency",
        unit: "ms",
        histogram: {
          aggregationTemporality: 2,
          dataPoints: [
            {
              startTimeUnixNano: at(1),
              timeUnixNano: at(second),
              count: bucketCounts.reduce((a, b) => a + b, 0),
              sum,
              min: 1,
              max: 90,
              bucketCounts,
              explicitBounds: [10, 100],
            },
          ],
        },
      });

    await post("/v1/metrics", point(10, [1, 1, 0], 91));
    await post("/v1/metrics", point(20, [1, 5, 0], 291));

    expect(intake.points[0]).toMatchObject({
      ...{ count: 2, sum: 91, value: 45.5, min: 1, max: 90 },
      distribution: { lower: [-Infinity, 10], upper: [10, 100], counts: [1, 1] },
    });
    expect(intake.points[1]).toMatchObject({
      ...{ count: 4, sum: 200, value: 50, min: NaN, max: NaN },
      distribution: { lower: [10], upper: [100], counts: [4] },
    });
    expect(intake.points[1]?.quantiles.map((q) => q.q)).toEqual([0.5, 0.95, 0.99]);
  });

  it("read exponential histograms", async () => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/metrics",
      aRequest({
        name: "e",
        exponentialHistogram: {
          aggregationTemporality: 1,
          dataPoints: [
            {
              ...{ timeUnixNano: at(2), scale: 0, zeroCount: 1, count: 3, sum: 10 },
              positive: { offset: 1, bucketCounts: [0, 2] },
            },
          ],
        },
      }),
    );

    expect(intake.points[0]?.distribution).toEqual({
      lower: [0, 4],
      upper: [0, 8],
      counts: [1, 2],
    });
    expect(intake.points[0]).toMatchObject({ count: 3, sum: 10 });
  });

  it("read both sides of an exponential histogram, and its quantiles", async () => {
    const { intake, post } = aReceiver();
    const dataPoint = {
      ...{ timeUnixNano: at(2), scale: 0, zeroCount: 2, zeroThreshold: 0.5, count: 10, sum: -7 },
      ...{ min: -7.5, max: 3.5 },
      negative: { offset: 1, bucketCounts: [3, 1] }, // -4 to -2: 3, -8 to -4: 1
      positive: { offset: 0, bucketCounts: [3, 1] }, // 1 to 2: 3, 2 to 4: 1
    };

    await post(
      "/v1/metrics",
      aRequest({
        name: "e",
        exponentialHistogram: { aggregationTemporality: 1, dataPoints: [dataPoint] },
      }),
    );

    const [point] = intake.points;
    expect(point).toMatchObject({ count: 10, sum: -7, value: -0.7, min: -7.5, max: 3.5 });
    expect(point?.distribution).toEqual({
      lower: [-8, -4, -0.5, 1, 2],
      upper: [-4, -2, 0.5, 2, 4],
      counts: [1, 3, 2, 3, 1],
    });
    // The fifth of ten: half of the two about zero; the last ones lie in the last bucket, up to the maximum.
    expect(point?.quantiles).toEqual([
      { q: 0.5, value: 0 },
      { q: 0.95, value: 3 },
      { q: 0.99, value: 3.5 },
    ]);
  });

  it("turn cumulative exponential histograms into what was added, whatever their scales", async () => {
    const { intake, post } = aReceiver();
    const send = (second: number, fields: object) =>
      post(
        "/v1/metrics",
        aRequest({
          name: "e",
          exponentialHistogram: {
            aggregationTemporality: 2,
            dataPoints: [{ startTimeUnixNano: at(1), timeUnixNano: at(second), ...fields }],
          },
        }),
      );

    await send(10, {
      ...{ scale: 1, zeroCount: 1, count: 5, sum: 10, min: 0, max: 4 },
      positive: { offset: 0, bucketCounts: [1, 1, 1, 1] }, // 1 to 4 in four steps
    });
    await send(20, {
      ...{ scale: 0, zeroCount: 2, count: 9, sum: 30, min: 0, max: 8 },
      positive: { offset: 0, bucketCounts: [3, 2, 1] }, // 1 to 2, 2 to 4, 4 to 8
      negative: { offset: 0, bucketCounts: [1] },
    });

    expect(intake.points[0]).toMatchObject({ count: 5, sum: 10, min: 0, max: 4 });
    expect(intake.points[1]).toMatchObject({
      ...{ count: 4, sum: 20, value: 5, min: NaN, max: NaN },
      startTimeUnixNano: BigInt(at(10)),
      distribution: { lower: [-2, 0, 1, 4], upper: [-1, 0, 2, 8], counts: [1, 1, 1, 1] },
    });
  });

  it("refuse an exponential histogram of an impossible scale", async () => {
    const { intake, post } = aReceiver();
    const exponentialHistogram = {
      aggregationTemporality: 1,
      dataPoints: [{ scale: -2_000_000_000, count: 1, positive: { offset: 1, bucketCounts: [1] } }],
    };

    const reply = await post("/v1/metrics", aRequest({ name: "e", exponentialHistogram }));

    expect(intake.points).toHaveLength(0);
    expect(decode("ExportResponse", reply.body as Buffer)).toMatchObject({
      partialSuccess: { rejected: "1" },
    });
  });

  it("read summaries: increases of count and sum, quantiles of the sender", async () => {
    const { intake, post } = aReceiver();
    const point = (second: number, count: number, sum: number) =>
      aRequest({
        name: "s",
        summary: {
          dataPoints: [
            {
              ...{ startTimeUnixNano: at(1), timeUnixNano: at(second), count, sum },
              quantileValues: [
                { quantile: 0, value: 1 },
                { quantile: 0.5, value: 4 },
                { quantile: 0.9, value: NaN },
              ],
            },
          ],
        },
      });

    await post("/v1/metrics", point(10, 2, 10));
    await post("/v1/metrics", point(20, 5, 40));

    expect(intake.points[1]).toMatchObject({
      ...{ count: 3, sum: 30, value: 10, min: 1, max: NaN },
      quantiles: [
        { q: 0, value: 1 },
        { q: 0.5, value: 4 },
      ],
    });
    expect(intake.points[1]?.series.type).toBe("summary");
  });

  describe("carry exemplars", () => {
    const traceId = "5b8efff798038103d269b633813fc60c";
    const spanId = "eee19b7ec3c1b174";
    const time = { startTimeUnixNano: at(1), timeUnixNano: at(2) };
    const exemplars = (ids: object) => [
      {
        timeUnixNano: "1700000000000000001",
        asDouble: 2.5,
        filteredAttributes: [text("user", "u1")],
        ...ids,
      },
      { timeUnixNano: "1700000000000000002", asInt: "3" },
    ];
    const kinds = (ids: object): Record<string, object> => ({
      gauge: { gauge: { dataPoints: [{ ...time, asInt: "1", exemplars: exemplars(ids) }] } },
      sum: aSum({ ...time, asInt: "1", exemplars: exemplars(ids) }, { aggregationTemporality: 1 }),
      histogram: {
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [
            {
              ...{ ...time, count: 2, sum: 5.5, bucketCounts: [2, 0], explicitBounds: [10] },
              exemplars: exemplars(ids),
            },
          ],
        },
      },
      exponential: {
        exponentialHistogram: {
          aggregationTemporality: 1,
          dataPoints: [
            {
              ...{ ...time, count: 2, sum: 5.5, positive: { offset: 1, bucketCounts: [2] } },
              exemplars: exemplars(ids),
            },
          ],
        },
      },
    });
    const want = [
      {
        time: "2023-11-14T22:13:20.000000001Z",
        value: 2.5,
        traceId,
        spanId,
        attributes: { user: "u1" },
      },
      { time: "2023-11-14T22:13:20.000000002Z", value: 3 },
    ];

    it.each(["gauge", "sum", "histogram", "exponential"])("of each kind: %s", async (kind) => {
      const { intake, post } = aReceiver();
      const bytes = kinds({
        traceId: Buffer.from(traceId, "hex"),
        spanId: Buffer.from(spanId, "hex"),
      });

      await post("/v1/metrics", aRequest({ name: kind, ...bytes[kind] }));

      expect(JSON.parse(intake.points[0]!.exemplars)).toEqual(want);
    });

    it.each(["gauge", "sum", "histogram", "exponential"])(
      "of each kind, in JSON: %s",
      async (kind) => {
        const { intake, post } = aReceiver();
        const metrics = [{ name: kind, ...kinds({ traceId, spanId })[kind] }];
        const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });

        await post("/v1/metrics", body, "application/json");

        expect(JSON.parse(intake.points[0]!.exemplars)).toEqual(want);
      },
    );

    it("without the ids that have a wrong length or are zero, and count the first", async () => {
      const { intake, post } = aReceiver();
      const exemplar = (trace: Buffer, span: Buffer) => ({
        asDouble: 1,
        traceId: trace,
        spanId: span,
      });
      const wrong = [
        exemplar(Buffer.alloc(15, 1), Buffer.alloc(16, 1)),
        exemplar(Buffer.alloc(16), Buffer.alloc(8)),
      ];

      await post(
        "/v1/metrics",
        aRequest({ name: "g", gauge: { dataPoints: [{ asInt: "1", exemplars: wrong }] } }),
      );

      const read = JSON.parse(intake.points[0]!.exemplars) as object[];
      expect(read.map((one) => Object.keys(one))).toEqual([
        ["time", "value"],
        ["time", "value"],
      ]);
      expect(intake.refused).toEqual({ "bad-id": 2 });
    });
  });

  it("are one series whatever the order of their attributes", async () => {
    const { intake, post } = aReceiver();
    const point = (...attributes: object[]) => ({ asInt: "1", attributes });

    await post(
      "/v1/metrics",
      aRequest({
        name: "g",
        gauge: {
          dataPoints: [
            point(text("b", "2"), text("a", "é"), text("c", "3")),
            point(text("c", "3"), text("a", "é"), text("b", "2")),
          ],
        },
      }),
    );

    expect(intake.points[0]?.series.attributes).toBe('{"a":"é","b":"2","c":"3"}');
    expect(intake.points[1]?.series).toBe(intake.points[0]?.series);
  });

  it("leave out marks of staleness without a word, and what is no number with one", async () => {
    const { intake, post } = aReceiver();
    const gauge = { dataPoints: [{ flags: 1, asDouble: 7 }, { asDouble: NaN }, { asDouble: 1 }] };

    const reply = await post("/v1/metrics", aRequest({ name: "g", gauge }));

    expect(intake.points.map((p) => p.value)).toEqual([1]);
    expect(decode("ExportResponse", reply.body as Buffer)).toEqual({
      partialSuccess: {
        rejected: "1",
        errorMessage: "1 data points were not kept: 1 metric-not-a-number.",
      },
    });
  });

  it.each([Infinity, -Infinity])(
    "leave out gauges and sums of %d, and count them",
    async (asDouble) => {
      const { intake, post } = aReceiver();

      await post(
        "/v1/metrics",
        aRequest({ name: "g", gauge: { dataPoints: [{ asDouble }] } }, aSum({ asDouble })),
      );

      expect(intake.points).toEqual([]);
      expect(intake.refused).toEqual({ "metric-not-a-number": 2 });
    },
  );

  it("take a histogram whose sum and extremes are infinite for one that does not know them", async () => {
    const { intake, post } = aReceiver();
    const dataPoint = {
      ...{ timeUnixNano: at(2), count: 4, sum: Infinity, min: -Infinity, max: Infinity },
      ...{ bucketCounts: [0, 4, 0], explicitBounds: [10, 20] },
    };

    await post(
      "/v1/metrics",
      aRequest({ name: "h", histogram: { aggregationTemporality: 1, dataPoints: [dataPoint] } }),
    );

    expect(intake.points[0]).toMatchObject({ count: 4, sum: 60, value: 15, min: NaN, max: NaN });
  });

  it.each([
    ["1", 1n, {}],
    ["18446744073709551615", lastTimeNanos, { "time-out-of-range": 1 }],
  ])("keep their time, however far it is: %s", async (timeUnixNano, nanos, refused) => {
    const { intake, post } = aReceiver();

    await post(
      "/v1/metrics",
      aRequest({ name: "g", gauge: { dataPoints: [{ timeUnixNano, asInt: "1" }] } }),
    );

    expect(intake.points.map((point) => point.timeUnixNano)).toEqual([nanos]);
    expect(intake.refused).toEqual(refused);
  });

  it("reject points past the bound on series", async () => {
    const { intake, post } = aReceiver();
    intake.maxSeries = 1;
    const point = (name: string) => ({ asInt: "1", attributes: [text("n", name)] });

    const reply = await post(
      "/v1/metrics",
      aRequest({ name: "g", gauge: { dataPoints: [point("1"), point("2"), point("3")] } }),
    );

    expect(intake.points).toHaveLength(1);
    expect(decode("ExportResponse", reply.body as Buffer)).toMatchObject({
      partialSuccess: {
        rejected: "2",
        errorMessage: "2 data points were not kept: 2 series-limit.",
      },
    });
    expect(Object.fromEntries(intake.counters.of("otlp").dropped)).toEqual({ "series-limit": 2 });
    expect(intake.refused).toEqual({});
  });

  it("count once when they are sent again after an overload", async () => {
    const { intake, post } = aReceiver();
    const request = aRequest(aSum({ startTimeUnixNano: at(1), timeUnixNano: at(10), asInt: "5" }));
    intake.failure = new OverloadedError();
    await expect(post("/v1/metrics", request)).rejects.toThrow(OverloadedError);
    intake.failure = undefined;

    await post("/v1/metrics", request);

    expect(intake.points.map((p) => p.value)).toEqual([5]);
    expect(intake.refused).toEqual({});
  });

  it("go on where they were when the store was cleared and gives its series new ids", async () => {
    const { intake, post } = aReceiver();
    const request = (second: number, asInt: string) =>
      aRequest(aSum({ startTimeUnixNano: at(1), timeUnixNano: at(second), asInt }));
    await post("/v1/metrics", request(10, "500"));

    intake.clear();
    await post("/v1/metrics", request(20, "501"));

    expect(intake.points.map((p) => p.value)).toEqual([1]);
  });

  it("repeated by a client that missed the answer are left out and counted", async () => {
    const { intake, post } = aReceiver();
    const request = aRequest(aSum({ startTimeUnixNano: at(1), timeUnixNano: at(10), asInt: "5" }));

    await post("/v1/metrics", request);
    await post("/v1/metrics", request);

    expect(intake.points).toHaveLength(1);
    expect(intake.refused).toEqual({});
    expect(Object.fromEntries(intake.counters.of("otlp").leftOut)).toEqual({
      "metric-repeated": 1,
    });
  });

  it("that come late are refused", async () => {
    const { intake, post } = aReceiver();
    const sum = (second: number) =>
      aRequest(aSum({ startTimeUnixNano: at(1), timeUnixNano: at(second), asInt: "5" }));

    await post("/v1/metrics", sum(10));
    await post("/v1/metrics", sum(9));

    expect(intake.refused).toEqual({ "metric-out-of-order": 1 });
  });

  it("of histograms that do not say whether they are totals are read as totals", async () => {
    const { intake, post } = aReceiver();
    const histogram = (second: number, count: number) =>
      aRequest({
        name: "latency",
        histogram: {
          dataPoints: [
            {
              ...{ startTimeUnixNano: at(1), timeUnixNano: at(second), count, sum: count },
              ...{ bucketCounts: [count, 0], explicitBounds: [10] },
            },
          ],
        },
      });

    await post("/v1/metrics", histogram(10, 2));
    await post("/v1/metrics", histogram(20, 5));

    expect(intake.points.map(({ count }) => count)).toEqual([2, 3]);
    expect(intake.refused).toEqual({});
  });
});
