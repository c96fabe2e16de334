// What was exposed of one series: who it is, and its values at one time. A histogram's or a summary's many
// samples are one reading.

import type { ExponentialSamples } from "../../pipeline/exponential";
import type { Quantile, Series } from "../../../shared/record";

/** Types that differ in how they are read; info and stateset are gauges of 1 and 0. */
export type ExposedType =
  "counter" | "gauge" | "histogram" | "gaugehistogram" | "summary" | "unknown";

/** What `# TYPE`, `# HELP` and `# UNIT` say. */
export interface Family {
  readonly type: ExposedType;
  readonly help: string;
  readonly unit: string;
}

/** Kept from one exposition of a target to the next. */
export class Reading {
  /** Distinguishes it within its target. */
  readonly key: string;
  /** Milliseconds since the epoch; NaN when the exposition does not say. */
  timeMs = NaN;
  /** Seconds since the epoch; NaN when unknown. */
  createdSeconds = NaN;
  value = NaN;
  sum = NaN;
  count = NaN;
  /** Upper bounds as they came, and how many samples are not above each. */
  bounds: number[] = [];
  cumulative: number[] = [];
  quantiles: Quantile[] = [];
  /** Of a native histogram, in place of the buckets. */
  native: ExponentialSamples | undefined;
  /** As they stand in the exposition. */
  exemplars: string[] = [];

  /** The exposition it was last seen in. */
  stamp = 0;
  /** What `PointMaker` remembers: the interned series, what it wrote last, and which exemplars it wrote. */
  series: Series | undefined;
  writtenValue = NaN;
  writtenTimeUnixNano = 0n;
  writtenExemplars: readonly string[] = [];

  constructor(
    readonly name: string,
    readonly type: ExposedType,
    readonly unit: string,
    readonly description: string,
    /** JSON text of a flat object, keys sorted; without `le` and `quantile` where these are no labels. */
    readonly attributes: string,
  ) {
    this.key = `${name}\n${type}\n${attributes}`;
  }

  begin(stamp: number): void {
    this.stamp = stamp;
    this.timeMs = this.createdSeconds = this.value = this.sum = this.count = NaN;
    if (this.bounds.length > 0) {
      this.bounds = [];
      this.cumulative = [];
    }
    this.native = undefined;
    if (this.quantiles.length > 0) this.quantiles = [];
    if (this.exemplars.length > 0) this.exemplars = [];
  }
}

/** Where the value of a sample belongs. */
export interface Slot {
  readonly reading: Reading;
  readonly part: "value" | "bucket" | "sum" | "count" | "quantile" | "created";
  /** Upper bound of a bucket, or the share of a quantile. */
  readonly bound: number;
}
