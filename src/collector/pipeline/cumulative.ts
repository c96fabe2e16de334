// Running totals → increases (OpenTelemetry metrics data model, "Resets and Gaps" and "Temporality").
// A counter that is older than we are starts at 0 here: what it counted before was not seen.

import { TextMemory } from "./textMemory";

/** Of the identities of all streams: with labels or resources of 8 KiB each, thousands would be too much. */
const maxCharacters = 16 * 1024 * 1024;

/** One point of a stream that only grows. */
export interface CumulativePoint<T> {
  /** Identity of the stream; equal for all of its points. */
  readonly stream: string;
  /** Identity of its metric and sender, whatever the attributes. */
  readonly metric: string;
  /** When it was 0; 0n when unknown. */
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly value: T;
}

export type Increase<T> =
  | { readonly kind: "increase"; readonly value: T; readonly sinceUnixNano: bigint }
  /** First seen, and it may have grown long before: nothing is known of its increase. */
  | { readonly kind: "first" }
  /** Not newer than the last point: a repetition (of the same time), or out of order. */
  | { readonly kind: "stale"; readonly isRepeat: boolean };

export interface CumulativeOptions<T> {
  /** What was added from `before` to `now`; undefined when something fell, which is a reset. */
  subtract(now: T, before: T): T | undefined;
  /** Streams that started after this were seen from their beginning. */
  readonly sinceUnixNano: bigint;
  /** Streams kept; past it, or past the length of all, the one that was silent longest is forgotten. */
  readonly maxStreams: number;
  /** Called for each stream that is forgotten: its next increase will not be known. */
  onDidForget?(): void;
}

interface Stream<T> {
  readonly timeUnixNano: bigint;
  readonly value: T;
}
interface Change<T> {
  readonly key: string;
  readonly timeUnixNano: bigint;
  readonly before: Stream<T> | undefined;
}

export class CumulativeStreams<T> {
  /** By stream and start, so that two processes which share an identity do not look like resets. */
  private readonly streams = new Map<string, Stream<T>>();
  /** Without this memory new streams start at 0, which is the cautious answer. */
  private readonly metrics: TextMemory<{ last: bigint; previous: bigint }>;
  /** Of the keys of streams. */
  private characters = 0;
  private seenSince: bigint;
  private changes: Change<T>[] = [];

  constructor(private readonly options: CumulativeOptions<T>) {
    this.seenSince = options.sinceUnixNano;
    this.metrics = new TextMemory({ entries: options.maxStreams, characters: maxCharacters });
  }

  get size(): number {
    return this.streams.size;
  }

  /** What the stream grew by since its last point. */
  increase(point: CumulativePoint<T>): Increase<T> {
    const { startTimeUnixNano, timeUnixNano, value } = point;
    const key = `${point.stream}@${startTimeUnixNano}`;
    const metricSeen = this.lastTimeOf(`${point.metric}@${startTimeUnixNano}`, timeUnixNano);
    const known = this.streams.get(key);
    if (known === undefined) {
      this.remember(key, { timeUnixNano, value });
      this.changes.push({ key, timeUnixNano, before: undefined });
      const since = this.beginning(point, metricSeen);
      return since === 0n ? { kind: "first" } : { kind: "increase", value, sinceUnixNano: since };
    }
    if (timeUnixNano <= known.timeUnixNano) {
      return { kind: "stale", isRepeat: timeUnixNano === known.timeUnixNano };
    }
    const sinceUnixNano = known.timeUnixNano;
    const added = this.options.subtract(value, known.value);
    this.changes.push({ key, timeUnixNano, before: known });
    this.streams.delete(key); // to the end: the first in the map is the one silent longest
    this.streams.set(key, { timeUnixNano, value });
    return { kind: "increase", value: added ?? value, sinceUnixNano };
  }

  /**
   * Ends a request. Calling the result takes its points back, because they were not stored: the sender will
   * send them again. What newer points have built upon stays.
   */
  takeUndo(): () => void {
    const { changes } = this;
    this.changes = [];
    return () => {
      for (const { key, timeUnixNano, before } of changes.reverse()) {
        if (this.streams.get(key)?.timeUnixNano !== timeUnixNano) continue;
        if (before === undefined) this.forget(key);
        else this.streams.set(key, before);
      }
    };
  }

  /** Since when a stream's first point is all increase; 0n when that is not known. */
  private beginning(point: CumulativePoint<T>, metricSeen: bigint): bigint {
    const { startTimeUnixNano: start, timeUnixNano: time } = point;
    // A start that equals the time is the data model's way to say "unknown".
    if (start !== 0n && start < time && start >= this.seenSince) return start;
    // The metric was seen before without this stream: it has come into being since.
    return metricSeen > this.seenSince ? metricSeen : 0n;
  }

  /** The time of the last export of the metric before the one at `time`; 0n when there was none. */
  private lastTimeOf(metric: string, time: bigint): bigint {
    const seen = this.metrics.get(metric);
    if (seen === undefined) {
      this.metrics.set(metric, { last: time, previous: 0n });
      return 0n;
    }
    if (time > seen.last) {
      seen.previous = seen.last;
      seen.last = time;
    }
    return time === seen.last ? seen.previous : 0n;
  }

  private remember(key: string, stream: Stream<T>): void {
    this.characters += key.length;
    for (const [oldest, { timeUnixNano }] of this.streams) {
      if (this.streams.size < this.options.maxStreams && this.characters <= maxCharacters) break;
      this.forget(oldest);
      // It may come back, and must not count anew what it had counted until then.
      if (timeUnixNano > this.seenSince) this.seenSince = timeUnixNano;
      this.options.onDidForget?.();
    }
    this.streams.set(key, stream);
  }

  private forget(key: string): void {
    if (this.streams.delete(key)) this.characters -= key.length;
  }
}

/** Increases → totals as far as they were seen. Bounded like the streams above. */
export class RunningTotals {
  private readonly totals = new Map<string, number>();
  private characters = 0;
  private changes: { readonly stream: string; readonly increase: number }[] = [];

  constructor(private readonly maxStreams: number) {}

  add(stream: string, increase: number): number {
    const total = (this.totals.get(stream) ?? 0) + increase;
    this.forget(stream); // to the end
    this.characters += stream.length;
    for (const oldest of this.totals.keys()) {
      if (this.totals.size < this.maxStreams && this.characters <= maxCharacters) break;
      this.forget(oldest);
    }
    this.totals.set(stream, total);
    this.changes.push({ stream, increase });
    return total;
  }

  /** As that of `CumulativeStreams`. */
  takeUndo(): () => void {
    const { changes } = this;
    this.changes = [];
    return () => {
      for (const { stream, increase } of changes) {
        const total = this.totals.get(stream);
        if (total !== undefined) this.totals.set(stream, total - increase);
      }
    };
  }

  private forget(stream: string): void {
    if (this.totals.delete(stream)) this.characters -= stream.length;
  }
}

/** `subtract` of a counter. */
export function subtractCounter(now: number, before: number): number | undefined {
  return now >= before ? now - before : undefined;
}

/** Samples of a histogram with explicit bounds, or of a summary (then without buckets). */
export interface CountedSamples {
  readonly count: number;
  /** NaN when the sender does not say. */
  readonly sum: number;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

/** `subtract` of a histogram. The sum may fall (negative samples); counts may not. */
export function subtractSamples(
  now: CountedSamples,
  before: CountedSamples,
): CountedSamples | undefined {
  const counts = subtractCounts(now.counts, before.counts);
  const isSameShape = now.bounds.every((bound, i) => bound === before.bounds[i]);
  if (counts === undefined || !isSameShape || now.bounds.length !== before.bounds.length) {
    return undefined;
  }
  if (now.count < before.count) return undefined;
  return {
    count: now.count - before.count,
    sum: now.sum - before.sum,
    bounds: now.bounds,
    counts,
  };
}

function subtractCounts(now: readonly number[], before: readonly number[]): number[] | undefined {
  if (now.length !== before.length) return undefined;
  const counts = now.map((count, i) => count - (before[i] ?? 0));
  return counts.some((count) => count < 0) ? undefined : counts;
}
