// What all kinds of data points share: times, flags, attributes, exemplars, and the memory that turns running
// totals into increases. One for a receiver: the memory outlives a request.

import { emptyPoint } from "../../pipeline/emptyPoint";
import type { Intake } from "../../pipeline/intake";
import {
  CumulativeStreams,
  RunningTotals,
  subtractCounter,
  subtractSamples,
  type CountedSamples,
  type Increase,
} from "../../pipeline/cumulative";
import { subtractExponential, type ExponentialSamples } from "../../pipeline/exponential";
import type { MetricPoint, MetricType, Resource, Series } from "../../../shared/record";
import type { AttributeWriter } from "./attributes";
import type { Scope } from "./blocks";
import { Exemplars } from "./exemplars";
import { maxIdentityBytes } from "./limits";
import { Losses, type LossReason } from "./losses";
import { readTime } from "./times";
import { WireReader } from "../../pipeline/wireReader";

export type Temporality = "unspecified" | "delta" | "cumulative";

/** A metric as its points need it. */
export interface MetricStream {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: MetricType;
  readonly isMonotonic: boolean;
  readonly temporality: Temporality;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** Streams of one kind that are remembered; a histogram takes about a KiB. */
const maxStreams = 20_000;
/** Bit of `flags`: the stream ended, its values mean nothing (metrics data model, "No recorded value"). */
const noRecordedValue = 1;

/** Field numbers × 8 + wire type of what every kind of point has; those of the times are the same in each. */
export interface SharedTags {
  readonly attributes: number;
  readonly flags: number;
  readonly exemplar?: number;
}
const startTimeTag = 0x11;
const timeTag = 0x19;

export class PointReader {
  /** Of the request being decoded. */
  losses = new Losses();
  reader = new WireReader(new Uint8Array(0));
  readonly exemplars: Exemplars;
  readonly counters: CumulativeStreams<number>;
  readonly samples: CumulativeStreams<CountedSamples>;
  readonly exponentials: CumulativeStreams<ExponentialSamples>;
  readonly totals = new RunningTotals(maxStreams);
  time = 0n;
  startTime = 0n;
  private flags = 0;
  private now = 0n;
  private rejected = 0;
  private metric = "";

  constructor(
    private readonly intake: Intake,
    private readonly attributes: AttributeWriter,
    parts: AttributeWriter,
    sinceUnixNano: bigint,
  ) {
    const options = {
      sinceUnixNano,
      maxStreams,
      onDidForget: () => this.losses.add("metric-stream-forgotten"),
    };
    this.exemplars = new Exemplars(parts);
    this.counters = new CumulativeStreams({ ...options, subtract: subtractCounter });
    this.samples = new CumulativeStreams({ ...options, subtract: subtractSamples });
    this.exponentials = new CumulativeStreams({ ...options, subtract: subtractExponential });
  }

  startRequest(now: bigint): void {
    this.now = now;
    this.rejected = 0;
  }

  /** Ends the request; calling the result forgets its points again. */
  takeUndo(): () => void {
    const undo = [this.counters, this.samples, this.exponentials, this.totals].map((memory) =>
      memory.takeUndo(),
    );
    return () => {
      for (const take of undo) take();
    };
  }

  startMetric(reader: WireReader, stream: MetricStream): void {
    this.reader = reader;
    const { name, type, unit, resource, scope } = stream;
    // By content: ids of resources and series change when the store is cleared, running totals do not.
    this.metric = [
      ...[resource.run, resource.attributes, scope.name, scope.version, scope.members],
      ...[name, type, unit],
    ].join("\n");
  }

  startPoint(): void {
    this.time = 0n;
    this.startTime = 0n;
    this.flags = 0;
    this.attributes.begin("", maxIdentityBytes);
    this.exemplars.begin();
  }

  /** A field of the point that its kind has no other use for; unknown ones are passed over. */
  readShared(tag: number, tags: SharedTags, end: number): void {
    const { reader } = this;
    switch (tag) {
      case tags.attributes:
        this.attributes.read(reader, reader.frame(end));
        break;
      case timeTag:
        this.time = readTime(reader, this.losses);
        break;
      case startTimeTag:
        this.startTime = readTime(reader, this.losses);
        break;
      case tags.flags:
        this.flags = reader.varint();
        break;
      case tags.exemplar:
        this.exemplars.read(reader, reader.frame(end), this.losses);
        break;
      default:
        reader.skip(tag, end);
    }
  }

  /** Call when all fields of the point are read. True when there is no value to keep. */
  endPoint(end: number): boolean {
    this.reader.endOf(end);
    if (this.time === 0n) this.time = this.now;
    if (this.startTime > this.time) this.startTime = 0n;
    return (this.flags & noRecordedValue) !== 0;
  }

  /** The series of the point just read; undefined (and rejected) past the bound on series. */
  seriesOf(stream: MetricStream): Series | undefined {
    const { name, type, unit, description, resource } = stream;
    const series = this.intake.series({
      name,
      type,
      unit,
      description,
      resource,
      service: resource.service,
      attributes: this.attributes.finishSorted(),
      receiver: "otlp",
      run: resource.run,
    });
    return series ?? this.reject("series-limit");
  }

  /** Identity of the point's stream: two scopes may feed one series, and must not look like resets. */
  streamOf(series: Series): string {
    return `${this.metric}\n${series.attributes}`;
  }

  /** What a cumulative point adds to its stream. */
  increaseOf<T>(streams: CumulativeStreams<T>, series: Series, value: T): Increase<T> {
    const increase = streams.increase({
      stream: this.streamOf(series),
      metric: this.metric,
      startTimeUnixNano: this.startTime,
      timeUnixNano: this.time,
      value,
    });
    // Fluent Bit exports a counter that did not change with the time of its last change.
    if (increase.kind === "stale") {
      this.losses.add(increase.isRepeat ? "metric-repeated" : "metric-out-of-order");
    }
    return increase;
  }

  /** The point just read, with nothing in it yet. */
  pointOf(series: Series, startTimeUnixNano: bigint): MetricPoint {
    return emptyPoint(series, this.time, startTimeUnixNano, this.exemplars.text());
  }

  reject(reason: LossReason): undefined {
    this.losses.add(reason);
    this.rejected++;
  }

  takeRejected(): number {
    const { rejected } = this;
    this.rejected = 0;
    return rejected;
  }
}
