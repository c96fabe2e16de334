// `npm run bench`: one table of figures, taken on this machine in one run, each below how it was taken. `-- --only NAME`
// runs some.

import { statSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { activation } from "./activation";
import { compare } from "./compare";
import { type Figure, type Measured, table } from "./figure";
import { panel } from "./panel";
import { patternCost } from "./patternCost";
import { prometheus } from "./prometheus";
import { payloads } from "./payloads";
import { rate } from "./product";
import { large, latency, queries } from "./questions";
import { statsd } from "./statsd";
import type { receivers } from "../../src/collector/receivers/registry";
import { timelinePanel } from "./timelinePanel";

const root = resolve(process.env.SIDELIGHT_ROOT ?? ".");
const seconds = Number(process.env.SIDELIGHT_BENCH_SECONDS ?? 10);

function withTarget(figures: Figure[], target: NonNullable<Figure["target"]>): Figure[] {
  const [first, ...rest] = figures;
  return first === undefined ? [] : [{ ...first, target }, ...rest];
}

/** Bytes of what the editor loads. */
function sizes(): Figure[] {
  return [
    "extension.js",
    "collector.js",
    "webview/logs.js",
    "webview/timeline.js",
    "webview/metrics.js",
  ].map((name) => {
    const path = join(root, "dist", name);
    const gzip = gzipSync(readFileSync(path)).length / 1024;
    return {
      name: `size of ${name}`,
      value: statSync(path).size / 1024,
      unit: "KiB",
      note: `${gzip.toFixed(0)} KiB gzipped`,
    };
  });
}

interface Part {
  readonly how: string;
  readonly measure: () => Promise<Figure[]> | Figure[];
}

const rateHow = (kind: string) => {
  const { transport, records } = payloads[kind]?.() ?? { transport: "http", records: 0 };
  const sender =
    transport === "tcp"
      ? `writes bodies of ${records} records on 2 connections as fast as they are read`
      : `posts bodies of ${records.toLocaleString("en")} records on 8 connections, each waiting for its answer`;
  return `${kind}: a process on the same cores ${sender}, for ${seconds} s; what is stored by the time it takes, and the collector's user and system time.`;
};
const rateOf = (kind: string, atLeast?: number): Part => ({
  how: rateHow(kind),
  measure: async () => {
    const figures = await rate(kind, seconds);
    return atLeast === undefined ? figures : withTarget(figures, { atLeast });
  },
});

/** A row a receiver at least, by its id. */
const ofReceivers: Readonly<Record<keyof typeof receivers, Part>> = {
  otlp: rateOf("OTLP/HTTP protobuf logs", 100_000),
  lines: rateOf("JSON lines", 150_000),
  syslog: rateOf("syslog over TCP"),
  gelf: rateOf("GELF over TCP"),
  prometheus: {
    how: `Prometheus: expositions of 10,000 samples whose values change are read in turn on one thread for 2 s of its time after half a second of warming up. ${rateHow("Prometheus pushes")}`,
    measure: async () => [...prometheus(), ...(await rate("Prometheus pushes", seconds))],
  },
  splunk: rateOf("Splunk HEC events"),
  fluent: rateOf("Fluentd forward"),
  rollbar: rateOf("Rollbar items"),
  sentry: rateOf("Sentry logs"),
  loki: rateOf("Loki JSON push"),
  elasticsearch: rateOf("Elasticsearch bulk"),
  import: rateOf("imported records"),
  statsd: {
    how: `statsd: datagrams made before are read for 2 s on one thread after half a second of warming up; then a process on the same cores sends ${seconds} s a little above the rate to reach, and the stored total of a counter in each datagram is held against what was sent.`,
    measure: () => statsd(seconds),
  },
};

const parts: Readonly<Record<string, Part>> = {
  ...ofReceivers,
  latency: {
    how: "Latency: 10,000 records a second in posts of 100 that carry their time of sending, for 8 s; when a tail without a filter gives their rows.",
    measure: latency,
  },
  panel: {
    how: "Logs panel in a headless Chromium on the same cores: frames by requestAnimationFrame while 50,000 records a second come for 8 s; then at 10,000 a second how old the newest row in the page is, each frame: of the first 3 s the oldest, of 8 s more p50 and p99; then a million rows scrolled from end to end and back in 3 s.",
    measure: panel,
  },
  timeline: {
    how: "Timeline panel in a headless Chromium on the same cores, 5,000 spans and 1,000 logs: opened, then 3 s of scrolling and 3 s of zooming; frames by requestAnimationFrame.",
    measure: timelinePanel,
  },
  patterns: {
    how: "Patterns: 20,000 messages as programs log them, read again in each of thirty rounds on one thread; the best.",
    measure: patternCost,
  },
  queries: {
    how: "1 M logs: 20 draws of each question through the control socket after one to warm up, p95.",
    measure: () => queries(Number(process.env.SIDELIGHT_BENCH_ROWS ?? 1_000_000)),
  },
  large: {
    how: "Large: filled by posts of OTLP, at rest after it; 8 draws of each question after one to warm up, p95; VmRSS. Ten million take three minutes more: SIDELIGHT_BENCH_LARGE=1.",
    measure: () =>
      large(process.env.SIDELIGHT_BENCH_LARGE === "1" ? [5_000_000, 10_000_000] : [5_000_000]),
  },
  activation: {
    how: "Activation: the bundle is loaded and activated in a process of its own with a stand-in for the editor's interface; median of 15.",
    measure: activation,
  },
  compare: {
    how: "Compare: 1,000 failed against 10,000 passed requests of ten logs each in 1 M, through the control socket; 20 draws after one to warm up, p95; VmRSS.",
    measure: () => compare(Number(process.env.SIDELIGHT_BENCH_ROWS ?? 1_000_000)),
  },
  sizes: { how: "Sizes of the built files.", measure: sizes },
};

async function main(): Promise<void> {
  const only = process.argv.includes("--only")
    ? process.argv[process.argv.indexOf("--only") + 1]?.split(",")
    : undefined;
  const measured: Measured[] = [];
  for (const [name, { how, measure }] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    measured.push({ how, figures: await measure() });
  }
  const [cpu] = cpus();
  process.stdout.write(
    `${cpus().length} × ${cpu?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}\n\n`,
  );
  process.stdout.write(`${table(measured)}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
