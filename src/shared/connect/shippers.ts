// Parts of other programs' configurations: servers, log shippers, Docker's log drivers.

import type { CommandWay, ConfigurationWay } from "./connection";
import { lines } from "./lines";

const shipper = { language: "Servers and shippers" } as const;
const file = { ...shipper, kind: "configuration" } as const;
const command = { ...shipper, kind: "command" } as const;

export const shippers: readonly (CommandWay | ConfigurationWay)[] = [
  {
    ...file,
    id: "otel-collector",
    title: "OpenTelemetry Collector",
    system: "otlp",
    languageId: "yaml",
    text: (at) =>
      lines(
        "exporters:",
        "  otlphttp/sidelight:",
        `    endpoint: ${at.url}`,
        "# and its name in service.pipelines.*.exporters",
      ),
  },
  {
    ...command,
    id: "logger",
    title: "logger(1)",
    system: "syslog",
    text: ({ syslog }) => `logger --server ${syslog.host} --port ${syslog.port} --tag my-app hello`,
  },
  {
    ...file,
    id: "rsyslog",
    title: "rsyslog",
    system: "syslog",
    languageId: "properties",
    text: ({ syslog }) =>
      `*.* action(type="omfwd" target="${syslog.host}" port="${syslog.port}" protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")\n`,
  },
  {
    ...file,
    id: "syslog-ng",
    title: "syslog-ng",
    system: "syslog",
    languageId: "properties",
    text: ({ syslog }) =>
      lines(
        "destination d_sidelight {",
        `  syslog("${syslog.host}" transport("tcp") port(${syslog.port}));`,
        "};",
        "# s_src: the name of your source",
        "log { source(s_src); destination(d_sidelight); };",
      ),
  },
  {
    ...command,
    id: "docker-gelf",
    title: "Docker's log driver, by GELF",
    system: "gelf",
    text: ({ gelf }) =>
      `docker run --log-driver gelf --log-opt gelf-address=udp://${gelf.host}:${gelf.port} my-image`,
  },
  {
    ...file,
    id: "fluent-bit",
    title: "Fluent Bit",
    system: "fluent",
    languageId: "properties",
    text: ({ fluent }) =>
      lines(
        "[OUTPUT]",
        "    Name  forward",
        "    Match *",
        `    Host  ${fluent.host}`,
        `    Port  ${fluent.port}`,
      ),
  },
  {
    ...file,
    id: "fluentd",
    title: "Fluentd",
    system: "fluent",
    languageId: "xml",
    text: ({ fluent }) =>
      lines(
        "<match **>",
        "  @type forward",
        "  <server>",
        `    host ${fluent.host}`,
        `    port ${fluent.port}`,
        "  </server>",
        "</match>",
      ),
  },
  {
    ...file,
    id: "filebeat",
    title: "Filebeat",
    system: "elasticsearch",
    languageId: "yaml",
    text: (at) => lines("output.elasticsearch:", `  hosts: ["${at.url}"]`),
  },
  {
    ...file,
    id: "logstash",
    title: "Logstash",
    system: "elasticsearch",
    languageId: "ruby",
    text: (at) => lines("output {", `  elasticsearch { hosts => ["${at.url}"] }`, "}"),
  },
  {
    ...file,
    id: "promtail",
    title: "Promtail",
    system: "loki",
    languageId: "yaml",
    text: (at) => lines("clients:", `  - url: ${at.url}/loki/api/v1/push`),
  },
  {
    ...file,
    id: "alloy",
    title: "Grafana Alloy",
    system: "loki",
    languageId: "hcl",
    text: (at) =>
      lines(
        'loki.write "sidelight" {',
        "  endpoint {",
        `    url = "${at.url}/loki/api/v1/push"`,
        "  }",
        "}",
      ),
  },
  {
    ...file,
    id: "prometheus-remote-write",
    title: "Prometheus (remote write)",
    system: "prometheus",
    languageId: "yaml",
    // Exemplars lead from a point to its request; the server keeps them with --enable-feature=exemplar-storage.
    text: (at) =>
      lines("remote_write:", `  - url: ${at.url}/api/v1/write`, "    send_exemplars: true"),
  },
];
