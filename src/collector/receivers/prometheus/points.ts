// Readings → metric points. Counters, histograms and summaries are running totals on the wire and increases in
// the store; what a series says again and again is written down now and then only.

import { emptyPoint } from "../../pipeline/emptyPoint";
import type { Intake } from "../../pipeline/intake";
import {
  CumulativeStreams,
  subtractCounter,
  subtractSamples,
  type CountedSamples,
  type Increase,
} from "../../pipeline/cumulative";
import { type ExponentialSamples, subtractExponential } from "../../pipeline/exponential";
import { distributionFromBounds, distributionFromExponential } from "../../../shared/distribution";
import type { MetricPoint, MetricType, Series } from "../../../shared/record";
import { readExemplars } from "./exemplars";
import { maxStreams } from "./limits";
import { extremesOf, middleOf, nanosOf, type Source, startOf, withSamples } from "./pointParts";
import type { ExposedType, Reading } from "./reading";
import { countedSamples } from "./samples";

/** A target is asked every few seconds, and most of what it says stays the same. */
const repeatNanos = 15_000_000_000n;
/** A time of its own that lies further ahead is a slip (milliseconds for seconds). */
const maxAheadNanos = 86_400_000_000_000n;

const storedTypes: Readonly<Record<ExposedType, MetricType>> = {
  counter: "counter",
  gauge: "gauge",
  histogram: "histogram",
  // What it holds now, not what was added: its quantiles are all there is to say.
  gaugehistogram: "summary",
  summary: "summary",
  unknown: "gauge",
};

export class PointMaker {
  private readonly counters: CumulativeStreams<number>;
  private readonly samples: CumulativeStreams<CountedSamples>;
  private readonly natives: CumulativeStreams<ExponentialSamples>;

  constructor(
    private readonly intake: Intake,
    private readonly receiver: string,
    sinceUnixNano: bigint,
  ) {
    const onDidForget = () => intake.counters.refused(receiver, "stream-forgotten");
    const options = { sinceUnixNano, maxStreams, onDidForget };
    this.counters = new CumulativeStreams({ ...options, subtract: subtractCounter });
    this.samples = new CumulativeStreams({ ...options, subtract: subtractSamples });
    this.natives = new CumulativeStreams({ ...options, subtract: subtractExponential });
  }

  /** `undo` is to be called when they could not be stored. */
  pointsOf(
    readings: readonly Reading[],
    source: Source,
    now: bigint,
  ): { readonly points: MetricPoint[]; readonly undo: () => void } {
    const points: MetricPoint[] = [];
    for (const reading of readings) {
      const point = this.pointOf(reading, source, now);
      if (point !== undefined) points.push(point);
    }
    const undoCounters = this.counters.takeUndo();
    const undoSamples = this.samples.takeUndo();
    const undoNatives = this.natives.takeUndo();
    return {
      points,
      undo: () => {
        undoCounters();
        undoSamples();
        undoNatives();
        for (const reading of readings) reading.writtenTimeUnixNano = 0n;
      },
    };
  }

  private pointOf(reading: Reading, source: Source, now: bigint): MetricPoint | undefined {
    const time = Number.isNaN(reading.timeMs) ? now : nanosOf(reading.timeMs);
    if (time <= 0n || time > now + maxAheadNanos) return this.refuse("time-out-of-range");
    switch (reading.type) {
      case "counter":
        return this.counterPoint(reading, source, time);
      case "histogram":
        return reading.native === undefined
          ? this.histogramPoint(reading, source, time)
          : this.nativePoint(reading, source, time, reading.native);
      case "summary":
        return this.summaryPoint(reading, source, time);
      case "gaugehistogram":
        return this.levelsPoint(reading, source, time);
      case "gauge":
      case "unknown":
        return this.gaugePoint(reading, source, time);
    }
  }

  private gaugePoint(reading: Reading, source: Source, time: bigint): MetricPoint | undefined {
    const { value } = reading;
    if (Number.isNaN(value)) return undefined; // Prometheus' way to say that there is none
    if (!Number.isFinite(value)) return this.refuse("not-finite");
    const isSame = value === reading.writtenValue;
    const point = this.write(reading, source, time, 0n, isSame);
    if (point !== undefined) point.value = reading.writtenValue = value;
    return point;
  }

  private counterPoint(reading: Reading, source: Source, time: bigint): MetricPoint | undefined {
    const { value } = reading;
    if (Number.isNaN(value)) return undefined;
    if (!Number.isFinite(value)) return this.refuse("not-finite");
    const increase = this.increaseOf(this.counters, reading, source, time, value);
    if (increase === undefined) return undefined;
    const { added = 0, start } = increase;
    const point = this.write(reading, source, time, start, added === 0);
    if (point === undefined) return undefined;
    point.value = added;
    point.total = value;
    return point;
  }

  private histogramPoint(reading: Reading, source: Source, time: bigint): MetricPoint | undefined {
    const samples = countedSamples(reading);
    if (samples === undefined) return this.incomplete(reading);
    const increase = this.increaseOf(this.samples, reading, source, time, samples);
    if (increase === undefined) return undefined;
    const { added, start } = increase;
    const point = this.write(reading, source, time, start, (added?.count ?? 0) === 0);
    if (point === undefined || added === undefined) return point;
    return withSamples(point, added, distributionFromBounds(added.bounds, added.counts));
  }

  private nativePoint(
    reading: Reading,
    source: Source,
    time: bigint,
    samples: ExponentialSamples,
  ): MetricPoint | undefined {
    const increase = this.increaseOf(this.natives, reading, source, time, samples);
    if (increase === undefined) return undefined;
    const { added, start } = increase;
    const point = this.write(reading, source, time, start, (added?.count ?? 0) === 0);
    if (point === undefined || added === undefined) return point;
    return withSamples(point, added, distributionFromExponential(added));
  }

  private summaryPoint(reading: Reading, source: Source, time: bigint): MetricPoint | undefined {
    const { count, sum } = reading;
    const quantiles = reading.quantiles.filter(({ value }) => Number.isFinite(value));
    if (Number.isNaN(count)) {
      if (Number.isNaN(sum) && quantiles.length === 0) return this.incomplete(reading);
      const point = this.write(reading, source, time, 0n, false);
      if (point === undefined) return undefined;
      return { ...point, ...extremesOf(quantiles), value: middleOf(quantiles), quantiles };
    }
    const total: CountedSamples = { count, sum, bounds: [], counts: [] };
    const increase = this.increaseOf(this.samples, reading, source, time, total);
    if (increase === undefined) return undefined;
    const { added, start } = increase;
    const point = this.write(reading, source, time, start, (added?.count ?? 0) === 0);
    if (point === undefined) return undefined;
    const filled =
      added === undefined
        ? point
        : withSamples(point, added, distributionFromBounds([], [added.count]));
    // The sender's quantiles are of its own window, whatever our interval is.
    return { ...filled, ...extremesOf(quantiles), distribution: undefined, quantiles };
  }

  /** A histogram of what is there now. */
  private levelsPoint(reading: Reading, source: Source, time: bigint): MetricPoint | undefined {
    const samples = countedSamples(reading);
    if (samples === undefined) return this.incomplete(reading);
    const point = this.write(reading, source, time, 0n, false);
    if (point === undefined) return undefined;
    const distribution = distributionFromBounds(samples.bounds, samples.counts);
    return { ...withSamples(point, samples, distribution), distribution: undefined };
  }

  /** A reading may hold a `_created` alone, or nothing but NaN. */
  private incomplete(reading: Reading): undefined {
    const { bounds, count, sum, quantiles } = reading;
    const isEmpty = bounds.length + quantiles.length === 0 && Number.isNaN(count + sum);
    return isEmpty ? undefined : this.refuse("incomplete-histogram");
  }

  /** What was added since `start`; nothing is known of that the first time. undefined: out of order. */
  private increaseOf<T>(
    streams: CumulativeStreams<T>,
    reading: Reading,
    source: Source,
    time: bigint,
    value: T,
  ): { readonly added: T | undefined; readonly start: bigint } | undefined {
    const start = startOf(reading, source, time);
    const increase: Increase<T> = streams.increase({
      stream: `${source.id}\n${reading.key}`,
      // Of the whole source: a series that it did not expose the last time has begun since.
      metric: source.id,
      startTimeUnixNano: start,
      timeUnixNano: time,
      value,
    });
    switch (increase.kind) {
      case "increase":
        return { added: increase.value, start: increase.sinceUnixNano };
      case "first":
        return { added: source.isNew && start === 0n ? value : undefined, start: 0n };
      case "stale":
        if (time < reading.writtenTimeUnixNano) this.refuse("out-of-order");
        return undefined;
    }
  }

  /** An empty point; undefined when there is no need for one, or no series to be had. */
  private write(
    reading: Reading,
    source: Source,
    time: bigint,
    startTimeUnixNano: bigint,
    isUnchanged: boolean,
  ): MetricPoint | undefined {
    const isFresh = reading.exemplars.some((text) => !reading.writtenExemplars.includes(text));
    if (reading.writtenTimeUnixNano !== 0n && !isFresh) {
      // A target that repeats a time says that nothing is new; only a step back is a fault.
      if (time < reading.writtenTimeUnixNano) return this.refuse("out-of-order");
      if (time === reading.writtenTimeUnixNano) return undefined;
      const isRecent = time - reading.writtenTimeUnixNano < repeatNanos;
      if (source.isThinned && isUnchanged && isRecent) return undefined;
    }
    const series = this.seriesOf(reading, source);
    if (series === undefined) return undefined;
    const exemplars = isFresh ? readExemplars(reading, time) : "[]";
    // An empty list is filled the next time, and must not be both.
    reading.writtenExemplars = reading.exemplars.length === 0 ? [] : reading.exemplars;
    reading.writtenTimeUnixNano = time;
    return emptyPoint(series, time, startTimeUnixNano, exemplars);
  }

  private seriesOf(reading: Reading, { resource }: Source): Series | undefined {
    if (reading.series?.resource === resource) return reading.series;
    const { name, unit, description, attributes } = reading;
    reading.series = this.intake.series({
      name,
      type: storedTypes[reading.type],
      unit,
      description,
      attributes,
      resource,
      service: resource.service,
      run: resource.run,
      receiver: this.receiver,
    });
    return reading.series;
  }

  private refuse(reason: string): undefined {
    this.intake.counters.refused(this.receiver, reason);
  }
}
