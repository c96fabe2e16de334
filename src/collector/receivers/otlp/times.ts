// OTLP times: unsigned nanoseconds since the epoch, 0 for "not given".

import type { Losses } from "./losses";
import type { WireReader } from "../../pipeline/wireReader";

/** The store keeps signed 64 bits: what is past the year 2262 becomes its last moment, and is counted. */
const maxNanos = 2n ** 63n - 1n;

export function readTime(reader: WireReader, losses: Losses): bigint {
  const nanos = reader.fixed64();
  if (nanos <= maxNanos) return nanos;
  losses.add("time-out-of-range");
  return maxNanos;
}
