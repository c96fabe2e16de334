// Random messages written by protobufjs, read by our decoder, and compared with what a plain reading of the
// message gives: objects first, text afterwards.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTime } from "../../../../src/shared/time";
import { lastTimeNanos } from "../../../../src/shared/time";
import { aReceiver, arrival } from "./harness";
import { encode } from "./oracle";

interface Pair {
  readonly key: string;
  readonly value?: Value;
}
interface Value {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly bytesValue?: Buffer;
  readonly arrayValue?: { readonly values: readonly Value[] };
  readonly kvlistValue?: { readonly values: readonly Pair[] };
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", "a", "a.b", 'say "x"', "back\\slash", "\u0000\n\u001f", "é🚀", "__proto__"),
);
const id = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => Buffer.from(bytes));
const nanos = fc.bigInt({ min: 1n, max: lastTimeNanos });
const scalar: fc.Arbitrary<Value> = fc.oneof(
  text.map((stringValue) => ({ stringValue })),
  fc.boolean().map((boolValue) => ({ boolValue })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((v) => ({ intValue: String(v) })),
  fc.integer().map((v) => ({ intValue: String(v) })),
  fc.double().map((doubleValue) => ({ doubleValue })),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => ({ bytesValue: Buffer.from(bytes) })),
  fc.constant({}),
);
const { value } = fc.letrec<{ value: Value; pair: Pair }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie("pair"), { maxLength: 4 }).map((values) => ({ kvlistValue: { values } })),
  ),
  pair: fc.record({ key: text, value: tie("value") }, { requiredKeys: ["key"] }),
}));
const attributes = fc.array(fc.record({ key: text, value }, { requiredKeys: ["key"] }), {
  maxLength: 12,
});

/** JSON text of a value, as an object where it is one. */
function jsonOf(item: Value | undefined, isObjectText = false): string {
  if (item?.stringValue !== undefined) return JSON.stringify(item.stringValue);
  if (item?.boolValue !== undefined) return String(item.boolValue);
  if (item?.intValue !== undefined) {
    return Number.isSafeInteger(Number(item.intValue)) ? item.intValue : `"${item.intValue}"`;
  }
  if (item?.doubleValue !== undefined) {
    const number = String(item.doubleValue);
    return Number.isFinite(item.doubleValue) ? number : `"${number}"`;
  }
  if (item?.bytesValue !== undefined) return `"${item.bytesValue.toString("base64")}"`;
  if (item?.arrayValue !== undefined) {
    return `[${item.arrayValue.values.map((v) => jsonOf(v, isObjectText)).join(",")}]`;
  }
  if (item?.kvlistValue !== undefined) {
    const members = item.kvlistValue.values.map(
      (p) => `${JSON.stringify(p.key)}:${jsonOf(p.value)}`,
    );
    return isObjectText ? JSON.stringify(`{${members.join(",")}}`) : `{${members.join(",")}}`;
  }
  return "null";
}

/** Text of a flat object; of equal names the first counts. */
function flatText(pairs: readonly Pair[]): string {
  const members = new Map<string, string>();
  const add = (prefix: string, list: readonly Pair[]) => {
    for (const { key, value: item } of list) {
      const nested = item?.kvlistValue?.values ?? [];
      const name = prefix + key;
      if (nested.length > 0) add(`${name}.`, nested);
      else if (!members.has(name)) members.set(name, jsonOf(item, true));
    }
  };
  add("", pairs);
  return `{${[...members].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

const hexOf = (bytes: Buffer) => (bytes.every((byte) => byte === 0) ? "" : bytes.toString("hex"));
const runs = { numRuns: 300, seed: 20260101 };

describe("random messages", () => {
  it("of logs read as protobufjs wrote them", async () => {
    const { intake, post } = aReceiver();
    const log = fc.record({
      ...{ timeUnixNano: nanos, body: value, attributes, eventName: text },
      ...{ severityNumber: fc.integer({ min: 1, max: 24 }), traceId: id(16), spanId: id(8) },
    });

    await fc.assert(
      fc.asyncProperty(fc.array(log, { minLength: 1, maxLength: 4 }), async (logRecords) => {
        intake.logs.length = 0;
        const plain = logRecords.map((l) => ({ ...l, timeUnixNano: String(l.timeUnixNano) }));
        await post(
          "/v1/logs",
          encode("LogsRequest", { resourceLogs: [{ scopeLogs: [{ logRecords: plain }] }] }),
        );
        expect(intake.logs).toHaveLength(logRecords.length);
        for (const [i, sent] of logRecords.entries()) {
          expect(intake.logs[i]).toMatchObject({
            ...{ timeUnixNano: sent.timeUnixNano, severityNumber: sent.severityNumber },
            ...{ traceId: hexOf(sent.traceId), spanId: hexOf(sent.spanId) },
            ...{ attributes: flatText(sent.attributes), eventName: sent.eventName },
          });
          const isText = sent.body.stringValue !== undefined || sent.body.bytesValue !== undefined;
          const json = Object.keys(sent.body).length === 0 ? '""' : jsonOf(sent.body);
          const body = isText || json.startsWith('"') ? (JSON.parse(json) as string) : json;
          expect(intake.logs[i]?.body).toBe(body);
        }
      }),
      runs,
    );
    expect(intake.refused).toEqual({});
  });

  it("of spans read as protobufjs wrote them", async () => {
    const { intake, post } = aReceiver();
    const span = fc.record({
      ...{ traceId: id(16), spanId: id(8), parentSpanId: id(8), name: text, attributes },
      ...{
        kind: fc.integer({ min: 0, max: 5 }),
        start: nanos,
        duration: fc.bigInt(0n, 10n ** 12n),
      },
      status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }),
      events: fc.array(fc.record({ time: nanos, name: text, attributes }), { maxLength: 3 }),
      links: fc.array(fc.record({ traceId: id(16), spanId: id(8), attributes }), { maxLength: 3 }),
    });

    await fc.assert(
      fc.asyncProperty(span, async ({ start, duration, events, ...sent }) => {
        intake.spans.length = 0;
        const end = start + duration > lastTimeNanos ? start : start + duration;
        const plain = {
          ...sent,
          ...{ startTimeUnixNano: String(start), endTimeUnixNano: String(end) },
          events: events.map((e) => ({ ...e, timeUnixNano: String(e.time) })),
        };
        await post(
          "/v1/traces",
          encode("TraceRequest", { resourceSpans: [{ scopeSpans: [{ spans: [plain] }] }] }),
        );
        expect(intake.spans[0]).toMatchObject({
          ...{ timeUnixNano: start, durationNanos: end - start, name: sent.name },
          kind: ["", "internal", "server", "client", "producer", "consumer"][sent.kind],
          status: ["", "ok", "error"][sent.status.code],
          statusMessage: sent.status.message,
          ...{ traceId: hexOf(sent.traceId), spanId: hexOf(sent.spanId) },
          ...{ parentSpanId: hexOf(sent.parentSpanId), attributes: flatText(sent.attributes) },
        });
        const eventTexts = events.map(
          (e) =>
            `{"time":"${formatTime(e.time)}","name":${JSON.stringify(e.name)},"attributes":${flatText(e.attributes)}}`,
        );
        const linkTexts = sent.links.map(
          (l) =>
            `{"traceId":"${hexOf(l.traceId)}","spanId":"${hexOf(l.spanId)}","attributes":${flatText(l.attributes)}}`,
        );
        expect(intake.spans[0]?.events).toBe(`[${eventTexts.join(",")}]`);
        expect(intake.spans[0]?.links).toBe(`[${linkTexts.join(",")}]`);
      }),
      runs,
    );
  });

  it("of gauges and delta histograms read as protobufjs wrote them", async () => {
    const { intake, post } = aReceiver();
    const count = fc.integer({ min: 1, max: 1_000_000 });
    const point = fc.record({
      ...{
        time: fc.bigInt(1n, arrival),
        gauge: fc.double({ noNaN: true, noDefaultInfinity: true }),
      },
      bounds: fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { maxLength: 8 }),
      ...{ counts: fc.array(count, { minLength: 9, maxLength: 9 }), sum: fc.integer() },
    });

    await fc.assert(
      fc.asyncProperty(point, async ({ time, gauge, bounds, counts, sum }) => {
        intake.points.length = 0;
        const explicitBounds = [...bounds].sort((a, b) => a - b);
        const bucketCounts = counts.slice(0, bounds.length + 1);
        const total = bucketCounts.reduce((a, b) => a + b, 0);
        const histogramPoint = { explicitBounds, bucketCounts, count: total, sum };
        const metrics = [
          { name: "g", gauge: { dataPoints: [{ timeUnixNano: String(time), asDouble: gauge }] } },
          { name: "h", histogram: { aggregationTemporality: 1, dataPoints: [histogramPoint] } },
        ];
        await post(
          "/v1/metrics",
          encode("MetricsRequest", { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
        );
        const [g, h] = intake.points;
        expect(g).toMatchObject({ timeUnixNano: time, value: gauge });
        expect(h).toMatchObject({ timeUnixNano: arrival, count: total, sum, value: sum / total });
        expect(h?.distribution).toEqual({
          lower: [-Infinity, ...explicitBounds],
          upper: [...explicitBounds, Infinity],
          counts: bucketCounts,
        });
      }),
      runs,
    );
  });
});
