// OTLP decoding alone: records a second on one thread, from the inflated body to records.
// Method: 20 requests made in advance, 512 records each (216 bytes a log record, 5 attributes, ids that differ),
// decoded in turn for three seconds after one of warming up, per second of processor time; no sockets, no store. As a comparison
// protobufjs decodes the same bytes to objects (reflection, no attribute text).
// Run: npx esbuild test/bench/otlpDecode.ts --bundle --platform=node --outfile=dist/bench/otlpDecode.cjs && node dist/bench/otlpDecode.cjs

import { join } from "node:path";
import { performance } from "node:perf_hooks";
import protobuf from "protobufjs";
import { Counters } from "../../src/collector/pipeline/counters";
import type { Intake } from "../../src/collector/pipeline/intake";
import { Roles } from "../../src/collector/pipeline/roles";
import { Decoder } from "../../src/collector/receivers/otlp/decoder";
import type { OtlpSignal } from "../../src/collector/receivers/otlp/signals";

const recordsPerRequest = 512;
const requestCount = 20;

const root = protobuf.loadSync(
  join(process.cwd(), "test/collector/receivers/otlp/fixtures/otlp.proto"),
);
let tick = 1_700_000_000_000_000_000n;
const random = randomFrom(1);
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const int = (key: string, intValue: number) => ({ key, value: { intValue } });

const intake: Intake = {
  counters: new Counters(),
  resource: (key) => ({ ...key, id: 1 }),
  series: (key) => ({ ...key, id: 1 }),
  hasRoom: () => true,
  accept: () => Promise.resolve(),
  offer: () => true,
};

const logs = requests("LogsRequest", "resourceLogs", "scopeLogs", "logRecords", aLog);
const spans = requests("TraceRequest", "resourceSpans", "scopeSpans", "spans", aSpan);
const points = requests("MetricsRequest", "resourceMetrics", "scopeMetrics", "metrics", aMetric);
const logType = root.lookupType("LogsRequest");

measure("protobufjs, logs to objects", logs, (bytes) => logType.decode(bytes));
measure("logs, protobuf", logs, decodeWith("logs"));
measure("logs, JSON", logs.map(toJson), decodeJsonWith("logs"));
measure("spans, protobuf", spans, decodeWith("traces"));
measure("cumulative counters, protobuf", points, decodeWith("metrics"));

function decodeWith(signal: OtlpSignal): (bytes: Buffer) => unknown {
  const decoder = new Decoder(intake, new Roles(), 0n);
  return (bytes) => decoder.decode(signal, bytes, 1n);
}

function decodeJsonWith(signal: OtlpSignal): (bytes: Buffer) => unknown {
  const decoder = new Decoder(intake, new Roles(), 0n);
  return (bytes) => decoder.decodeJson(signal, bytes, 1n);
}

function measure(
  name: string,
  bodies: readonly Buffer[],
  decode: (bytes: Buffer) => unknown,
): void {
  const run = (ms: number): number => {
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    let records = 0;
    while (performance.now() - start < ms) {
      for (const body of bodies) decode(body);
      records += bodies.length * recordsPerRequest;
    }
    const { user, system } = process.cpuUsage(cpuStart);
    return (records / (user + system)) * 1e6;
  };
  run(1000);
  const perSecond = run(3000);
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const size = Math.round(bytes / bodies.length / recordsPerRequest);
  console.log(
    JSON.stringify({
      ...{ name, recordsPerSecond: Math.round(perSecond), bytesPerRecord: size },
      microsecondsPerRecord: Number((1e6 / perSecond).toFixed(2)),
    }),
  );
}

function requests(
  message: string,
  resourceBlocks: string,
  scopeBlocks: string,
  items: string,
  anItem: () => object,
): Buffer[] {
  const type = root.lookupType(message);
  const resource = { attributes: [text("service.name", "shop"), text("host.name", "dev")] };
  return Array.from({ length: requestCount }, () => {
    const block = {
      scope: { name: "shop.orders" },
      [items]: Array.from({ length: recordsPerRequest }, anItem),
    };
    const request = { [resourceBlocks]: [{ resource, [scopeBlocks]: [block] }] };
    return Buffer.from(type.encode(type.fromObject(request)).finish());
  });
}

function someAttributes(): object[] {
  return [
    text("http.request.method", "GET"),
    int("http.response.status_code", 200),
    text("user.id", `u-${random(5000)}`),
    text("url.path", `/api/orders/${random(100_000)}`),
    int("took_ms", random(900)),
  ];
}

function aLog(): object {
  return {
    timeUnixNano: `17000000001${String(random(100_000_000)).padStart(8, "0")}`,
    severityNumber: 9,
    severityText: "INFO",
    body: { stringValue: `order ${random(100_000)} accepted for u-${random(5000)}` },
    attributes: someAttributes(),
    traceId: someBytes(16),
    spanId: someBytes(8),
  };
}

function aSpan(): object {
  return {
    ...{ traceId: someBytes(16), spanId: someBytes(8), parentSpanId: someBytes(8) },
    ...{ name: "GET /api/orders/{id}", kind: 2, status: { code: 1 } },
    startTimeUnixNano: "1700000000100000000",
    endTimeUnixNano: "1700000000100500000",
    attributes: someAttributes(),
  };
}

function aMetric(): object {
  tick += 1_000_000n;
  const point = {
    ...{
      startTimeUnixNano: "1690000000000000000",
      timeUnixNano: String(tick),
      asInt: String(tick),
    },
    attributes: [text("route", `/api/v1/items/${random(200)}`), text("method", "GET")],
  };
  return {
    name: "requests",
    sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] },
  };
}

/** As the JavaScript SDK writes it: ids in hex, nanoseconds as strings. */
function toJson(bytes: Buffer): Buffer {
  const plain = logType.toObject(logType.decode(bytes), { longs: String, bytes: Buffer });
  return Buffer.from(
    JSON.stringify(plain, (_key, value: unknown) =>
      typeof value === "object" && value !== null && "type" in value && value.type === "Buffer"
        ? Buffer.from((value as unknown as { data: number[] }).data).toString("hex")
        : value,
    ),
  );
}

function someBytes(count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => random(256)));
}

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
