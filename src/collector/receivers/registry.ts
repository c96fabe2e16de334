// Every protocol that is received: a folder each, a line here.

import type { CreateReceiver } from "../pipeline/receiver";
import { createLines } from "./lines/lines";
import { createOtlp } from "./otlp/otlp";
import { createElasticsearch } from "./elasticsearch/elasticsearch";
import { createFluent } from "./fluent/fluent";
import { createGelf } from "./gelf/gelf";
import { createImport } from "./import/import";
import { createLoki } from "./loki/loki";
import { createSplunk } from "./splunk/splunk";
import { createRollbar } from "./rollbar/rollbar";
import { createSentry } from "./sentry/sentry";
import { createPrometheus } from "./prometheus/prometheus";
import { createStatsd } from "./statsd/statsd";
import { createSyslog } from "./syslog/syslog";

/** By receiver id, which is also the key of its options in the settings. */
export const receivers = {
  lines: createLines,
  otlp: createOtlp,
  elasticsearch: createElasticsearch,
  gelf: createGelf,
  loki: createLoki,
  fluent: createFluent,
  splunk: createSplunk,
  sentry: createSentry,
  rollbar: createRollbar,
  prometheus: createPrometheus,
  statsd: createStatsd,
  syslog: createSyslog,
  import: createImport,
} satisfies Readonly<Record<string, CreateReceiver>>;
