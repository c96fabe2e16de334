// What an app would send: OTLP/HTTP JSON logs and spans, statsd counters; to a collector's real addresses.

import { createSocket } from "node:dgram";
import type { Discovery } from "../../src/shared/contract/discovery";

export interface AppLog {
  readonly body: string;
  readonly severityNumber?: number;
  readonly service?: string;
  readonly file?: string;
  readonly line?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly requestId?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export async function sendLogs(to: Discovery, logs: readonly AppLog[]): Promise<void> {
  const resourceLogs = logs.map((log) => ({
    resource: { attributes: attributes({ "service.name": log.service ?? "orders" }) },
    scopeLogs: [
      {
        logRecords: [
          {
            timeUnixNano: nowNanos(),
            severityNumber: log.severityNumber ?? 9,
            body: { stringValue: log.body },
            traceId: log.traceId,
            spanId: log.spanId,
            attributes: attributes({
              "code.file.path": log.file,
              "code.line.number": log.line,
              request_id: log.requestId,
              ...log.attributes,
            }),
          },
        ],
      },
    ],
  }));
  await post(to, "/v1/logs", { resourceLogs });
}

export interface AppSpan {
  readonly name: string;
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly isFailed?: boolean;
  readonly file?: string;
  readonly line?: number;
  /** Of an exception that it notes. */
  readonly stacktrace?: string;
}

export async function sendSpans(to: Discovery, spans: readonly AppSpan[]): Promise<void> {
  const resourceSpans = spans.map((span) => ({
    resource: { attributes: attributes({ "service.name": span.service }) },
    scopeSpans: [
      {
        spans: [
          {
            traceId: span.traceId,
            spanId: span.spanId,
            parentSpanId: span.parentSpanId,
            name: span.name,
            kind: 2,
            startTimeUnixNano: nanos(span.startMs),
            endTimeUnixNano: nanos(span.startMs + span.durationMs),
            status: span.isFailed === true ? { code: 2, message: "timed out" } : {},
            attributes: attributes({
              "code.file.path": span.file,
              "code.line.number": span.line,
            }),
            events: exceptionOf(span),
          },
        ],
      },
    ],
  }));
  await post(to, "/v1/traces", { resourceSpans });
}

function exceptionOf({ stacktrace, startMs }: AppSpan): unknown[] {
  if (stacktrace === undefined) return [];
  const said = attributes({ "exception.type": "Error", "exception.stacktrace": stacktrace });
  return [{ timeUnixNano: nanos(startMs + 1), name: "exception", attributes: said }];
}

/** What an app prints. */
export async function sendLines(to: Discovery, service: string, text: string): Promise<void> {
  const url = `${to.endpoints.http}/lines?service=${encodeURIComponent(service)}`;
  const response = await fetch(url, { method: "POST", body: `${text}\n` });
  if (!response.ok) throw new Error(`lines: ${response.status} ${await response.text()}`);
}

/** One datagram of statsd lines. */
export async function sendStatsd(to: Discovery, lines: readonly string[]): Promise<void> {
  const [host, port] = (to.endpoints.statsd ?? "").split(":");
  const socket = createSocket("udp4");
  await new Promise<void>((resolve, reject) =>
    socket.send(lines.join("\n"), Number(port), host, (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  socket.close();
}

async function post(to: Discovery, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${to.endpoints.http}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): unknown[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      typeof value === "number"
        ? { key, value: { intValue: String(value) } }
        : { key, value: { stringValue: value } },
    );
}

const nanos = (ms: number) => String(BigInt(Math.round(ms * 1_000)) * 1_000n);
const nowNanos = () => nanos(Date.now());
