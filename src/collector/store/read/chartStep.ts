// The width of a chart's bins: a round one, wide enough for the pixels and for how often points come.

const second = 1_000_000_000n;
const minute = 60n * second;
const hour = 60n * minute;
const day = 24n * hour;
const steps: readonly bigint[] = [
  ...[1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n].map((ms) => ms * 1_000_000n),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * second),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((n) => n * minute),
  ...[1n, 2n, 3n, 6n, 12n].map((n) => n * hour),
  ...[1n, 2n, 7n].map((n) => n * day),
];

/** All in nanoseconds. `interval` is 0 when it is unknown; a tenth less is taken for the same. */
export function chooseStep(range: bigint, maxPoints: number, interval: bigint): bigint {
  const byPixels = range / BigInt(maxPoints) + (range % BigInt(maxPoints) === 0n ? 0n : 1n);
  const byInterval = (interval * 9n) / 10n;
  const least = byPixels > byInterval ? byPixels : byInterval;
  return steps.find((step) => step >= least) ?? (least / day + 1n) * day;
}
