// Metric series that match a query, each with its latest point.

import type { SeriesInfo } from "../../../shared/contract/metrics";
import type { Reader, SqlParams } from "../reader";
import series from "../sql/series.sql";
import { pointToJson } from "../toJson";
import { type PointRow, toPoint } from "./storedRows";

const defaultLimit = 1000;
/** As many as the interner keeps. */
const maxSeries = 10_000;

/** A boolean expression and its placeholders. */
export interface Predicate {
  readonly sql: string;
  readonly params: SqlParams;
}

/** `where` is a predicate over the table `series`. */
export async function readSeries(
  reader: Reader,
  where: Predicate,
  limit: number | undefined,
  signal: AbortSignal,
): Promise<SeriesInfo[]> {
  const rows = await reader.all<PointRow>(
    series.replace("/* predicate */ true", where.sql),
    { ...where.params, limit: Math.min(maxSeries, Math.max(1, limit ?? defaultLimit)) },
    signal,
  );
  return rows.map((row) => {
    const last = pointToJson(toPoint(row));
    const { name, type, unit, service, attributes, receiver } = last;
    return {
      id: row.series_id,
      name,
      type,
      ...(unit === undefined ? {} : { unit }),
      ...(row.description === null ? {} : { description: row.description }),
      ...(service === undefined ? {} : { service }),
      attributes,
      receiver,
      lastTime: last.time,
      last,
    };
  });
}
