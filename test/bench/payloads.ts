// What apps send, made once: log records of about 246 bytes with five attributes, and JSON lines of about 200.

import { encode } from "@msgpack/msgpack";

const pad = (value: number, width: number) => String(value).padStart(width, "0");

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}
/** A length-delimited field (wire type 2). */
function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([
    Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]),
    bytes,
  ]);
}
function fixed64(number: number, value: bigint): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = (number << 3) | 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
}
const attribute = (number: number, key: string, value: string) =>
  field(number, Buffer.concat([field(1, key), field(2, field(1, value))]));
const intAttribute = (number: number, key: string, value: number) =>
  field(
    number,
    Buffer.concat([field(1, key), field(2, Buffer.from([(3 << 3) | 0, ...varint(value)]))]),
  );

/** One ExportLogsServiceRequest. */
function otlpLogs(records: number): { body: Uint8Array; records: number } {
  const now = BigInt(Date.now()) * 1_000_000n;
  const logs = Array.from({ length: records }, (_, i) =>
    field(
      2,
      Buffer.concat([
        fixed64(1, now + BigInt(i) * 1000n),
        Buffer.from([2 << 3, 9]),
        field(3, "INFO"),
        field(5, field(1, `order ${pad(i, 6)} was placed by customer ${i % 997}`)),
        attribute(6, "http.request.method", "POST"),
        attribute(6, "url.path", `/orders/${i % 100}`),
        intAttribute(6, "http.response.status_code", i % 50 === 0 ? 500 : 200),
        intAttribute(6, "took_ms", (i * 7919) % 1000),
        attribute(6, "tenant", `tenant-${i % 20}`),
        fixed64(11, now),
        field(9, Buffer.from(pad(i, 8).repeat(4), "hex")),
        field(10, Buffer.from(pad(i, 16), "hex")),
      ]),
    ),
  );
  const scope = Buffer.concat([field(1, field(1, "bench")), ...logs]);
  const resource = field(1, attribute(1, "service.name", "shop"));
  const body = field(1, Buffer.concat([resource, field(2, scope)]));
  return { body, records };
}

/** Lines as pino writes them. */
function jsonLines(records: number): { body: Uint8Array; records: number } {
  const now = Date.now();
  const lines = Array.from({ length: records }, (_, i) =>
    JSON.stringify({
      level: 30,
      time: now + i,
      pid: 4711,
      hostname: "dev",
      req_id: `6fafaa91-eca0-4d4a-a9f8-${pad(i % 1000, 12)}`,
      path: `/orders/${i % 100}`,
      status: i % 50 === 0 ? 500 : 200,
      took_ms: (i * 7919) % 1000,
      msg: `order ${pad(i, 6)} was placed`,
    }),
  );
  return { body: Buffer.from(`${lines.join("\n")}\n`), records };
}

/** What one sender repeats: a body of so many records. */
export interface Payload {
  readonly transport: "http" | "tcp";
  /** Key in the collector's `endpoints`. */
  readonly endpoint: string;
  /** HTTP only. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly records: number;
}

/** One exposition: a series a sample, of four labels. */
function prometheusGauges(records: number): { body: Uint8Array; records: number } {
  const lines = Array.from(
    { length: records },
    (_, i) =>
      `bench_depth{path="/orders/${i}",method="GET",status="200",zone="eu-${i % 3}"} ${i / 7}\n`,
  );
  return { body: Buffer.from(`# TYPE bench_depth gauge\n${lines.join("")}`), records };
}

/** By the name of the bench's row. A receiver's row is a line here and one in main.ts. */
export const payloads: Readonly<Record<string, () => Payload>> = {
  "OTLP/HTTP protobuf logs": () => ({
    transport: "http",
    endpoint: "http",
    path: "/v1/logs",
    headers: { "Content-Type": "application/x-protobuf" },
    ...otlpLogs(1000),
  }),
  "JSON lines": () => ({
    transport: "http",
    endpoint: "http",
    path: "/lines?service=bench",
    headers: { "Content-Type": "text/plain" },
    ...jsonLines(2000),
  }),
  "syslog over TCP": () => ({
    transport: "tcp",
    endpoint: "syslog",
    path: "",
    headers: {},
    ...syslogLines(500),
  }),
  "GELF over TCP": () => ({
    transport: "tcp",
    endpoint: "gelf",
    path: "",
    headers: {},
    ...gelfMessages(500),
  }),
  "Prometheus pushes": () => ({
    transport: "http",
    endpoint: "http",
    path: "/metrics/job/service=bench",
    headers: { "Content-Type": "text/plain; version=0.0.4" },
    ...prometheusGauges(1000),
  }),
  "Loki JSON push": () => ({
    transport: "http",
    endpoint: "http",
    path: "/loki/api/v1/push",
    headers: { "Content-Type": "application/json" },
    ...lokiPush(1000),
  }),
  "Elasticsearch bulk": () => ({
    transport: "http",
    endpoint: "http",
    path: "/_bulk",
    headers: { "Content-Type": "application/x-ndjson" },
    ...bulkDocuments(1000),
  }),
  "Splunk HEC events": () => ({
    transport: "http",
    endpoint: "http",
    path: "/services/collector/event",
    headers: {},
    ...hecEvents(1000),
  }),
  "Fluentd forward": () => ({
    transport: "tcp",
    endpoint: "fluent",
    path: "",
    headers: {},
    ...fluentEvents(500),
  }),
  "Rollbar items": () => ({
    transport: "http",
    endpoint: "http",
    path: "/api/1/item/",
    headers: { "Content-Type": "application/json" },
    ...rollbarItem(),
  }),
  "imported records": () => ({
    transport: "http",
    endpoint: "http",
    path: "/sidelight/import",
    headers: { "Content-Type": "application/x-ndjson" },
    ...importedRecords(1000),
  }),
  "Sentry logs": () => ({
    transport: "http",
    endpoint: "http",
    path: "/api/1/envelope/",
    headers: { "Content-Type": "application/x-sentry-envelope" },
    ...sentryLogs(1000),
  }),
};

/** Log records as `sidelight query --json` prints them. */
function importedRecords(records: number): { body: Uint8Array; records: number } {
  const now = BigInt(Date.now()) * 1_000_000n;
  const lines = Array.from({ length: records }, (_, i) =>
    JSON.stringify({
      timeUnixNano: String(now + BigInt(i) * 1000n),
      severityNumber: 9,
      service: "shop",
      body: `order ${pad(i, 6)} was placed`,
      requestId: `6fafaa91-eca0-4d4a-a9f8-${pad(i % 1000, 12)}`,
      attributes: { path: `/orders/${i % 100}`, status: 200, took_ms: (i * 7919) % 1000 },
    }),
  );
  return { body: Buffer.from(lines.join("\n")), records };
}

/** One array of events, as Fluentd's forwarders send them. */
function fluentEvents(records: number): { body: Uint8Array; records: number } {
  const seconds = Math.floor(Date.now() / 1000);
  const events = Array.from({ length: records }, (_, i) => [
    seconds,
    {
      message: `order ${pad(i, 6)} was placed`,
      level: "info",
      tenant: `tenant-${i % 20}`,
      took_ms: (i * 7919) % 1000,
    },
  ]);
  return { body: encode(["shop.orders", events]), records };
}

/** An error of twenty frames; its clients post one an item. */
function rollbarItem(): { body: Uint8Array; records: number } {
  const frames = Array.from({ length: 20 }, (_, i) => ({
    filename: `/app/src/part${i}.py`,
    lineno: i + 1,
    method: `step${i}`,
    code: "next(order)",
  }));
  const trace = { frames, exception: { class: "ValueError", message: "no money" } };
  const data = { environment: "dev", language: "python", level: "error", body: { trace } };
  return { body: Buffer.from(JSON.stringify({ data })), records: 1 };
}

/** Log containers as Sentry's SDKs send them, 100 logs each. */
function sentryLogs(records: number): { body: Uint8Array; records: number } {
  const timestamp = Date.now() / 1000;
  const containers = Array.from({ length: records / 100 }, (_, container) => {
    const items = Array.from({ length: 100 }, (_, i) => ({
      timestamp,
      trace_id: "5b8efff798038103d269b633813fc60c",
      level: "info",
      body: `order ${pad(container * 100 + i, 6)} was placed`,
      attributes: {
        tenant: { value: `tenant-${i % 20}`, type: "string" },
        took_ms: { value: (i * 7919) % 1000, type: "integer" },
        "sentry.release": { value: "shop@1.2.3", type: "string" },
        "sentry.environment": { value: "dev", type: "string" },
      },
    }));
    return `{"type":"log","item_count":100}\n${JSON.stringify({ items })}`;
  });
  return { body: Buffer.from(`{}\n${containers.join("\n")}`), records };
}

/** RFC 5424 messages with structured data, in octet counting frames (RFC 6587). */
function syslogLines(records: number): { body: Uint8Array; records: number } {
  const time = new Date().toISOString();
  const frames = Array.from({ length: records }, (_, i) => {
    const text = `<14>1 ${time} dev shop 4711 order [order@32473 id="${i}" tenant="tenant-${i % 20}"] order ${pad(i, 6)} was placed`;
    return `${Buffer.byteLength(text)} ${text}`;
  });
  return { body: Buffer.from(frames.join("")), records };
}

function gelfMessages(records: number): { body: Uint8Array; records: number } {
  const timestamp = Date.now() / 1000;
  const messages = Array.from({ length: records }, (_, i) =>
    JSON.stringify({
      version: "1.1",
      host: "dev",
      short_message: `order ${pad(i, 6)} was placed`,
      timestamp,
      level: 6,
      _tenant: `tenant-${i % 20}`,
      _took_ms: (i * 7919) % 1000,
    }),
  );
  return { body: Buffer.from(`${messages.join("\0")}\0`), records };
}

/** Objects behind each other, as handlers batch them. */
function hecEvents(records: number): { body: Uint8Array; records: number } {
  const time = Date.now() / 1000;
  const events = Array.from({ length: records }, (_, i) =>
    JSON.stringify({
      time: time + i / 1000,
      host: "dev",
      source: "shop",
      sourcetype: "_json",
      event: {
        level: "info",
        message: `order ${pad(i, 6)} was placed`,
        request_id: `6fafaa91-eca0-4d4a-a9f8-${pad(i % 1000, 12)}`,
        tenant: `tenant-${i % 20}`,
        took_ms: (i * 7919) % 1000,
      },
    }),
  );
  return { body: Buffer.from(events.join("")), records };
}

/** ECS documents of a data stream. */
function bulkDocuments(records: number): { body: Uint8Array; records: number } {
  const now = Date.now();
  const lines = Array.from({ length: records }, (_, i) => {
    const document = {
      "@timestamp": new Date(now + i).toISOString(),
      message: `order ${pad(i, 6)} was placed`,
      log: { level: "info", logger: "shop.orders" },
      service: { name: "shop" },
      trace: { id: pad(i, 8).repeat(4) },
      http: { response: { status_code: i % 50 === 0 ? 500 : 200 } },
      tenant: `tenant-${i % 20}`,
    };
    return `{"create":{"_index":"logs-shop-default"}}\n${JSON.stringify(document)}\n`;
  });
  return { body: Buffer.from(lines.join("")), records };
}

/** One stream of JSON lines, as pino-loki pushes them. */
function lokiPush(records: number): { body: Uint8Array; records: number } {
  const now = Date.now();
  const values = Array.from({ length: records }, (_, i) => {
    const line = {
      req_id: `6fafaa91-eca0-4d4a-a9f8-${pad(i % 1000, 12)}`,
      path: `/orders/${i % 100}`,
      status: i % 50 === 0 ? 500 : 200,
      msg: `order ${pad(i, 6)} was placed`,
    };
    return [`${now}${pad(i, 6)}`, JSON.stringify(line)];
  });
  const streams = [{ stream: { level: "info", application: "shop" }, values }];
  return { body: Buffer.from(JSON.stringify({ streams })), records };
}
