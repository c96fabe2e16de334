// Turns single samples into one metric point a series and interval, so that a million samples a second
// cost the store a row a second. A series that gets no samples emits nothing.

import type { MetricPoint, Quantile, Series } from "../../shared/record";
import { quantilesOf, shownQuantiles } from "../../shared/distribution";
import { LogBuckets } from "../../shared/logBuckets";
import { DistinctCounter } from "./distinctCounter";
import { emptyPoint } from "./emptyPoint";

/** What a series did since the last flush. Samples are finite. */
export interface Aggregate {
  readonly series: Series;
  /** It has samples that are not flushed yet. Kept by the `Aggregator`, like the next. */
  isActive: boolean;
  /** Time of its last point, nanoseconds since the epoch. */
  lastUnixNano: bigint;
  add(value: number, weight: number): void;
  /** A point for (start, time], or undefined when there is nothing to say. */
  take(timeUnixNano: bigint, startTimeUnixNano: bigint): MetricPoint | undefined;
}

export class CounterAggregate implements Aggregate {
  isActive = false;
  lastUnixNano = 0n;
  private increase = 0;
  private total = 0;
  constructor(readonly series: Series) {}

  add(value: number, weight: number): void {
    this.increase = finite(this.increase + value * weight);
  }

  take(time: bigint, start: bigint): MetricPoint {
    const { increase } = this;
    this.increase = 0;
    return this.point(increase, time, start);
  }

  /** An increase that the sender has aggregated itself; it counts into the total. */
  point(increase: number, time: bigint, start: bigint): MetricPoint {
    this.total = finite(this.total + increase);
    return { ...emptyPoint(this.series, time, start), value: increase, total: this.total };
  }
}

/** A value that stays the same is written down again after so long, to show that it is alive. */
const gaugeRepeatNanos = 10_000_000_000n;

export class GaugeAggregate implements Aggregate {
  isActive = false;
  lastUnixNano = 0n;
  private value = 0;
  private written: number | undefined;
  private writtenUnixNano = 0n;
  constructor(readonly series: Series) {}

  add(value: number): void {
    this.value = value;
  }

  /** A gauge that was never set starts at 0. */
  addDelta(delta: number): void {
    this.value = finite(this.value + delta);
  }

  take(time: bigint): MetricPoint | undefined {
    const age = time - this.writtenUnixNano;
    const isRecent = age >= 0n && age < gaugeRepeatNanos; // a clock may be set back
    if (this.value === this.written && isRecent) return undefined;
    this.written = this.value;
    this.writtenUnixNano = time;
    return this.point(this.value, time);
  }

  point(value: number, time: bigint): MetricPoint {
    return { ...emptyPoint(this.series, time, 0n), value };
  }
}

/** Up to so many samples an interval their quantiles are exact, as one who sends them by hand expects. */
const exactSamples = 100;

class HistogramAggregate implements Aggregate {
  isActive = false;
  lastUnixNano = 0n;
  private readonly buckets = new LogBuckets();
  private samples: number[] = [];
  private weight = 0;
  private count = 0;
  private sum = 0;
  private min = Infinity;
  private max = -Infinity;
  constructor(readonly series: Series) {}

  add(value: number, weight: number): void {
    this.buckets.add(value, weight);
    if (this.samples.length <= exactSamples) this.samples.push(value);
    // With different weights only the buckets know what a sample stands for: NaN for good.
    if (this.count === 0) this.weight = weight;
    else if (this.weight !== weight) this.weight = NaN;
    this.count += weight;
    this.sum = finite(this.sum + value * weight);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  take(time: bigint, start: bigint): MetricPoint {
    const { count, sum, min, max, samples } = this;
    const distribution = this.buckets.take();
    const isExact = samples.length <= exactSamples && !Number.isNaN(this.weight);
    this.samples = [];
    this.count = 0;
    this.sum = 0;
    this.min = Infinity;
    this.max = -Infinity;
    return {
      ...emptyPoint(this.series, time, start),
      value: sum / count,
      count,
      sum,
      min,
      max,
      distribution,
      quantiles: isExact ? exactQuantiles(samples) : quantilesOf(distribution, min, max),
    };
  }
}

/** By nearest rank: each is one of the samples. */
function exactQuantiles(samples: number[]): Quantile[] {
  samples.sort((a, b) => a - b);
  return shownQuantiles.map((q) => ({
    q,
    value: samples[Math.max(0, Math.ceil(q * samples.length) - 1)] ?? NaN,
  }));
}

export class SetAggregate implements Aggregate {
  isActive = false;
  lastUnixNano = 0n;
  private readonly members = new DistinctCounter();
  constructor(readonly series: Series) {}

  add(value: number): void {
    this.addMember(String(value));
  }
  addMember(member: string): void {
    this.members.add(member);
  }
  take(time: bigint, start: bigint): MetricPoint {
    return { ...emptyPoint(this.series, time, start), value: this.members.take() };
  }
}

/** Undefined for summaries, which senders compute themselves. */
export function newAggregate(series: Series): Aggregate | undefined {
  switch (series.type) {
    case "counter":
      return new CounterAggregate(series);
    case "gauge":
      return new GaugeAggregate(series);
    case "histogram":
      return new HistogramAggregate(series);
    case "set":
      return new SetAggregate(series);
    case "summary":
      return undefined;
  }
}

/** Sums that overflow stay at the largest number: an infinity has no JSON form. */
function finite(value: number): number {
  if (value > Number.MAX_VALUE) return Number.MAX_VALUE;
  return value < -Number.MAX_VALUE ? -Number.MAX_VALUE : value;
}
