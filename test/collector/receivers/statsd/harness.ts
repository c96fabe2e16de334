// A statsd receiver without sockets and without a store: datagrams in, records out.

import { CommitIntake } from "../../../../src/collector/pipeline/intake";
import { Counters } from "../../../../src/collector/pipeline/counters";
import type { Batch } from "../../../../src/collector/store/recordStore";
import { Statsd } from "../../../../src/collector/receivers/statsd/statsd";
import type { LogRecord, MetricPoint } from "../../../../src/shared/record";

export const startUnixNano = 1_700_000_000_250_000_000n;

export interface Harness {
  readonly statsd: Statsd;
  readonly counters: Counters;
  readonly points: MetricPoint[];
  readonly logs: LogRecord[];
  clock: bigint;
  /** Sends text (UTF-8) or bytes as one datagram. */
  send(datagram: string | Uint8Array, sender?: number): void;
  /** Flushes what is aggregated and gives the points since the last call, by name. */
  flush(): Promise<MetricPoint[]>;
  refused(): Record<string, number>;
  context: ConstructorParameters<typeof Statsd>[0];
}

export function aStatsd(settings: Record<string, unknown> = {}, maxSeries = Infinity): Harness {
  const points: MetricPoint[] = [];
  const logs: LogRecord[] = [];
  const counters = new Counters();
  let nextId = 1;
  let series = 0;
  const writer = {
    lastSeq: 0,
    commit: (batch: Batch) => {
      points.push(...batch.points);
      logs.push(...batch.logs);
      return Promise.resolve();
    },
  };
  const intake = new CommitIntake(
    writer,
    {
      resource: (key) => ({ id: nextId++, ...key }),
      series: (key) => (series++ < maxSeries ? { id: nextId++, ...key } : undefined),
    },
    counters,
  );
  const harness = {
    clock: startUnixNano,
    context: { intake, settings, now: () => harness.clock },
    counters,
    points,
    logs,
  } as unknown as Harness & { statsd: Statsd };
  const statsd = new Statsd(harness.context);
  return Object.assign(harness, {
    statsd,
    send: (datagram: string | Uint8Array, sender = 1) => {
      statsd.datagram(Buffer.from(datagram as Uint8Array), sender);
    },
    flush: async () => {
      const before = points.length;
      statsd.flush();
      await intake.flush();
      return points.slice(before).sort((a, b) => (a.series.name < b.series.name ? -1 : 1));
    },
    refused: () => Object.fromEntries(counters.of("statsd").refused),
  });
}

/** What matters of a point, in one line of a table. */
export function brief({ series, ...point }: MetricPoint): Record<string, unknown> {
  const out: Record<string, unknown> = { name: series.name, type: series.type, value: point.value };
  if (series.attributes !== "{}") out.tags = JSON.parse(series.attributes);
  if (series.service !== "") out.service = series.service;
  if (series.unit !== "") out.unit = series.unit;
  if (series.type === "histogram") {
    out.count = point.count;
    out.sum = point.sum;
    out.min = point.min;
    out.max = point.max;
  }
  return out;
}
