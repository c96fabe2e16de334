// Every system that apps can send by, in README's order.

import type { Addresses, HostAndPort } from "./addresses";

/** A protocol as its users name it, and what in the collector takes it. */
export interface System {
  readonly title: string;
  /** Id of the receiver whose records prove a connection. */
  readonly receiver: string;
  /** Name of the listener in `endpoints`; "" where nothing is sent to a port. */
  readonly listener: string;
  /** Where to send to, as README's table says it. */
  address(at: Addresses): string;
  /** The shortest thing to write, for README's table. */
  example(at: Addresses): string;
}

const hostPort = ({ host, port }: HostAndPort) => `\`${host}:${port}\``;

export const systems = {
  otlp: {
    title: "OpenTelemetry, HTTP (protobuf or JSON)",
    receiver: "otlp",
    listener: "http",
    address: (at) => `\`${at.url}\``,
    example: (at) => `OTEL_EXPORTER_OTLP_ENDPOINT=${at.url}`,
  },
  otlpGrpc: {
    title: "OpenTelemetry, gRPC",
    receiver: "otlp",
    listener: "grpc",
    address: (at) => hostPort(at.grpc),
    example: (at) => `OTEL_EXPORTER_OTLP_ENDPOINT=http://${at.grpc.host}:${at.grpc.port}`,
  },
  lines: {
    title: "stdout and stderr: structlog, logging, pino, winston, slog, zap, …",
    receiver: "lines",
    listener: "http",
    address: () => "-",
    example: (at) => `${at.program} run -- npm run dev`,
  },
  files: {
    title: "log files",
    receiver: "lines",
    listener: "",
    address: () => "-",
    example: () => `"sidelight.files.follow": ["logs/app.log"]`,
  },
  postedLines: {
    title: "anything that can post lines",
    receiver: "lines",
    listener: "http",
    address: (at) => `\`${at.url}/lines\``,
    example: (at) => `curl --data-binary @app.log "${at.url}/lines?service=app"`,
  },
  statsd: {
    title: "statsd, DogStatsD",
    receiver: "statsd",
    listener: "statsd",
    address: (at) => `UDP ${hostPort(at.statsd)}, or a Unix socket that is set`,
    example: (at) => `StatsClient("${at.statsd.host}", ${at.statsd.port})`,
  },
  prometheusTargets: {
    title: "Prometheus, by its own `/metrics`",
    receiver: "prometheus",
    listener: "",
    address: () => "-",
    example: () => `"sidelight.prometheus.targets": { "app": "localhost:8000" }`,
  },
  prometheus: {
    title: "Prometheus (Pushgateway, remote write)",
    receiver: "prometheus",
    listener: "http",
    address: (at) => `\`${at.url}/metrics/job/…\`, \`${at.url}/api/v1/write\``,
    example: (at) => `push_to_gateway("${at.http.host}:${at.http.port}", "app", registry)`,
  },
  syslog: {
    title: "syslog (RFC 5424, RFC 3164)",
    receiver: "syslog",
    listener: "syslog",
    address: (at) => `UDP or TCP ${hostPort(at.syslog)}`,
    example: (at) => `logger --server ${at.syslog.host} --port ${at.syslog.port} hello`,
  },
  gelf: {
    title: "Graylog (GELF)",
    receiver: "gelf",
    listener: "gelf",
    address: (at) => `UDP or TCP ${hostPort(at.gelf)}, \`${at.url}/gelf\``,
    example: (at) => `graypy.GELFUDPHandler("${at.gelf.host}", ${at.gelf.port})`,
  },
  fluent: {
    title: "Fluentd, Fluent Bit (forward)",
    receiver: "fluent",
    listener: "fluent",
    address: (at) => `TCP ${hostPort(at.fluent)}`,
    example: (at) => `FluentSender("app", "${at.fluent.host}", ${at.fluent.port})`,
  },
  splunk: {
    title: "Splunk (HTTP Event Collector)",
    receiver: "splunk",
    listener: "http",
    address: (at) => `\`${at.url}/services/collector\``,
    example: (at) =>
      `SplunkHandler("${at.http.host}", ${at.http.port}, "any", "main", protocol="http")`,
  },
  elasticsearch: {
    title: "Elasticsearch, Logstash, Filebeat (`_bulk`)",
    receiver: "elasticsearch",
    listener: "http",
    address: (at) => `\`${at.url}\``,
    example: (at) => `Elasticsearch("${at.url}")`,
  },
  loki: {
    title: "Loki, Promtail, Alloy",
    receiver: "loki",
    listener: "http",
    address: (at) => `\`${at.url}/loki/api/v1/push\``,
    example: (at) => `LokiHandler("${at.url}/loki/api/v1/push", version="1")`,
  },
  sentry: {
    title: "Sentry",
    receiver: "sentry",
    listener: "http",
    address: (at) => `\`${at.url}\``,
    example: (at) => `SENTRY_SPOTLIGHT=${at.url}/stream`,
  },
  rollbar: {
    title: "Rollbar",
    receiver: "rollbar",
    listener: "http",
    address: (at) => `\`${at.url}/api/1/\``,
    example: (at) => `rollbar.init("any", endpoint="${at.url}/api/1/")`,
  },
} as const satisfies Readonly<Record<string, System>>;

export type SystemId = keyof typeof systems;

export function systemOf(id: string): System {
  const found = Object.entries<System>(systems).find(([key]) => key === id);
  if (found === undefined) throw new Error(`There is no system ${id}.`);
  return found[1];
}
