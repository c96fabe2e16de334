// Ways that need no code: variables that client libraries read, command lines, the editor's settings.

import { appEnvironment } from "../appEnvironment";
import type { Connection } from "./connection";

const language = "Any app";

export const anyApp: readonly Connection[] = [
  {
    id: "any-environment",
    title: "Environment of all of them: OpenTelemetry, statsd, DogStatsD, Sentry",
    language,
    system: "otlp",
    kind: "environment",
    variables: (at) => appEnvironment(at.endpoints, { run: "" }, {}),
  },
  {
    id: "any-otlp",
    title: "OpenTelemetry over HTTP, by environment",
    language,
    system: "otlp",
    kind: "environment",
    variables: (at) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: at.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    }),
  },
  {
    id: "any-otlp-grpc",
    title: "OpenTelemetry over gRPC, by environment",
    language,
    system: "otlpGrpc",
    kind: "environment",
    variables: (at) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${at.grpc.host}:${at.grpc.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    }),
  },
  {
    id: "any-run",
    title: "stdout and stderr of a command (sidelight run)",
    language,
    system: "lines",
    kind: "command",
    text: (at) => `${at.program} run -- npm run dev`,
    begins: (at) => `${at.program} run -- `,
  },
  {
    id: "any-files",
    title: "Log files, in settings.json",
    language,
    system: "files",
    kind: "configuration",
    languageId: "jsonc",
    text: () => `"sidelight.files.follow": ["logs/app.log"]\n`,
  },
  {
    id: "any-prometheus",
    title: "An app's own Prometheus /metrics, in settings.json",
    language,
    system: "prometheusTargets",
    kind: "configuration",
    languageId: "jsonc",
    text: () => `"sidelight.prometheus.targets": { "my-app": "localhost:8000" }\n`,
  },
  {
    id: "any-post",
    title: "A log file, posted by curl",
    language,
    system: "postedLines",
    kind: "command",
    text: (at) => `curl --data-binary @app.log "${at.url}/lines?service=my-app"`,
  },
  {
    id: "any-statsd",
    title: "statsd and DogStatsD, by environment",
    language,
    system: "statsd",
    kind: "environment",
    variables: ({ statsd: { host, port } }) => ({
      STATSD_HOST: host,
      STATSD_PORT: String(port),
      DD_AGENT_HOST: host,
      DD_DOGSTATSD_PORT: String(port),
    }),
  },
  {
    id: "any-sentry",
    title: "Sentry's SDKs, by environment (no DSN needed)",
    language,
    system: "sentry",
    kind: "environment",
    variables: (at) => ({ SENTRY_SPOTLIGHT: `${at.url}/stream` }),
  },
];
