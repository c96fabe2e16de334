// Snippets for Node and for pages in a browser. Each runs as it stands and sends one record.

import type { CodeWay } from "./connection";
import { lines } from "./lines";

const node = { language: "Node", kind: "code", languageId: "javascript" } as const;

export const nodeWays: readonly CodeWay[] = [
  {
    ...node,
    id: "node-otlp",
    title: "traces, by OpenTelemetry",
    system: "otlp",
    install: "npm install @opentelemetry/api @opentelemetry/sdk-node",
    text: (at) =>
      lines(
        'import { trace } from "@opentelemetry/api";',
        'import { NodeSDK } from "@opentelemetry/sdk-node";',
        "",
        `process.env.OTEL_EXPORTER_OTLP_ENDPOINT ??= "${at.url}";`,
        'const sdk = new NodeSDK({ serviceName: "my-app" });',
        "sdk.start();",
        "",
        'trace.getTracer("my-app").startSpan("hello").end();',
        "await sdk.shutdown(); // at the end of the app",
      ),
  },
  {
    ...node,
    id: "node-hot-shots",
    title: "hot-shots (statsd, DogStatsD)",
    system: "statsd",
    install: "npm install hot-shots",
    text: ({ statsd }) =>
      lines(
        'import { StatsD } from "hot-shots";',
        "",
        `const statsd = new StatsD({ host: "${statsd.host}", port: ${statsd.port} });`,
        'statsd.increment("hello", 1, ["service:my-app"]);',
        "statsd.close(); // at the end of the app",
      ),
  },
  {
    ...node,
    id: "node-prometheus",
    title: "prom-client (Pushgateway)",
    system: "prometheus",
    install: "npm install prom-client",
    text: (at) =>
      lines(
        'import { Counter, Pushgateway } from "prom-client";',
        "",
        'new Counter({ name: "hello", help: "Greetings" }).inc();',
        `await new Pushgateway("${at.url}").pushAdd({ jobName: "my-app" });`,
      ),
  },
  {
    ...node,
    id: "node-syslog",
    title: "syslog-client",
    system: "syslog",
    install: "npm install syslog-client",
    text: ({ syslog }) =>
      lines(
        'import syslog from "syslog-client";',
        "",
        `const client = syslog.createClient("${syslog.host}", {`,
        `  port: ${syslog.port},`,
        '  appName: "my-app",',
        "  rfc3164: false,",
        "});",
        'client.log("hello", { severity: syslog.Severity.Informational }, () => client.close());',
      ),
  },
  {
    ...node,
    id: "node-gelf",
    title: "gelf-pro (GELF)",
    system: "gelf",
    install: "npm install gelf-pro",
    text: ({ gelf }) =>
      lines(
        'import gelf from "gelf-pro";',
        "",
        "gelf.setConfig({",
        `  adapterOptions: { host: "${gelf.host}", port: ${gelf.port} },`,
        '  fields: { service: "my-app" },',
        "});",
        'gelf.info("hello");',
      ),
  },
  {
    ...node,
    id: "node-fluent",
    title: "@fluent-org/logger (Fluentd)",
    system: "fluent",
    install: "npm install @fluent-org/logger",
    text: ({ fluent }) =>
      lines(
        'import { FluentClient } from "@fluent-org/logger";',
        "",
        'const logger = new FluentClient("my-app", {',
        `  socket: { host: "${fluent.host}", port: ${fluent.port} },`,
        "});",
        'await logger.emit("greetings", { level: "info", message: "hello" });',
        "await logger.shutdown(); // at the end of the app",
      ),
  },
  {
    ...node,
    id: "node-elasticsearch",
    title: "@elastic/elasticsearch (_bulk)",
    system: "elasticsearch",
    install: "npm install @elastic/elasticsearch",
    text: (at) =>
      lines(
        'import { Client } from "@elastic/elasticsearch";',
        "",
        `const client = new Client({ node: "${at.url}" });`,
        "await client.helpers.bulk({",
        '  datasource: [{ message: "hello", "log.level": "info" }],',
        '  onDocument: () => ({ index: { _index: "my-app" } }),',
        "});",
      ),
  },
  {
    ...node,
    id: "node-sentry",
    title: "@sentry/node",
    system: "sentry",
    install: "npm install @sentry/node",
    text: (at) =>
      lines(
        'import * as Sentry from "@sentry/node";',
        "",
        `Sentry.init({ spotlight: "${at.url}/stream" });`,
        "",
        'Sentry.captureMessage("hello");',
        "await Sentry.flush(); // at the end of the app",
      ),
  },
  {
    ...node,
    id: "node-rollbar",
    title: "rollbar",
    system: "rollbar",
    install: "npm install rollbar",
    text: (at) =>
      lines(
        'import Rollbar from "rollbar";',
        "",
        "const rollbar = new Rollbar({",
        '  accessToken: "any-token",',
        `  endpoint: "${at.url}/api/1/item/",`,
        "});",
        'rollbar.info("hello");',
      ),
  },
  {
    ...node,
    id: "node-pino",
    title: "pino, as JSON on stdout",
    system: "lines",
    install: "npm install pino",
    text: (at) =>
      lines(
        `// Run it by: ${at.program} run -- node app.js`,
        'import pino from "pino";',
        "",
        'pino({ name: "my-app" }).info("hello");',
      ),
  },
  {
    ...node,
    id: "node-winston",
    title: "winston, as JSON on stdout",
    system: "lines",
    install: "npm install winston",
    text: (at) =>
      lines(
        `// Run it by: ${at.program} run -- node app.js`,
        'import winston from "winston";',
        "",
        "const logger = winston.createLogger({",
        "  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),",
        "  transports: [new winston.transports.Console()],",
        "});",
        'logger.info("hello");',
      ),
  },
  {
    language: "Browser",
    kind: "code",
    languageId: "javascript",
    id: "browser-otlp",
    title: "traces of a page, by OpenTelemetry",
    system: "otlp",
    install:
      "npm install @opentelemetry/sdk-trace-web @opentelemetry/exporter-trace-otlp-http @opentelemetry/resources",
    text: (at) =>
      lines(
        'import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";',
        'import { resourceFromAttributes } from "@opentelemetry/resources";',
        'import { SimpleSpanProcessor, WebTracerProvider } from "@opentelemetry/sdk-trace-web";',
        "",
        `const exporter = new OTLPTraceExporter({ url: "${at.url}/v1/traces" });`,
        "const provider = new WebTracerProvider({",
        '  resource: resourceFromAttributes({ "service.name": "my-page" }),',
        "  spanProcessors: [new SimpleSpanProcessor(exporter)],",
        "});",
        "provider.register();",
        "",
        'provider.getTracer("my-page").startSpan("hello").end();',
      ),
  },
];
