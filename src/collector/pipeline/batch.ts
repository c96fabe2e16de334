// What receivers hand over and the store takes: records that belong together, and what interning goes by.

import type { LogRecord, MetricPoint, Series, SpanRecord } from "../../shared/record";

/** Records that were numbered together and are committed together. */
export interface Batch {
  readonly logs: readonly LogRecord[];
  readonly spans: readonly SpanRecord[];
  readonly points: readonly MetricPoint[];
}

/** Everything that makes a Resource but its id. */
export interface ResourceKey {
  readonly service: string;
  readonly attributes: string;
  readonly run: string;
}

/** Everything that makes a Series but its id. */
export type SeriesKey = Omit<Series, "id">;
