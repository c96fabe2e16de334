// The zone in which the panels show times, as the collector is told of it.

import { type ZoneOffset, zoneOffsets } from "../../src/shared/zoneOffsets";
import { yearMs } from "./format";

/** Of all times that records may have; a clock may be ahead. Those before 1970 are few enough to be an hour off. */
export const zoneOfUser = (nowMs: number): ZoneOffset[] =>
  zoneOffsets((ms) => -new Date(ms).getTimezoneOffset(), 0, nowMs + yearMs);
