// The three pillars, as any service would set them up: traces and metrics by OpenTelemetry, counters by
// statsd, logs by pino on stdout. Where they go is said by the environment alone.

import { context, propagation, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { envDetector } from "@opentelemetry/resources";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { StatsD } from "hot-shots";
import pino, { type Logger } from "pino";
import { callSite } from "./callSite";

export const log: Logger = pino({
  base: { service: process.env.OTEL_SERVICE_NAME ?? "demo" },
  level: "debug",
  mixin: () => {
    const spanContext = trace.getActiveSpan()?.spanContext();
    const ids = spanContext && { trace_id: spanContext.traceId, span_id: spanContext.spanId };
    const requestId = currentRequestId();
    return { ...ids, ...(requestId && { request_id: requestId }), ...callSite() };
  },
});

export const statsd = new StatsD({
  host: process.env.STATSD_HOST ?? "127.0.0.1",
  port: Number(process.env.STATSD_PORT ?? 8125),
  globalTags: { service: process.env.OTEL_SERVICE_NAME ?? "demo" },
  errorHandler: () => undefined, // a demo without a collector still runs
});

const sdk = new NodeSDK({
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis: 2000,
      exportTimeoutMillis: 2000,
    }),
  ],
  // Who we are is said by OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
  resourceDetectors: [envDetector],
});
sdk.start();

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void sdk.shutdown().finally(() => process.exit(0));
  });
}

const tracer = trace.getTracer("demo");
const requestIdKey = "request.id";

/** The id that one scrape carries through all services, as baggage. */
function currentRequestId(): string | undefined {
  return propagation.getActiveBaggage()?.getEntry(requestIdKey)?.value;
}

export function withRequestId<T>(id: string, work: () => T): T {
  const baggage = propagation.createBaggage({ [requestIdKey]: { value: id } });
  return context.with(propagation.setBaggage(context.active(), baggage), work);
}

/** Runs `work` in a span that carries the request id and fails when the work throws. */
export async function inSpan<T>(
  name: string,
  attributes: Record<string, string | number>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const requestId = currentRequestId();
  const all = { ...attributes, ...callSite(), ...(requestId && { "request.id": requestId }) };
  return tracer.startActiveSpan(name, { attributes: all }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}
