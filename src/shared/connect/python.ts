// Snippets for Python. Each runs as it stands and sends one record.

import type { CodeWay } from "./connection";
import { lines } from "./lines";

const python = { language: "Python", kind: "code", languageId: "python" } as const;

export const pythonWays: readonly CodeWay[] = [
  {
    ...python,
    id: "python-otlp-logs",
    title: "logging, by OpenTelemetry",
    system: "otlp",
    install: "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http",
    text: (at) =>
      lines(
        "import logging",
        "",
        "from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter",
        "from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler",
        "from opentelemetry.sdk._logs.export import BatchLogRecordProcessor",
        "from opentelemetry.sdk.resources import Resource",
        "",
        'provider = LoggerProvider(resource=Resource.create({"service.name": "my-app"}))',
        `provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter("${at.url}/v1/logs")))`,
        "logging.getLogger().addHandler(LoggingHandler(logger_provider=provider))",
        "",
        'logging.warning("hello")',
      ),
  },
  {
    ...python,
    id: "python-otlp-traces",
    title: "traces, by OpenTelemetry",
    system: "otlp",
    install: "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http",
    text: (at) =>
      lines(
        "from opentelemetry import trace",
        "from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter",
        "from opentelemetry.sdk.resources import Resource",
        "from opentelemetry.sdk.trace import TracerProvider",
        "from opentelemetry.sdk.trace.export import BatchSpanProcessor",
        "",
        'provider = TracerProvider(resource=Resource.create({"service.name": "my-app"}))',
        `provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter("${at.url}/v1/traces")))`,
        "trace.set_tracer_provider(provider)",
        "",
        'with trace.get_tracer("my-app").start_as_current_span("hello"):',
        "    pass",
      ),
  },
  {
    ...python,
    id: "python-statsd",
    title: "statsd",
    system: "statsd",
    install: "pip install statsd",
    text: ({ statsd }) =>
      lines(
        "from statsd import StatsClient",
        "",
        `statsd = StatsClient("${statsd.host}", ${statsd.port})`,
        'statsd.incr("hello")',
      ),
  },
  {
    ...python,
    id: "python-datadog",
    title: "datadog (DogStatsD)",
    system: "statsd",
    install: "pip install datadog",
    text: ({ statsd }) =>
      lines(
        "from datadog import initialize, statsd",
        "",
        `initialize(statsd_host="${statsd.host}", statsd_port=${statsd.port})`,
        'statsd.increment("hello", tags=["service:my-app"])',
      ),
  },
  {
    ...python,
    id: "python-prometheus",
    title: "prometheus-client (Pushgateway)",
    system: "prometheus",
    install: "pip install prometheus-client",
    text: ({ http }) =>
      lines(
        "from prometheus_client import CollectorRegistry, Counter, push_to_gateway",
        "",
        "registry = CollectorRegistry()",
        'Counter("hello", "Greetings", registry=registry).inc()',
        `push_to_gateway("${http.host}:${http.port}", job="my-app", registry=registry)`,
      ),
  },
  {
    ...python,
    id: "python-syslog",
    title: "logging, by syslog",
    system: "syslog",
    text: ({ syslog }) =>
      lines(
        "import logging",
        "from logging.handlers import SysLogHandler",
        "",
        `handler = SysLogHandler(("${syslog.host}", ${syslog.port}))`,
        'handler.ident = "my-app: "',
        "logging.getLogger().addHandler(handler)",
        "",
        'logging.warning("hello")',
      ),
  },
  {
    ...python,
    id: "python-gelf",
    title: "logging, by graypy (GELF)",
    system: "gelf",
    install: "pip install graypy",
    text: ({ gelf }) =>
      lines(
        "import logging",
        "",
        "import graypy",
        "",
        `logging.getLogger().addHandler(graypy.GELFUDPHandler("${gelf.host}", ${gelf.port}))`,
        "",
        'logging.warning("hello")',
      ),
  },
  {
    ...python,
    id: "python-fluent",
    title: "logging, by fluent-logger",
    system: "fluent",
    install: "pip install fluent-logger",
    text: ({ fluent }) =>
      lines(
        "import logging",
        "",
        "from fluent.handler import FluentHandler, FluentRecordFormatter",
        "",
        `handler = FluentHandler("my-app", host="${fluent.host}", port=${fluent.port})`,
        'handler.setFormatter(FluentRecordFormatter({"level": "%(levelname)s", "logger": "%(name)s"}))',
        "logging.getLogger().addHandler(handler)",
        "",
        'logging.warning("hello")',
      ),
  },
  {
    ...python,
    id: "python-splunk",
    title: "logging, by splunk-handler (HEC)",
    system: "splunk",
    install: "pip install splunk-handler",
    text: ({ http }) =>
      lines(
        "import logging",
        "",
        "from splunk_handler import SplunkHandler",
        "",
        `handler = SplunkHandler("${http.host}", ${http.port}, "any-token", "main", protocol="http")`,
        "logging.getLogger().addHandler(handler)",
        "",
        'logging.warning("hello")',
      ),
  },
  {
    ...python,
    id: "python-elasticsearch",
    title: "elasticsearch (_bulk)",
    system: "elasticsearch",
    install: "pip install elasticsearch",
    text: (at) =>
      lines(
        "from elasticsearch import Elasticsearch, helpers",
        "",
        `client = Elasticsearch("${at.url}")`,
        'helpers.bulk(client, [{"_index": "my-app", "message": "hello", "log.level": "info"}])',
      ),
  },
  {
    ...python,
    id: "python-loki",
    title: "logging, by python-logging-loki",
    system: "loki",
    install: "pip install python-logging-loki",
    text: (at) =>
      lines(
        "import logging",
        "",
        "import logging_loki",
        "",
        `handler = logging_loki.LokiHandler("${at.url}/loki/api/v1/push", {"service_name": "my-app"}, version="1")`,
        "logging.getLogger().addHandler(handler)",
        "",
        'logging.warning("hello")',
      ),
  },
  {
    ...python,
    id: "python-sentry",
    title: "sentry-sdk",
    system: "sentry",
    install: "pip install sentry-sdk",
    text: (at) =>
      lines(
        "import sentry_sdk",
        "",
        `sentry_sdk.init(spotlight="${at.url}/stream")`,
        "",
        'sentry_sdk.capture_message("hello")',
      ),
  },
  {
    ...python,
    id: "python-rollbar",
    title: "rollbar",
    system: "rollbar",
    install: "pip install rollbar",
    text: (at) =>
      lines(
        "import rollbar",
        "",
        `rollbar.init("any-token", "development", endpoint="${at.url}/api/1/", handler="blocking")`,
        "",
        'rollbar.report_message("hello", "info")',
      ),
  },
  {
    ...python,
    id: "python-structlog",
    title: "structlog, as JSON on stdout",
    system: "lines",
    install: "pip install structlog",
    text: (at) =>
      lines(
        `# Run it by: ${at.program} run -- python app.py`,
        "import structlog",
        "",
        "structlog.configure(",
        "    processors=[",
        "        structlog.contextvars.merge_contextvars,",
        "        structlog.processors.add_log_level,",
        '        structlog.processors.TimeStamper(fmt="iso"),',
        "        structlog.processors.CallsiteParameterAdder(",
        "            [",
        "                structlog.processors.CallsiteParameter.PATHNAME,",
        "                structlog.processors.CallsiteParameter.LINENO,",
        "            ]",
        "        ),",
        "        structlog.processors.format_exc_info,",
        "        structlog.processors.JSONRenderer(),",
        "    ]",
        ")",
        "",
        'structlog.get_logger().warning("hello")',
      ),
  },
];
