import { DDSketch } from "@datadog/sketches-js";
import { describe, expect, it } from "vitest";
import {
  distributionFromBounds,
  distributionFromExponential,
  distributionFromText,
  distributionToText,
  quantileOf,
  quantilesOf,
} from "../../src/shared/distribution";
import { LogBuckets } from "../../src/shared/logBuckets";
import { mergeDistributions } from "../../src/shared/mergeDistributions";
import type { Distribution } from "../../src/shared/record";
import { distributionFromSamples } from "./aDistribution";

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Deterministic, uniform in [0, 1). */
function random(seed: number): () => number {
  return () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}
const logNormal = (next: () => number) =>
  Math.exp(3 + Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next()));

function expectAscending({ lower, upper }: Distribution) {
  for (let i = 0; i < lower.length; i++) {
    expect(lower[i]).toBeLessThanOrEqual(upper[i]!);
    if (i > 0) expect(lower[i]).toBeGreaterThanOrEqual(upper[i - 1]!);
  }
}

describe("a distribution of samples", () => {
  it("answers every quantile within 2.2 % of the exact one", () => {
    const next = random(7);
    const samples = Array.from({ length: 20_000 }, () => logNormal(next));

    const distribution = distributionFromSamples(samples);

    const sorted = samples.toSorted((a, b) => a - b);
    for (const q of [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]) {
      const exact = sorted[Math.ceil(q * sorted.length) - 1]!;
      const found = quantileOf(distribution, q, sorted[0], sorted.at(-1));
      expect(Math.abs(found - exact) / exact).toBeLessThan(0.022);
    }
  });

  it("agrees with DDSketch within the sum of both errors", () => {
    const next = random(11);
    const samples = Array.from({ length: 5_000 }, () => logNormal(next) - 15);
    const sketch = new DDSketch({ relativeAccuracy: 0.01 });
    for (const sample of samples) sketch.accept(sample);

    const distribution = distributionFromSamples(samples);

    for (const q of [0.05, 0.2, 0.5, 0.9, 0.99]) {
      const theirs = sketch.getValueAtQuantile(q);
      expect(Math.abs(quantileOf(distribution, q) - theirs)).toBeLessThan(
        Math.abs(theirs) * 0.033 + 0.02,
      );
    }
  });

  it("keeps negative values, zeros and positive values apart and in order", () => {
    const distribution = distributionFromSamples([-8, -1, 0, 0, 1, 8]);

    expectAscending(distribution);
    expect(distribution.counts).toEqual([1, 1, 2, 1, 1]);
    expect(distribution.upper[4]).toBe(8);
    expect(quantileOf(distribution, 0.5)).toBe(0);
    expect(quantileOf(distribution, 0, -8, 8)).toBe(-8);
  });

  it.each([
    ["smallest", [5e-324, 1e-300]],
    ["largest", [Number.MAX_VALUE, 1e300]],
    ["strange", [NaN, Infinity, -Infinity, 1]],
  ])("stays bounded and finite for the %s numbers", (_name, samples) => {
    const distribution = distributionFromSamples(samples);

    expectAscending(distribution);
    expect(distribution.lower.every(Number.isFinite)).toBe(true);
    expect(distribution.upper.every(Number.isFinite)).toBe(true);
    expect(sum(distribution.counts)).toBe(samples.filter(Number.isFinite).length);
  });

  it("starts anew after being taken", () => {
    const buckets = new LogBuckets();
    buckets.add(3, 10);
    buckets.add(4000, 0.5);

    const first = buckets.take();
    const second = buckets.take();

    expect(first.counts).toEqual([10, 0.5]);
    expect(second.counts).toEqual([]);
  });

  it("gives the one sample for every quantile when its value is the minimum and maximum", () => {
    const distribution = distributionFromSamples([42.5]);

    expect(quantilesOf(distribution, 42.5, 42.5)).toEqual([
      { q: 0.5, value: 42.5 },
      { q: 0.95, value: 42.5 },
      { q: 0.99, value: 42.5 },
    ]);
  });
});

describe("a distribution with explicit bounds", () => {
  const bounds = [0, 5, 10, 25];

  it("has one bucket between each two bounds and open ones outside", () => {
    const distribution = distributionFromBounds(bounds, [1, 2, 0, 3, 4]);

    expect(distribution).toEqual({
      lower: [-Infinity, 0, 10, 25],
      upper: [0, 5, 25, Infinity],
      counts: [1, 2, 3, 4],
    });
  });

  it("interpolates within a bucket", () => {
    const distribution = distributionFromBounds(bounds, [0, 10, 10, 0, 0]);

    expect(quantileOf(distribution, 0.25)).toBe(2.5);
    expect(quantileOf(distribution, 0.5)).toBe(5);
    expect(quantileOf(distribution, 0.75)).toBe(7.5);
    expect(quantileOf(distribution, 1)).toBe(10);
  });

  it("reaches into an open bucket as far as the extreme value, else not at all", () => {
    const distribution = distributionFromBounds(bounds, [0, 0, 0, 0, 4]);

    expect(quantileOf(distribution, 0.5, 25, 45)).toBe(35);
    expect(quantileOf(distribution, 0.5)).toBe(25);
  });

  it("is without a quantile when empty", () => {
    const distribution = distributionFromBounds(bounds, [0, 0, 0, 0, 0]);

    expect(quantileOf(distribution, 0.5)).toBeNaN();
    expect(quantilesOf(distribution)).toEqual([]);
  });
});

describe("a distribution of an exponential histogram", () => {
  it("has buckets (base^i, base^(i+1)] on both sides of zero", () => {
    const distribution = distributionFromExponential({
      scale: 0,
      zeroCount: 3,
      zeroThreshold: 0.5,
      positive: { offset: 0, counts: [1, 0, 2] },
      negative: { offset: 1, counts: [4, 5] },
    });

    expect(distribution).toEqual({
      lower: [-8, -4, -0.5, 1, 4],
      upper: [-4, -2, 0.5, 2, 8],
      counts: [5, 4, 3, 1, 2],
    });
  });

  it("of a finer scale has the buckets that samples have", () => {
    const samples = [3, 3.01, 100, 2000];
    const scale = 8;
    const index = (v: number) => Math.ceil(Math.log2(v) * 2 ** scale) - 1;
    const offset = index(3);
    const counts = new Array<number>(index(2000) - offset + 1).fill(0);
    for (const sample of samples) counts[index(sample) - offset]! += 1;

    const distribution = distributionFromExponential({
      scale,
      zeroCount: 0,
      positive: { offset, counts },
      negative: { offset: 0, counts: [] },
    });

    expect(distribution).toEqual(distributionFromSamples(samples));
  });
});

describe("merging distributions", () => {
  it("of samples is the distribution of all samples", () => {
    const next = random(3);
    const a = Array.from({ length: 500 }, () => logNormal(next));
    const b = Array.from({ length: 300 }, () => logNormal(next) - 10);

    const merged = mergeDistributions(distributionFromSamples(a), distributionFromSamples(b));

    expect(merged).toEqual(distributionFromSamples([...a, ...b]));
  });

  it("shares the samples of a wide bucket among narrower ones", () => {
    const a = distributionFromBounds([0, 10, 20], [0, 10, 10, 0]);
    const b = distributionFromBounds([0, 5, 20], [0, 6, 3, 0]);

    const merged = mergeDistributions(a, b);

    expect(merged).toEqual({ lower: [0, 5, 10], upper: [5, 10, 20], counts: [11, 6, 12] });
  });

  it("keeps every sample when ends are open and zeros have a bucket of their own", () => {
    const a = distributionFromBounds([1, 10], [2, 3, 4]);
    const b = distributionFromSamples([-3, 0, 0, 2, 500]);

    const merged = mergeDistributions(a, b);

    expectAscending(merged);
    expect(sum(merged.counts)).toBeCloseTo(14, 9);
    expect(merged.counts.every(Number.isFinite)).toBe(true);
  });

  it("with an empty one changes nothing", () => {
    const a = distributionFromSamples([1, 2]);
    const empty = distributionFromSamples([]);

    expect(mergeDistributions(a, empty)).toEqual(a);
    expect(mergeDistributions(empty, a)).toEqual(a);
  });
});

describe("a distribution as text", () => {
  it.each([
    ["samples", distributionFromSamples([-1, 0, 3.7, 1e9])],
    ["open ends", distributionFromBounds([1, 2], [1, 2, 3])],
    ["nothing", distributionFromSamples([])],
  ])("comes back as it was: %s", (_name, distribution) => {
    const text = distributionToText(distribution);

    expect(distributionFromText(text)).toEqual(distribution);
  });

  it.each([
    "",
    "null",
    "[]",
    '{"lower":[1],"upper":[2]}',
    '{"lower":[1],"upper":["2"],"counts":[1]}',
  ])("is refused when it has another shape: %s", (text) => {
    expect(distributionFromText(text)).toBeUndefined();
  });
});
