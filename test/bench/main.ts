// `npm run bench`: one table of figures, taken on this machine in one run. `-- --only NAME` runs some.
// How each is taken stands at the head of its file.

import { statSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { activation } from "./activation";
import { compare } from "./compare";
import { type Figure, table } from "./figure";
import { panel } from "./panel";
import { patternCost } from "./patternCost";
import { prometheus } from "./prometheus";
import { rate } from "./product";
import { large, latency, queries } from "./questions";
import { statsd } from "./statsd";
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

const parts: Readonly<Record<string, () => Promise<Figure[]> | Figure[]>> = {
  otlp: async () =>
    withTarget(await rate("OTLP/HTTP protobuf logs", seconds), { atLeast: 100_000 }),
  lines: async () => withTarget(await rate("JSON lines", seconds), { atLeast: 150_000 }),
  syslog: () => rate("syslog over TCP", seconds),
  gelf: () => rate("GELF over TCP", seconds),
  prometheus: async () => [...prometheus(), ...(await rate("Prometheus pushes", seconds))],
  splunk: () => rate("Splunk HEC events", seconds),
  fluent: () => rate("Fluentd forward", seconds),
  rollbar: () => rate("Rollbar items", seconds),
  sentry: () => rate("Sentry logs", seconds),
  loki: () => rate("Loki JSON push", seconds),
  elasticsearch: () => rate("Elasticsearch bulk", seconds),
  statsd: () => statsd(seconds),
  latency,
  panel,
  timeline: timelinePanel,
  patterns: patternCost,
  queries: () => queries(Number(process.env.SIDELIGHT_BENCH_ROWS ?? 1_000_000)),
  // Ten million take three minutes more: SIDELIGHT_BENCH_LARGE=1.
  large: () =>
    large(process.env.SIDELIGHT_BENCH_LARGE === "1" ? [5_000_000, 10_000_000] : [5_000_000]),
  activation,
  compare: () => compare(Number(process.env.SIDELIGHT_BENCH_ROWS ?? 1_000_000)),
  sizes,
};

async function main(): Promise<void> {
  const only = process.argv.includes("--only")
    ? process.argv[process.argv.indexOf("--only") + 1]?.split(",")
    : undefined;
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    figures.push(...(await measure()));
  }
  const [cpu] = cpus();
  process.stdout.write(
    `${cpus().length} × ${cpu?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}\n\n`,
  );
  process.stdout.write(`${table(figures)}\n`);
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
