// Sorts samples into readings: which family a sample's name belongs to, and which part of it the sample is.
// Kept for a target from one exposition to the next, so that a series is worked out once.

import type { ExponentialSamples } from "../../pipeline/exponential";
import { type Label, labelsToJson, sorted } from "./labels";
import { maxBuckets, maxExemplars, maxLabelsBytes, maxNameBytes } from "./limits";
import { readNumber } from "./number";
import { type ExposedType, type Family, Reading, type Slot } from "./reading";
import { unitOf } from "./units";

export type SlotRefusal = "name-too-long" | "labels-too-long" | "bad-bucket";

const noFamily: Family = { type: "unknown", help: "", unit: "" };

export class ReadingTable {
  /** Readings of the current exposition, in its order. */
  active: Reading[] = [];
  private readonly families = new Map<string, Family>();
  private readonly readings = new Map<string, Reading>();
  /** Families that samples were sorted by, whether they were declared or not. */
  private readonly used = new Set<string>();
  private stamp = 0;

  /** `fixed` labels count before those that samples carry; "" takes a label away. */
  constructor(private readonly fixed: ReadonlyMap<string, string> = new Map()) {}

  get size(): number {
    return this.readings.size;
  }

  begin(): void {
    this.stamp++;
    this.active = [];
  }

  clear(): void {
    this.readings.clear();
    this.used.clear();
  }

  forgetFamilies(): void {
    this.families.clear();
  }

  /** False when samples were sorted already as though this were not so: they have to be sorted anew. */
  declare(name: string, what: Partial<Family>): boolean {
    const known = this.families.get(name) ?? noFamily;
    const family = { ...known, ...what };
    this.families.set(name, family);
    const isSame =
      known.type === family.type && known.help === family.help && known.unit === family.unit;
    return isSame || !this.used.has(name);
  }

  typeOf(name: string): ExposedType {
    return this.families.get(name)?.type ?? "unknown";
  }

  /** `labels` are sorted; `scope` keeps apart what several sources have in one table. */
  slotOf(name: string, labels: readonly Label[], scope = ""): Slot | SlotRefusal {
    if (name.length > maxNameBytes) return "name-too-long";
    const { base, family, part } = this.partOf(name, labels);
    this.used.add(name).add(beforeSuffix(name));
    const special = part === "bucket" ? "le" : part === "quantile" ? "quantile" : "";
    const bound = special === "" ? NaN : boundOf(labels, special);
    if (bound === undefined) return "bad-bucket";
    const attributes = labelsToJson(this.withFixed(labels), special);
    if (attributes.length > maxLabelsBytes) return "labels-too-long";
    const type = storedTypeOf(base, family);
    const unit = unitOf(base, family.unit).slice(0, maxNameBytes);
    const description = family.help.slice(0, maxNameBytes);
    const made = new Reading(base, type, unit, description, attributes);
    const key = scope + made.key;
    const reading = this.readings.get(key) ?? made;
    this.readings.set(key, reading);
    return { reading, part, bound };
  }

  putNative({ reading }: Slot, samples: ExponentialSamples, timeMs: number): void {
    this.activate(reading, timeMs);
    reading.native = samples;
  }

  /** Of a series that comes twice the last counts. */
  put(
    { reading, part, bound }: Slot,
    value: number,
    timeMs: number,
    exemplars: readonly string[],
  ): void {
    this.activate(reading, timeMs);
    for (const exemplar of exemplars) {
      if (reading.exemplars.length < maxExemplars) reading.exemplars.push(exemplar);
    }
    switch (part) {
      case "value":
        reading.value = value;
        return;
      case "sum":
        reading.sum = value;
        return;
      case "count":
        reading.count = value;
        return;
      case "created":
        reading.createdSeconds = value;
        return;
      case "bucket":
        if (reading.bounds.length >= maxBuckets) return;
        reading.bounds.push(bound);
        reading.cumulative.push(value);
        return;
      case "quantile":
        if (reading.quantiles.length >= maxBuckets) return;
        reading.quantiles.push({ q: bound, value });
    }
  }

  private activate(reading: Reading, timeMs: number): void {
    if (reading.stamp !== this.stamp) {
      reading.begin(this.stamp);
      this.active.push(reading);
    }
    if (!Number.isNaN(timeMs)) reading.timeMs = timeMs;
  }

  private withFixed(labels: readonly Label[]): readonly Label[] {
    return this.fixed.size === 0 ? labels : sorted(new Map([...labels, ...this.fixed]));
  }

  private partOf(name: string, labels: readonly Label[]): Part {
    const exact = this.families.get(name);
    if (exact !== undefined) return this.exactPart(name, exact, labels);
    const base = beforeSuffix(name);
    const family = this.families.get(base);
    if (family !== undefined) {
      const part = suffixPart(family.type, name.slice(base.length), labels);
      // A counter's `# TYPE` leaves `_total` out in OpenMetrics, and has it in the text format.
      if (part === "created" && family.type === "counter") {
        return { base: `${base}_total`, family, part };
      }
      if (part === "value") return { base: name, family, part };
      if (part !== undefined) return { base, family, part };
    }
    const total = name.endsWith("_created") ? this.families.get(`${base}_total`) : undefined;
    if (total !== undefined) return { base: `${base}_total`, family: total, part: "created" };
    return { base: name, family: noFamily, part: "value" };
  }

  private exactPart(name: string, family: Family, labels: readonly Label[]): Part {
    if (family.type === "summary" && labels.some(([label]) => label === "quantile")) {
      return { base: name, family, part: "quantile" };
    }
    // Clients that write both formats give the text format their `_created` as gauges of their own.
    if (family.type === "gauge" && name.endsWith("_created")) {
      const base = name.slice(0, -"_created".length);
      const owner = this.families.get(base);
      if (owner !== undefined && hasCreated(owner.type)) {
        return { base, family: owner, part: "created" };
      }
      const total = this.families.get(`${base}_total`);
      if (total?.type === "counter") {
        return { base: `${base}_total`, family: total, part: "created" };
      }
    }
    return { base: name, family, part: "value" };
  }
}

interface Part {
  /** Name under which the series is stored. */
  readonly base: string;
  readonly family: Family;
  readonly part: Slot["part"];
}

/** "x" of "x_sum"; "" when there is no suffix. */
const beforeSuffix = (name: string) => name.slice(0, Math.max(0, name.lastIndexOf("_")));

const hasCreated = (type: ExposedType) => type === "histogram" || type === "summary";

function suffixPart(
  type: ExposedType,
  suffix: string,
  labels: readonly Label[],
): Slot["part"] | undefined {
  switch (`${type}${suffix}`) {
    case "histogram_bucket":
    case "gaugehistogram_bucket":
      return labels.some(([name]) => name === "le") ? "bucket" : undefined;
    case "histogram_sum":
    case "summary_sum":
    case "gaugehistogram_gsum":
      return "sum";
    case "histogram_count":
    case "summary_count":
    case "gaugehistogram_gcount":
      return "count";
    case "histogram_created":
    case "summary_created":
    case "counter_created":
      return "created";
    case "counter_total":
    case "gauge_info": // `# TYPE x info` was read as a gauge
      return "value";
    default:
      return undefined;
  }
}

/** What does not say its type is a counter if it is named like one. */
function storedTypeOf(base: string, { type }: Family): ExposedType {
  if (type === "unknown") return base.endsWith("_total") ? "counter" : "gauge";
  return type;
}

function boundOf(labels: readonly Label[], name: string): number | undefined {
  const [, text = ""] = labels.find(([label]) => label === name) ?? [];
  const bound = readNumber(text);
  return bound === undefined || Number.isNaN(bound) ? undefined : bound;
}
