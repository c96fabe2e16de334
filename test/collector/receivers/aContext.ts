// What a receiver is made with, without a store: committed records are kept in arrays.

import { Counters } from "../../../src/collector/pipeline/counters";
import { CommitIntake } from "../../../src/collector/pipeline/intake";
import { Roles } from "../../../src/collector/pipeline/roles";
import type { ReceiverContext } from "../../../src/collector/pipeline/receiver";
import type { LogRecord, MetricPoint, SpanRecord } from "../../../src/shared/record";
import { allOf, KeptRecords } from "../keptRecords";

export const startUnixNano = 1_700_000_000_250_000_000n;

export class TestContext implements ReceiverContext {
  readonly counters = new Counters();
  readonly points: MetricPoint[] = [];
  readonly logs: LogRecord[] = [];
  readonly spans: SpanRecord[] = [];
  readonly roles = new Roles();
  readonly intake: CommitIntake;
  /** Nanoseconds since the epoch. */
  clock = startUnixNano;
  /** Asked at each commit: why it fails. */
  commitProblem: () => Error | undefined = () => undefined;
  private nextId = 1;
  private seriesCount = 0;

  constructor(
    readonly settings: Readonly<Record<string, unknown>> = {},
    maxSeries = Infinity,
  ) {
    this.intake = new CommitIntake(
      {
        lastSeq: 0,
        pack: (records) => new KeptRecords(records),
        commit: (loose, packed) => {
          const problem = this.commitProblem();
          if (problem !== undefined) return Promise.reject(problem);
          const batch = allOf(loose, packed);
          this.points.push(...batch.points);
          this.logs.push(...batch.logs);
          this.spans.push(...batch.spans);
          return Promise.resolve();
        },
      },
      {
        resource: (key) => ({ id: this.nextId++, ...key }),
        series: (key) =>
          this.seriesCount++ < maxSeries ? { id: this.nextId++, ...key } : undefined,
      },
      this.counters,
    );
  }

  now(): bigint {
    return this.clock;
  }
  refused(receiver: string): Record<string, number> {
    return Object.fromEntries(this.counters.of(receiver).refused);
  }
  leftOut(receiver: string): Record<string, number> {
    return Object.fromEntries(this.counters.of(receiver).leftOut);
  }
  dropped(receiver: string): Record<string, number> {
    return Object.fromEntries(this.counters.of(receiver).dropped);
  }
}

/** Waits for what sockets and commits bring about. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
