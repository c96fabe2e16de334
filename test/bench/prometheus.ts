// Prometheus: what a scrape of 10,000 series costs one thread, from its bytes to points.
// Method: expositions in both formats with counters, gauges and histograms whose values change, read in turn by one
// reader without a network or a store, for two seconds of processor time after half a second of warming up.

import { Counters } from "../../src/collector/pipeline/counters";
import { CommitIntake } from "../../src/collector/pipeline/intake";
import {
  type ExpositionFormat,
  ExpositionReader,
} from "../../src/collector/receivers/prometheus/expositionReader";
import { PointMaker } from "../../src/collector/receivers/prometheus/points";
import type { Figure } from "./figure";

const seriesCount = 10_000;

export function prometheus(): Figure[] {
  return [parsing("text"), parsing("openmetrics")];
}

function parsing(format: ExpositionFormat): Figure {
  const bodies = [1, 2, 3].map((n) => exposition(n, format));
  let id = 1;
  const intake = new CommitIntake(
    {
      lastSeq: 0,
      pack: () => ({ number: () => undefined }),
      commit: () => Promise.resolve(),
    },
    { resource: (key) => ({ id: id++, ...key }), series: (key) => ({ id: id++, ...key }) },
    new Counters(),
  );
  const reader = new ExpositionReader();
  let now = 1_700_000_000_000_000_000n;
  const maker = new PointMaker(intake, "prometheus", now);
  const source = {
    id: "bench",
    resource: intake.resource({ service: "bench", attributes: "{}", run: "" }),
    startTimeUnixNano: 0n,
    isNew: false,
    isThinned: true,
  };
  const read = (forMs: number) => {
    let samples = 0;
    let scrapes = 0;
    const start = process.cpuUsage();
    for (;;) {
      for (const body of bodies) {
        now += 5_000_000_000n;
        const exposed = reader.read(body, format);
        maker.pointsOf(exposed.readings, source, now);
        samples += exposed.samples;
        scrapes++;
      }
      const { user, system } = process.cpuUsage(start);
      if (user + system > forMs * 1000) return { samples, scrapes, ms: (user + system) / 1000 };
    }
  };
  read(500);
  const { samples, scrapes, ms } = read(2000);
  return {
    name: `Prometheus: scrape of 10,000 samples, ${format}`,
    value: ms / scrapes,
    unit: "ms",
    target: { atMost: 100 },
    note: `${Math.round(samples / ms)} samples a ms, ${Math.round((bodies[0]?.length ?? 0) / 1024)} KiB`,
  };
}

/** Ten samples a group: four counters, three gauges, a histogram of three. */
function exposition(n: number, format: ExpositionFormat): Buffer {
  const isOpen = format === "openmetrics";
  const families: Record<string, string[]> = { c: [], g: [], h: [] };
  for (let i = 0; i < seriesCount / 10; i++) {
    const labels = `method="GET",path="/orders/${i}",status="200",zone="eu-west-${i % 3}"`;
    for (let k = 0; k < 4; k++)
      families.c?.push(`bench_requests_total{${labels},k="${k}"} ${n * i + k}`);
    for (let k = 0; k < 3; k++) families.g?.push(`bench_depth{${labels},k="${k}"} ${(n * i) / 7}`);
    families.h?.push(
      `bench_seconds_bucket{le="+Inf",${labels}} ${n * i}`,
      `bench_seconds_sum{${labels}} ${n * i * 0.25}`,
      `bench_seconds_count{${labels}} ${n * i}`,
    );
  }
  const text = [
    `# TYPE bench_requests${isOpen ? "" : "_total"} counter`,
    ...(families.c ?? []),
    "# TYPE bench_depth gauge",
    ...(families.g ?? []),
    "# TYPE bench_seconds histogram",
    ...(families.h ?? []),
    ...(isOpen ? ["# EOF"] : []),
  ];
  return Buffer.from(`${text.join("\n")}\n`);
}
