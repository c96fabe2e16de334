// Metric points that carry an id of a request.

import type { MetricPointJson } from "../../../shared/contract/json";
import type { IdLists } from "../../../shared/timeline/carriedIds";
import type { Reader } from "../reader";
import timelinePoints from "../sql/timelinePoints.sql";
import { pointToJson } from "../toJson";
import { type PointRow, toPoint } from "./storedRows";

export interface PointsAsked {
  readonly from: bigint;
  readonly to: bigint;
  readonly limit: number;
}
/** The time of any point. */
export const anyTime = { from: -(2n ** 63n), to: 2n ** 63n - 1n } as const;

/** The earliest first, one more than the limit where there are more. */
export async function readPointsCarrying(
  reader: Reader,
  { traceIds, requestIds, spanIds = [] }: IdLists,
  { from, to, limit }: PointsAsked,
  signal: AbortSignal,
): Promise<MetricPointJson[]> {
  const lowHalf = (id: string) => id.slice(-16);
  const rows = await reader.all<PointRow>(
    timelinePoints,
    {
      ids: JSON.stringify([...traceIds, ...traceIds.map(lowHalf), ...requestIds]),
      short_trace_ids: JSON.stringify(traceIds.filter((id) => id.length === 16)),
      span_ids: JSON.stringify(spanIds),
      needles: JSON.stringify([
        ...traceIds.map((id) => `${lowHalf(id)}"`),
        ...spanIds.map((id) => `:"${id}"`),
        ...requestIds.flatMap(needlesOf),
      ]),
      from,
      to,
      limit: limit + 1,
    },
    signal,
  );
  return rows.map((row) => pointToJson(toPoint(row)));
}

/** How the id stands in JSON text: as a text, and as a number where it may be one. */
const needlesOf = (id: string) => [
  `:${JSON.stringify(id)}`,
  ...(/^-?\d+$/.test(id) ? [`:${id}`] : []),
];
