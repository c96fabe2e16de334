// Everything of one request: spans, logs and metric points that share a trace id or a request id with it.

import type { TimelineData } from "../../../shared/contract/requests";
import type { Reader } from "../reader";
import timelinePoints from "../sql/timelinePoints.sql";
import timelineRecords from "../sql/timelineRecords.sql";
import { logToJson, pointToJson, spanToJson } from "../toJson";
import { findRequestIds } from "./requestIds";
import { type LogRow, type PointRow, type SpanRow, toLog, toPoint, toSpan } from "./storedRows";

/** What a panel can draw and a socket carry in one piece; the earliest are kept. */
export interface TimelineLimits {
  readonly spans: number;
  readonly logs: number;
  readonly points: number;
}
const defaultTimelineLimits: TimelineLimits = { spans: 20_000, logs: 50_000, points: 1000 };

export async function readTimeline(
  reader: Reader,
  id: string,
  signal: AbortSignal,
  limits: TimelineLimits = defaultTimelineLimits,
): Promise<TimelineData> {
  const { traceIds, requestIds, params, isCut } = await findRequestIds(reader, id, signal);
  const ids = JSON.stringify([...traceIds, ...requestIds]);
  const none = traceIds.length + requestIds.length === 0;
  if (none) return { id, traceIds, requestIds, spans: [], logs: [], points: [], isCut };
  const [spans, logs, points] = await Promise.all([
    reader.all<SpanRow>(recordsIn("spans"), { ...params, limit: limits.spans + 1 }, signal),
    reader.all<LogRow>(recordsIn("logs"), { ...params, limit: limits.logs + 1 }, signal),
    reader.all<PointRow>(timelinePoints, { ids, limit: limits.points + 1 }, signal),
  ]);
  return {
    id,
    traceIds,
    requestIds,
    spans: spans.slice(0, limits.spans).map((row) => spanToJson(toSpan(row))),
    logs: logs.slice(0, limits.logs).map((row) => logToJson(toLog(row))),
    points: points.slice(0, limits.points).map((row) => pointToJson(toPoint(row))),
    isCut:
      isCut ||
      spans.length > limits.spans ||
      logs.length > limits.logs ||
      points.length > limits.points,
  };
}

const recordsIn = (table: "logs" | "spans") =>
  timelineRecords.replaceAll("/* table */ logs", table);
