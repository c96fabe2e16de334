// The time a request is laid out over: that of nearly all its records. One that a wrong clock puts years
// away would press all the others into a single pixel.

import type { Interval } from "./model";

/** Work may wait for days; a clock that was never set, or a time in another unit, errs by years. */
export const farNanos = 30 * 86_400e9;

/**
 * First and last of the moments that more than half of all are among, with no gap of `farNanos` between
 * them; of all moments where no such half is. Undefined when there is none.
 */
export function timeOfMost(moments: Float64Array): Interval | undefined {
  const all = extentOf(moments);
  if (all === undefined || all.endNanos - all.startNanos < farNanos) return all; // as nearly always
  const sorted = moments.slice().sort();
  let first = 0;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && (sorted[i] ?? 0) - (sorted[i - 1] ?? 0) < farNanos) continue;
    if ((i - first) * 2 > sorted.length) return between(sorted, first, i - 1);
    first = i;
  }
  return all;
}

function extentOf(moments: Float64Array): Interval | undefined {
  let startNanos = Infinity;
  let endNanos = -Infinity;
  for (const moment of moments) {
    if (moment < startNanos) startNanos = moment;
    if (moment > endNanos) endNanos = moment;
  }
  return moments.length === 0 ? undefined : { startNanos, endNanos };
}

function between(sorted: Float64Array, first: number, last: number): Interval | undefined {
  const [startNanos, endNanos] = [sorted[first], sorted[last]];
  return startNanos === undefined || endNanos === undefined ? undefined : { startNanos, endNanos };
}
