// What the collector knows of itself, once a second: counts by receiver and reason, rates, queue, disk, memory.

import type { ReceiverStats, Stats, TargetStats } from "../../shared/contract/stats";
import type { Signal } from "../../shared/record";
import type { Counters, ReceiverCounters } from "../pipeline/counters";
import { Rate } from "../pipeline/rates";
import { RecordTally } from "../pipeline/recordTally";

export interface StatsSources {
  readonly counters: Counters;
  readonly receivers: () => readonly ReceiverAddress[];
  readonly queue: () => { readonly bytes: number; readonly limitBytes: number };
  readonly store: () => {
    readonly rows: Readonly<Record<Signal, number>>;
    readonly series: number;
    readonly diskBytes: number;
    readonly diskLimitBytes: number;
    readonly evicted: Readonly<Record<string, number>>;
    readonly firstSeq: number;
    readonly lastSeq: number;
    readonly restarts?: number;
    readonly problem?: string | undefined;
  };
  readonly clients: () => number;
}

export interface ReceiverAddress {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly problem?: string | undefined;
  readonly targets?: readonly TargetStats[] | undefined;
}

export class StatsBoard {
  private readonly startedMs = performance.now();
  private readonly tally = new RecordTally();
  private readonly recordRate = new Rate();
  private readonly errorRate = new Rate();
  private readonly receiverRates = new Map<string, Rate>();
  private readonly listeners = new Set<(stats: Stats) => void>();
  private readonly timer = setInterval(() => this.tick(), 1000).unref();

  constructor(private readonly sources: StatsSources) {}

  /** Counts what was committed. */
  take(tally: RecordTally): void {
    this.tally.addTally(tally);
  }

  onDidTick(listener: (stats: Stats) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  current(): Stats {
    const { counters } = this.sources;
    const { bytes, limitBytes } = this.sources.queue();
    const { problem, ...store } = this.sources.store();
    const known = this.sources.receivers();
    return {
      time: new Date().toISOString(),
      uptimeSeconds: Math.round((performance.now() - this.startedMs) / 1000),
      receivers: [
        ...known.map((receiver) => this.receiverStats(receiver, counters.of(receiver.id))),
        ...this.frontDoor(),
      ],
      levels: Object.fromEntries(this.tally.levels),
      recordsPerSecond: this.recordRate.value(),
      errorsPerSecond: this.errorRate.value(),
      queueBytes: bytes,
      queueLimitBytes: limitBytes,
      memoryBytes: process.memoryUsage.rss(),
      clients: this.sources.clients(),
      ...store,
      ...(problem === undefined ? {} : { problem }),
    };
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const nowMs = performance.now();
    this.recordRate.sample(this.tally.records, nowMs);
    this.errorRate.sample(this.tally.errors, nowMs);
    for (const { id } of this.sources.receivers()) {
      let rate = this.receiverRates.get(id);
      if (rate === undefined) this.receiverRates.set(id, (rate = new Rate()));
      rate.sample(this.sources.counters.of(id).received, nowMs);
    }
    if (this.listeners.size === 0) return;
    const stats = this.current();
    for (const listener of this.listeners) listener(stats);
  }

  /** What the HTTP port turned away before any receiver saw it; listed once there is something. */
  private frontDoor(): ReceiverStats[] {
    const counters = this.sources.counters.of("http");
    if (counters.refused.size === 0) return [];
    return [this.receiverStats({ id: "http", title: "HTTP port", address: "" }, counters)];
  }

  private receiverStats(receiver: ReceiverAddress, counters: ReceiverCounters): ReceiverStats {
    return {
      receiver: receiver.id,
      title: receiver.title,
      address: receiver.address,
      received: counters.received,
      stored: counters.stored,
      recordsPerSecond: this.receiverRates.get(receiver.id)?.value() ?? 0,
      dropped: Object.fromEntries(counters.dropped),
      refused: Object.fromEntries(counters.refused),
      leftOut: Object.fromEntries(counters.leftOut),
      ...(counters.lastTimeMs === 0
        ? {}
        : { lastTime: new Date(counters.lastTimeMs).toISOString() }),
      ...(receiver.problem === undefined ? {} : { problem: receiver.problem }),
      ...(receiver.targets === undefined ? {} : { targets: receiver.targets }),
    };
  }
}
