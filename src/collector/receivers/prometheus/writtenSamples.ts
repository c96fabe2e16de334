// Samples of remote writes → readings. A sender cuts its requests anywhere, so the buckets of one histogram may
// come in two of them: what is not whole waits for the rest, which is the next request of the same sender.

import type { ExponentialSamples } from "../../pipeline/exponential";
import { HeldExemplars } from "./heldExemplars";
import type { Label } from "./labels";
import { maxStreams } from "./limits";
import type { ExposedType, Family, Reading, Slot } from "./reading";
import { ReadingTable, type SlotRefusal } from "./readingTable";
import type { SourceName } from "./sources";
import type { WrittenSeries } from "./writeRequest";

/** A written sample at its place. */
interface Entry {
  readonly slot: Slot;
  readonly value: number;
  readonly timeMs: number;
  /** Given when its request ends. */
  exemplars?: readonly string[];
  readonly native?: ExponentialSamples;
}
interface Group {
  readonly sourceId: string;
  readonly timeMs: number;
  readonly entries: Entry[];
}
interface Waiting extends Group {
  readonly reading: Reading;
  readonly sinceMs: number;
}
/** Histograms that wait for the rest of their samples, and how long. */
const maxWaiting = 5_000;
const maxWaitMs = 10_000;

/** Readings of one source and time. Good until the next are asked for. */
export interface WrittenReadings {
  readonly sourceId: string;
  readonly source: SourceName;
  readonly readings: readonly Reading[];
}

export class WrittenSamples {
  private readonly table = new ReadingTable();
  private readonly sources = new Map<string, SourceName>();
  /** By series and time. */
  private readonly waiting = new Map<string, Waiting>();
  private groups = new Map<string, Group>();
  private readonly exemplars = new HeldExemplars<Reading>();
  /** Series of many samples in this request, and their times. */
  private seen = new Map<Reading, Set<number>>();

  /** Histograms of which a part is still to come. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  family(name: string, family: Partial<Family>): void {
    // Series that were sorted before their type was known begin anew under it.
    if (!this.table.declare(name, family)) this.clear();
  }

  /** For all series of a request before `add`: a bucket tells what `_sum` and `_count` beside it are. */
  foresee(name: string, { labels, histograms }: WrittenSeries): void {
    if (histograms.length > 0) this.assume(name, "histogram");
    const isBucket = name.endsWith("_bucket") && labels.some(([label]) => label === "le");
    if (isBucket) this.assume(name.slice(0, -"_bucket".length), "histogram");
    else if (labels.some(([label]) => label === "quantile")) this.assume(name, "summary");
  }

  /** Why the series cannot be taken; undefined when it is. */
  add(name: string, all: readonly Label[], series: WrittenSeries): SlotRefusal | undefined {
    const source = { job: valueOf(all, "job"), instance: valueOf(all, "instance") };
    // Without a job each metric is on its own: there is no telling what comes together.
    const sourceId = `write\n${source.job}\n${source.instance}\n${source.job === "" ? name : ""}`;
    const slot = this.table.slotOf(name, all.filter(isLabel), sourceId);
    if (typeof slot === "string") return slot;
    this.sources.set(sourceId, source);
    this.exemplars.add(slot.reading, series.exemplars);
    for (const { value, timeMs } of series.samples) {
      this.groupOf(sourceId, timeMs).entries.push({ slot, value, timeMs });
      if (slot.part !== "value") this.see(slot.reading, timeMs);
    }
    for (const { samples: native, timeMs } of series.histograms) {
      if (native === undefined) continue;
      this.groupOf(sourceId, timeMs).entries.push({ slot, value: NaN, timeMs, native });
    }
    return undefined;
  }

  /** Ends a request: what is whole, in the order of time. */
  *take(nowMs: number): Generator<WrittenReadings> {
    const released = this.resume(nowMs);
    const groups = [...this.groups.values()].sort((a, b) => a.timeMs - b.timeMs);
    this.groups = new Map();
    this.seen = new Map();
    // Those of a series go to the last of its samples.
    const lastOf = new Map<Reading, Entry>();
    for (const { entries } of groups) {
      for (const entry of entries) lastOf.set(entry.slot.reading, entry);
    }
    for (const [reading, entry] of lastOf) {
      entry.exemplars = [...(entry.exemplars ?? []), ...this.exemplars.take(reading)];
    }
    for (const group of groups) {
      this.table.begin();
      for (const { slot, value, timeMs, exemplars = [], native } of group.entries) {
        this.table.put(slot, value, timeMs, exemplars);
        if (native !== undefined) this.table.putNative(slot, native, timeMs);
      }
      const readings = this.table.active.filter(
        (reading) =>
          isWhole(reading) ||
          released.has(waitingKey(reading, group)) ||
          !this.wait(reading, group, nowMs),
      );
      const source = this.sources.get(group.sourceId) ?? { job: "", instance: "" };
      yield { sourceId: group.sourceId, source, readings };
    }
    this.exemplars.forget(nowMs);
    if (this.table.size > 2 * maxStreams) this.clear();
    if (this.sources.size > maxStreams) this.sources.clear();
  }

  /** How many exemplars were given up since the last time, because no sample came. */
  takeLostExemplars(): number {
    return this.exemplars.takeLost();
  }

  /** Puts what waited beside the rest of it. What waited in vain is given as it is. */
  private resume(nowMs: number): ReadonlySet<string> {
    const released = new Set<string>();
    for (const [key, { reading, sourceId, timeMs, sinceMs, entries }] of this.waiting) {
      const times = this.seen.get(reading);
      if (times === undefined && nowMs - sinceMs < maxWaitMs) continue;
      this.waiting.delete(key);
      this.groupOf(sourceId, timeMs).entries.push(...entries);
      if (times?.has(timeMs) !== true) released.add(key);
    }
    return released;
  }

  private wait(reading: Reading, group: Group, sinceMs: number): boolean {
    if (this.waiting.size >= maxWaiting) return false;
    const entries = group.entries.filter(({ slot }) => slot.reading === reading);
    this.waiting.set(waitingKey(reading, group), { ...group, reading, sinceMs, entries });
    return true;
  }

  private see(reading: Reading, timeMs: number): void {
    const times = this.seen.get(reading);
    if (times === undefined) this.seen.set(reading, new Set([timeMs]));
    else times.add(timeMs);
  }

  private clear(): void {
    this.table.clear();
    this.exemplars.forget(Infinity);
  }

  private assume(name: string, type: ExposedType): void {
    if (this.table.typeOf(name) === "unknown") this.family(name, { type });
  }

  private groupOf(sourceId: string, timeMs: number): Group {
    const key = `${timeMs}\n${sourceId}`;
    let group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, (group = { sourceId, timeMs, entries: [] }));
    return group;
  }
}

const waitingKey = ({ key }: Reading, { sourceId, timeMs }: Group) =>
  `${timeMs}\n${sourceId}\n${key}`;

const valueOf = (labels: readonly Label[], name: string) =>
  labels.find(([label]) => label === name)?.[1] ?? "";

/** Those that tell the series apart; the others are the resource's, and the name's. */
const isLabel = ([name, value]: Label) =>
  name !== "__name__" && name !== "job" && name !== "instance" && value !== "";

function isWhole({ type, bounds, count, sum, native }: Reading): boolean {
  if (native !== undefined) return true;
  if (type === "histogram" || type === "gaugehistogram") {
    return bounds.includes(Infinity) && !Number.isNaN(count) && !Number.isNaN(sum);
  }
  return type !== "summary" || (!Number.isNaN(count) && !Number.isNaN(sum));
}
