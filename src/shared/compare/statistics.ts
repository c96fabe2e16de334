// How sure a difference between two groups is, and how much it tells.

/** The four numbers of a difference. */
export interface Counts {
  /** Requests with it. */
  readonly bad: number;
  readonly good: number;
}
export interface Sizes {
  readonly bad: number;
  readonly good: number;
}

/** Ends of a share within which it lies nine times in ten. */
const cautionZ = 1.64;

/** Natural logarithms of n! for n up to `max`. */
export function createLogFactorials(max: number): Float64Array {
  const table = new Float64Array(max + 1);
  for (let n = 2; n <= max; n++) table[n] = (table[n - 1] ?? 0) + Math.log(n);
  return table;
}

/**
 * Logarithm of (a close upper bound of) the chance that as many bad requests or more have it, were it
 * spread without regard to the groups: the tail of Fisher's exact test.
 */
export function logChance({ bad, good }: Counts, of: Sizes, logFactorials: Float64Array): number {
  const with_ = bad + good;
  const choose = (n: number, k: number) =>
    (logFactorials[n] ?? 0) - (logFactorials[k] ?? 0) - (logFactorials[n - k] ?? 0);
  const first = choose(of.bad, bad) + choose(of.good, good) - choose(of.bad + of.good, with_);
  // Each further term is the one before times a ratio that only gets smaller: a geometric series bounds them.
  const ratio = ((of.bad - bad) * good) / ((bad + 1) * (of.good - good + 1));
  return ratio >= 1 ? 0 : Math.min(0, first - Math.log1p(-ratio));
}

/** Wilson's interval of a share. */
export function shareEnd(count: number, of: number, end: "lower" | "upper"): number {
  if (of === 0) return end === "lower" ? 0 : 1;
  const z2 = cautionZ * cautionZ;
  const share = count / of;
  const middle = share + z2 / (2 * of);
  const reach = cautionZ * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  const value = (end === "lower" ? middle - reach : middle + reach) / (1 + z2 / of);
  return Math.min(1, Math.max(0, value));
}

const plog = (p: number) => (p <= 0 ? 0 : p * Math.log2(p));
const entropy = (p: number) => -plog(p) - plog(1 - p);

/**
 * Bits that "has it" tells about "is bad" when both groups count the same, by the cautious ends of its
 * shares: a value of a few requests scores next to nothing, however unevenly it is spread.
 */
export function scoreOf({ bad, good }: Counts, of: Sizes): number {
  const p = shareEnd(bad, of.bad, "lower");
  const q = shareEnd(good, of.good, "upper");
  if (p <= q) return 0;
  return entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2;
}

/** Of requests that have it, how many would be bad if both groups were of one size: 0..1. */
export function precisionOf({ bad, good }: Counts, of: Sizes): number {
  const p = bad / of.bad;
  const q = (good + 0.5) / (of.good + 1);
  return p / (p + q);
}
