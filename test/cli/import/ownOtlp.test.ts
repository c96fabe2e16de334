// The way out as OTLP JSON and back: every record as it was, whatever OTLP has no place for.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemsOf } from "../../../src/cli/import/item";
import { OtlpEncoder } from "../../../src/collector/export/otlpEncoder";
import { logToJson, pointToJson, spanToJson } from "../../../src/collector/store/toJson";
import { quantilesOf } from "../../../src/shared/distribution";
import { distributionFromSamples } from "../../shared/aDistribution";
import type { AnyRecordJson } from "../../../src/shared/contract/json";
import type { Signal } from "../../../src/shared/record";
import { aLog, aPoint, aResource, aSeries, aSpan } from "../../builders";
import { drawnLog, drawnSpan } from "../../collector/store/drawn";

const receiver = fc.constantFrom("otlp", "gelf", "statsd", "lines");
const time = fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n });

const anyLog = fc
  .record({
    drawn: drawnLog,
    receiver,
    observed: time,
    isColoured: fc.boolean(),
    traceId: traceId(),
  })
  .map(({ drawn: { resourceAttributes: attributes, ...log }, observed, isColoured, ...rest }) =>
    logToJson(
      aLog({
        ...log,
        ...rest,
        observedTimeUnixNano: observed,
        display: isColoured ? `\u001b[31m${log.body}\u001b[0m` : "",
        resource: { id: 1, service: "till", attributes, run: "" },
      }),
    ),
  );
const anySpan = fc
  .record({ drawn: drawnSpan, receiver, traceId: traceId() })
  .map(({ drawn: { resourceAttributes: attributes, ...span }, ...rest }) =>
    spanToJson(
      aSpan({
        ...span,
        ...rest,
        events: JSON.stringify([
          { time: "2026-01-02T03:04:05.000000006Z", name: "e", attributes: {} },
        ]),
        links: JSON.stringify([
          { traceId: "1f", spanId: "00f067aa0ba902b7", attributes: { a: 1 } },
        ]),
        resource: { id: 1, service: "", attributes, run: "" },
      }),
    ),
  );
const anyPoint = fc
  .record({
    type: fc.constantFrom("counter", "gauge", "set", "histogram", "summary"),
    receiver,
    value: fc.double({ noDefaultInfinity: true, noNaN: true }),
    samples: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 }),
    startTimeUnixNano: fc.oneof(fc.constant(0n), time),
    isExact: fc.boolean(),
  })
  .map(({ type, receiver: by, samples, isExact, ...rest }) => {
    const hasSamples = type === "histogram" || type === "summary";
    const distribution = type === "histogram" ? distributionFromSamples(samples) : undefined;
    const [least, most] = [Math.min(...samples), Math.max(...samples)];
    const quantiles = isExact
      ? [{ q: 0.5, value: most }]
      : distribution === undefined
        ? []
        : quantilesOf(distribution, least, most);
    const point = aPoint({
      ...rest,
      series: aSeries({
        type: type as "counter",
        receiver: by,
        unit: "ms",
        attributes: '{"a":"b"}',
      }),
      total: rest.value * 3,
      count: hasSamples ? samples.length + 0.5 : 0,
      sum: hasSamples ? samples.reduce((sum, sample) => sum + sample, 0) : 0,
      min: distribution === undefined ? NaN : least,
      max: distribution === undefined ? NaN : most,
      quantiles,
      exemplars: `[{"time":"2026-01-02T03:04:05.000000006Z","value":7,"traceId":"1f","attributes":{"k":1}}]`,
    });
    return distribution === undefined
      ? pointToJson(point)
      : { ...pointToJson(point), distribution };
  });

/** Of 128 bits, and of 64, which OTLP has to fill up. */
function traceId() {
  return fc.constantFrom("", "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
}

function outAndBack(signal: Signal, rows: readonly AnyRecordJson[]): readonly object[] {
  const file = new OtlpEncoder(signal).rows(rows);
  return itemsOf(file.trimEnd(), 1).map(({ kind, object }) => {
    expect(kind).toBe("record");
    return { ...object, seq: 0 };
  });
}

const asJson = (rows: readonly AnyRecordJson[]): unknown =>
  JSON.parse(JSON.stringify(rows.map((row) => ({ ...row, seq: 0 }))));

describe("an export as OTLP JSON", () => {
  it.each([
    ["logs", anyLog],
    ["spans", anySpan],
    ["metrics", anyPoint],
  ] as const)("is read back exactly: %s", (signal, any) => {
    fc.assert(
      fc.property(
        fc.array(any as fc.Arbitrary<AnyRecordJson>, { minLength: 1, maxLength: 4 }),
        (rows) => {
          const back = JSON.parse(JSON.stringify(outAndBack(signal, rows))) as object[];

          // Records that share resource and scope stand together.
          expect(back).toEqual(expect.arrayContaining(asJson(rows) as unknown[]));
          expect(back).toHaveLength(rows.length);
        },
      ),
    );
  });

  it("carries what other programs would ask for under its usual names", () => {
    const row = logToJson(aLog({ receiver: "syslog", requestId: "r-1", file: "a.ts", line: 3 }));

    const file = new OtlpEncoder("logs").rows([row]);

    expect(file).toContain('{"key":"sidelight.receiver","value":{"stringValue":"syslog"}}');
    expect(file).toContain('{"key":"request_id","value":{"stringValue":"r-1"}}');
    expect(file).toContain('{"key":"code.line.number","value":{"intValue":"3"}}');
  });

  it("says in OTLP's own fields what these can hold", () => {
    const span = aSpan({
      ...{ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" },
      ...{ kind: "client", status: "error", statusMessage: "no", receiver: "otlp" },
      ...{ timeUnixNano: 1_700_000_000_000_000_001n, durationNanos: 9_007_199_254_740_993n },
      attributes: '{"n":7,"share":0.5,"ok":true,"list":["x"],"none":null}',
      events: '[{"time":"2023-11-14T22:13:20.000000005Z","name":"e","attributes":{"k":"v"}}]',
      links: '[{"traceId":"1f","spanId":"00f067aa0ba902b7","attributes":{}}]',
    });
    const [{ scopeSpans }] = JSON.parse(new OtlpEncoder("spans").rows([spanToJson(span)]))
      .resourceSpans as [{ scopeSpans: [{ spans: [object] }] }];

    expect(scopeSpans[0].spans[0]).toMatchObject({
      ...{ traceId: span.traceId, spanId: span.spanId, name: span.name, kind: 3 },
      startTimeUnixNano: "1700000000000000001",
      endTimeUnixNano: "1709007199254740994",
      status: { code: 2, message: "no" },
      attributes: [
        { key: "n", value: { intValue: "7" } },
        { key: "share", value: { doubleValue: 0.5 } },
        { key: "ok", value: { boolValue: true } },
        { key: "list", value: { arrayValue: { values: [{ stringValue: "x" }] } } },
        { key: "none", value: {} },
        { key: "sidelight.receiver" },
        { key: "sidelight.rest" }, // that the link's id had 64 bits
      ],
      events: [
        {
          timeUnixNano: "1700000000000000005",
          name: "e",
          attributes: [{ key: "k", value: { stringValue: "v" } }],
        },
      ],
      links: [{ traceId: "1f".padStart(32, "0"), spanId: "00f067aa0ba902b7" }],
    });
  });

  it("of metrics needs nothing beside them, increases are delta, and exemplars lead to their spans", () => {
    const attributes = '{"route":"/"}';
    const resource = aResource({ attributes: '{"service.name":"shop"}' });
    const exemplars = `[{"time":"2023-11-14T22:13:20.000000005Z","value":7.5,"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"}]`;
    const point = { startTimeUnixNano: 1_700_000_000_000_000_000n, value: 3.5, exemplars };
    const distribution = { lower: [-Infinity, 5], upper: [5, Infinity], counts: [1, 2] };
    const rows = [
      pointToJson(aPoint({ ...point, series: aSeries({ type: "gauge", attributes, resource }) })),
      {
        ...pointToJson(
          aPoint({
            ...{ ...point, value: 2.5, count: 3, sum: 7.5, min: 0.5, max: 9 },
            series: aSeries({ type: "histogram", attributes, resource }),
            quantiles: quantilesOf(distribution, 0.5, 9),
          }),
        ),
        distribution,
      },
    ];

    const file = new OtlpEncoder("metrics").rows(rows);

    const [{ scopeMetrics }] = JSON.parse(file).resourceMetrics as [
      { scopeMetrics: [{ metrics: object[] }] },
    ];
    const exemplar = {
      ...{ timeUnixNano: "1700000000000000005", asDouble: 7.5 },
      ...{ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" },
    };
    expect(scopeMetrics[0].metrics).toMatchObject([
      { gauge: { dataPoints: [{ asDouble: 3.5, exemplars: [exemplar] }] } },
      {
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [
            {
              ...{ count: "3", sum: 7.5, min: 0.5, max: 9, exemplars: [exemplar] },
              ...{ explicitBounds: [5], bucketCounts: ["1", "2"] },
              startTimeUnixNano: "1700000000000000000",
            },
          ],
        },
      },
    ]);
    expect(file).not.toContain("sidelight.rest");
  });

  it("is left to its receiver where a record in it is of another program", () => {
    const ours = new OtlpEncoder("logs").rows([logToJson(aLog())]);
    const request = JSON.parse(ours) as { resourceLogs: object[] };
    request.resourceLogs.push({
      scopeLogs: [{ logRecords: [{ body: { stringValue: "theirs" } }] }],
    });

    const [item, ...others] = itemsOf(JSON.stringify(request), 1);

    expect(item?.kind).toBe("otlp");
    expect(others).toEqual([]);
  });

  it("with marks that were edited into nonsense is still read", () => {
    for (const rest of [
      "",
      "{",
      '[1,[],[[]],[[1]],[["__proto__"],1],[["attributes","__proto__"],2]]',
    ]) {
      const request = {
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  {
                    body: { stringValue: "kept" },
                    attributes: [
                      { key: "sidelight.receiver", value: { stringValue: "gelf" } },
                      { key: "sidelight.rest", value: { stringValue: rest } },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      };

      const [item] = itemsOf(JSON.stringify(request), 1);

      expect(item?.object).toMatchObject({ body: "kept", receiver: "gelf" });
    }
  });
});
