// Holds the aggregates of one receiver and flushes them at each full interval of the wall clock, so that
// the points of all series line up. Without samples there is no timer and no work.

import type { MetricPoint, MetricType } from "../../shared/record";
import { newAggregate, type Aggregate } from "./aggregate";
import type { Intake } from "./intake";

export interface AggregatorLimits {
  readonly flushIntervalMs: number;
  /** Aggregates in memory; a timer's takes 1 to 25 KiB. */
  readonly maxSeries: number;
}
export const defaultAggregatorLimits: AggregatorLimits = {
  flushIntervalMs: 1000,
  maxSeries: 20_000,
};
/** What was quiet for so long makes room for new series when there is none left. */
const idleNanos = 300_000_000_000n;
/** Size by which a point counts against the intake's queue. */
const pointBytes = 200;
const bucketBytes = 24;
/** Each service becomes a resource, and those are kept for good. */
const maxServices = 1000;

export interface SeriesIdentity {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly service: string;
  /** JSON text of a flat object. */
  readonly attributes: string;
  readonly run: string;
}

export class Aggregator {
  private readonly aggregates = new Map<string, Aggregate>();
  private active: Aggregate[] = [];
  private readonly services = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private sinceUnixNano: bigint | undefined;
  private lastEvictionUnixNano = 0n;
  private isDisposed = false;

  constructor(
    private readonly intake: Intake,
    private readonly receiver: string,
    private readonly now: () => bigint,
    private readonly onDidEvict: () => void,
    private readonly limits: AggregatorLimits = defaultAggregatorLimits,
  ) {}

  /** The one aggregate of a series; undefined, and counted as "series-limit", when there are too many. */
  open(identity: SeriesIdentity): Aggregate | undefined {
    const { name, type, unit, attributes, run } = identity;
    const service = this.admit(identity.service);
    const key = [type, unit, service, run, attributes, name].join("\u0000");
    const known = this.aggregates.get(key);
    if (known !== undefined) return known;
    if (this.aggregates.size >= this.limits.maxSeries && !this.evict()) {
      this.intake.counters.dropped(this.receiver, "series-limit");
      return undefined;
    }
    const resource = this.intake.resource({
      service,
      attributes: service === "" ? "{}" : JSON.stringify({ "service.name": service }),
      run,
    });
    const { receiver } = this;
    const series = this.intake.series({
      ...identity,
      service,
      description: "",
      resource,
      receiver,
    });
    const aggregate = series && newAggregate(series);
    if (aggregate !== undefined) this.aggregates.set(key, aggregate);
    return aggregate;
  }

  /** To be called after a sample was added to an aggregate that is not active. */
  activate(aggregate: Aggregate): void {
    aggregate.isActive = true;
    this.active.push(aggregate);
    this.schedule();
  }

  /** Flushes what is there, whatever the time. */
  flushNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = this.now();
    this.flush(now, this.sinceUnixNano ?? now);
  }

  /** Flushes; what comes after that is not flushed any more. */
  dispose(): void {
    this.isDisposed = true;
    this.flushNow();
  }

  private schedule(): void {
    if (this.timer !== undefined || this.isDisposed) return;
    const interval = BigInt(this.limits.flushIntervalMs) * 1_000_000n;
    const now = this.now();
    const due = (now / interval + 1n) * interval;
    this.sinceUnixNano ??= due - interval;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        const late = (this.now() / interval) * interval; // after a sleep of the machine
        this.flushIfRoom(late > due ? late : due);
      },
      Math.ceil(Number(due - now) / 1e6),
    );
  }

  /** A full queue costs resolution, not samples: they stay in their aggregates for the next interval. */
  private flushIfRoom(time: bigint): void {
    if (this.intake.hasRoom(this.active.length * pointBytes)) {
      this.flush(time, this.sinceUnixNano ?? time);
    } else this.schedule();
  }

  private flush(time: bigint, start: bigint): void {
    const points: MetricPoint[] = [];
    let sizeBytes = 0;
    for (const aggregate of this.active) {
      const point = aggregate.take(time, start);
      aggregate.isActive = false;
      aggregate.lastUnixNano = time;
      if (point === undefined) continue;
      points.push(point);
      sizeBytes += pointBytes + bucketBytes * (point.distribution?.counts.length ?? 0);
    }
    this.active = [];
    this.sinceUnixNano = undefined;
    this.intake.offer(this.receiver, { points }, sizeBytes);
  }

  /** Drops what was quiet for long: its running total starts anew when it comes back. */
  private evict(): boolean {
    const now = this.now();
    if (now - this.lastEvictionUnixNano < idleNanos / 10n) return false;
    this.lastEvictionUnixNano = now;
    const before = this.aggregates.size;
    for (const [key, aggregate] of this.aggregates) {
      const isIdle = !aggregate.isActive && now - aggregate.lastUnixNano > idleNanos;
      if (isIdle) this.aggregates.delete(key);
    }
    if (this.aggregates.size === before) return false;
    this.onDidEvict();
    return true;
  }

  private admit(service: string): string {
    if (service === "" || this.services.has(service)) return service;
    if (this.services.size < maxServices) {
      this.services.add(service);
      return service;
    }
    this.intake.counters.refused(this.receiver, "service-limit");
    return "";
  }
}
