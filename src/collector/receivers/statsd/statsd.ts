// statsd and DogStatsD on one UDP port. Samples are aggregated to a point a series and second; events and
// service checks are log records. There is no answer in this protocol: what cannot be kept is counted.

import type { LogRecord, MetricPoint } from "../../../shared/record";
import { CounterAggregate, GaugeAggregate, SetAggregate } from "../../pipeline/aggregate";
import type { Aggregate } from "../../pipeline/aggregate";
import { Aggregator, defaultAggregatorLimits } from "../../pipeline/aggregator";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { checkRecord, eventRecord } from "./eventRecords";
import { listenAll } from "./listeners";
import { LineReader, type LineSink } from "./lineReader";
import type { Refused, SampledSeries } from "./series";
import { StreamFrames } from "./streamFrames";
import { readSettings, type StatsdSettings } from "./settings";
import type { Value } from "./values";

const receiver = "statsd";
const clientTelemetry = "datadog.dogstatsd.client.";
/** A time of its own that lies further ahead is a slip (milliseconds for seconds). */
const maxAheadSeconds = 86_400;
/** Senders that are known to speak DogStatsD. */
const maxSenders = 1024;
/** What a record takes in the intake's queue beside its line. */
const recordBytes = 100;

export const createStatsd: CreateReceiver = (context): Receiver => {
  const statsd = new Statsd(context);
  return {
    id: receiver,
    title: "statsd and DogStatsD",
    listeners: [
      { name: "statsd", defaultPort: 8125, listen: (port) => listenAll(port, statsd, context) },
    ],
    dispose: () => {
      statsd.dispose();
      return Promise.resolve();
    },
  };
};

/** The receiver without its sockets. */
export class Statsd implements LineSink {
  private readonly settings: StatsdSettings;
  private readonly aggregator: Aggregator;
  private readonly reader = new LineReader(this);
  private readonly dogStatsdSenders = new Set<number>();
  /** Streams count downwards, ports of datagrams are positive. */
  private lastStream = 0;
  private sender = 0;
  private isDogStatsdSender = false;
  private logs: LogRecord[] = [];
  private points: MetricPoint[] = [];

  constructor(private readonly context: ReceiverContext) {
    this.settings = readSettings(context.settings);
    const { flushIntervalMs } = this.settings;
    this.aggregator = new Aggregator(
      context.intake,
      receiver,
      () => context.now(),
      () => this.reader.forget(),
      { ...defaultAggregatorLimits, flushIntervalMs },
    );
  }

  /** `sender` tells senders apart: what one has sent says which dialect it speaks. */
  datagram(bytes: Buffer, sender: number): void {
    this.sender = sender;
    this.isDogStatsdSender = this.dogStatsdSenders.has(sender);
    this.reader.read(bytes);
    if (this.logs.length === 0 && this.points.length === 0) return;
    const { logs, points } = this;
    this.logs = [];
    this.points = [];
    const sizeBytes = bytes.length + recordBytes * (logs.length + points.length);
    this.context.intake.offer(receiver, { logs, points }, sizeBytes);
  }

  /** Does not wait for the end of the interval. */
  flush(): void {
    this.aggregator.flushNow();
  }

  /** For one connection; a stream says no more of its sender than that. */
  createFrames(): StreamFrames {
    const sender = --this.lastStream;
    return new StreamFrames(
      (payload) => this.datagram(payload, sender),
      (reason, beginning) => {
        this.context.intake.counters.refused(receiver, reason, 1, beginning);
      },
    );
  }

  dispose(): void {
    this.aggregator.dispose();
  }

  open(series: SampledSeries): Aggregate | undefined {
    if (series.name.startsWith(clientTelemetry)) {
      this.markDogStatsd();
      if (!this.settings.keepClientTelemetry) {
        this.context.intake.counters.leftOut(receiver, "client-telemetry");
        return undefined;
      }
    }
    const { name, kind, unit, tags } = series;
    return this.aggregator.open({ name, type: kind, unit, ...tags });
  }

  add(series: SampledSeries, aggregate: Aggregate, value: Value): void {
    if (series.isDogStatsd && !this.isDogStatsdSender) this.markDogStatsd();
    if (aggregate instanceof GaugeAggregate && this.isChange(value)) {
      aggregate.addDelta(value.number);
    } else aggregate.add(value.number, series.weight);
    if (!aggregate.isActive) this.aggregator.activate(aggregate);
  }

  member(aggregate: Aggregate, member: string): void {
    if (aggregate instanceof SetAggregate) aggregate.addMember(member);
    if (!aggregate.isActive) this.aggregator.activate(aggregate);
  }

  timed(series: SampledSeries, value: Value): void {
    this.markDogStatsd();
    const aggregate = this.open(series);
    const time = BigInt(series.timeSeconds) * 1_000_000_000n;
    if (aggregate instanceof CounterAggregate) {
      this.points.push(aggregate.point(value.number * series.weight, time, 0n));
    } else if (aggregate instanceof GaugeAggregate) {
      this.points.push(aggregate.point(value.number, time));
    }
  }

  isAhead(timeSeconds: number): boolean {
    return timeSeconds > Number(this.context.now() / 1_000_000_000n) + maxAheadSeconds;
  }

  event(line: string): Refused | undefined {
    return this.log(eventRecord(line, this.context), "bad-event");
  }

  serviceCheck(line: string): Refused | undefined {
    return this.log(checkRecord(line, this.context), "bad-service-check");
  }

  refused(reason: Refused, latin1: string): void {
    const { counters } = this.context.intake;
    counters.refused(receiver, reason, 1, Buffer.from(latin1, "latin1"));
  }

  private log(record: LogRecord | undefined, otherwise: Refused): Refused | undefined {
    if (record === undefined) return otherwise;
    this.markDogStatsd();
    this.logs.push(record);
    return undefined;
  }

  private isChange({ sign }: Value): boolean {
    if (sign === "") return false;
    const { signedGauges } = this.settings;
    if (signedGauges !== "auto") return signedGauges === "change";
    return sign === "+" || !this.isDogStatsdSender;
  }

  private markDogStatsd(): void {
    this.isDogStatsdSender = true;
    if (this.dogStatsdSenders.size >= maxSenders) this.dogStatsdSenders.clear();
    this.dogStatsdSenders.add(this.sender);
  }
}
