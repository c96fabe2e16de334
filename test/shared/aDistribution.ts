// Histograms for the tests.

import { LogBuckets } from "../../src/shared/logBuckets";
import type { Distribution } from "../../src/shared/record";

/** From values that are all there; NaN and infinities are left out. */
export function distributionFromSamples(samples: Iterable<number>): Distribution {
  const buckets = new LogBuckets();
  for (const value of samples) if (Number.isFinite(value)) buckets.add(value, 1);
  return buckets.take();
}
