// OTLP times: unsigned nanoseconds since the epoch, 0 for "not given".

import { lastTimeNanos } from "../../../shared/time";
import type { Losses } from "./losses";
import type { WireReader } from "../../pipeline/wireReader";

/** What is past the last moment that is taken becomes that, and is counted. */
export function readTime(reader: WireReader, losses: Losses): bigint {
  const nanos = reader.fixed64();
  if (nanos <= lastTimeNanos) return nanos;
  losses.add("time-out-of-range");
  return lastTimeNanos;
}
