// OpenTelemetry's Node SDK: logs, spans and metrics over the transport that OTLP_TRANSPORT names.
import { metrics, trace } from "@opentelemetry/api";
import { logs, SeverityNumber } from "@opentelemetry/api-logs";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";

const transport = process.env.OTLP_TRANSPORT ?? "proto";
const options = transport === "grpc" ? { url: process.env.GRPC_ENDPOINT } : {};
const load = (signal) => import(`@opentelemetry/exporter-${signal}-otlp-${transport}`);
const { OTLPLogExporter } = await load("logs");
const { OTLPTraceExporter } = await load("trace");
const { OTLPMetricExporter } = await load("metrics");

const sdk = new NodeSDK({
  serviceName: `node-${transport}`,
  autoDetectResources: false,
  traceExporter: new OTLPTraceExporter(options),
  logRecordProcessors: [
    new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(options) }, undefined),
  ],
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(options),
      exportIntervalMillis: 60_000,
    }),
  ],
});
sdk.start();

await trace.getTracer("clients").startActiveSpan("checkout", async (span) => {
  span.setAttribute("cart.items", 3);
  logs.getLogger("shop.cart").emit({
    severityNumber: SeverityNumber.WARN,
    severityText: "WARN",
    body: "cart is full",
    attributes: {
      request_id: "6fafaa91-eca0-4d4a-a9f8-0c441a01790b",
      "code.file.path": "/app/cart.js",
      "code.line.number": 7,
    },
  });
  span.recordException(new Error("it broke"));
  span.end();
});
metrics.getMeter("clients").createCounter("orders", { unit: "{order}" }).add(5, { tenant: "acme" });
metrics.getMeter("clients").createHistogram("latency", { unit: "ms" }).record(42);
await sdk.shutdown();
