// The time a request is laid out over: that of nearly all its records. One that a wrong clock puts years
// away would press all the others into a single pixel.

import type { Interval } from "./model";

/** Work may wait for days; a clock that was never set, or a time in another unit, errs by years. */
export const farNanos = 30 * 86_400e9;

/**
 * First and last of the moments that more than half of all are among, with no gap of `farNanos` between
 * them; of all moments where no such half is. Undefined when there is none.
 */
export function timeOfMost(moments: readonly number[]): Interval | undefined {
  const sorted = Float64Array.from(moments).sort();
  const all = between(sorted, 0, sorted.length - 1);
  if (all === undefined || all.endNanos - all.startNanos < farNanos) return all;
  let first = 0;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && (sorted[i] ?? 0) - (sorted[i - 1] ?? 0) < farNanos) continue;
    if ((i - first) * 2 > sorted.length) return between(sorted, first, i - 1);
    first = i;
  }
  return all;
}

function between(sorted: Float64Array, first: number, last: number): Interval | undefined {
  const [startNanos, endNanos] = [sorted[first], sorted[last]];
  return startNanos === undefined || endNanos === undefined ? undefined : { startNanos, endNanos };
}
