// Everything of one request: spans, logs and metric points that share a trace id or a request id with it.

import type { TimelineData } from "../../../shared/contract/requests";
import { idCandidates } from "../../../shared/ids";
import { CarriedIds, type IdLists } from "../../../shared/timeline/carriedIds";
import type { Reader } from "../reader";
import timelineRecords from "../sql/timelineRecords.sql";
import { logToJson, spanToJson } from "../toJson";
import { findRequestIds, type RequestIds } from "./requestIds";
import { type LogRow, type SpanRow, toLog, toSpan } from "./storedRows";
import { anyTime, readPointsCarrying } from "./timelinePoints";

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
  const ids = await findRequestIds(reader, id, signal);
  if (hasSome(ids)) return { id, ...(await readAll(reader, ids, signal, limits)) };
  const known = await findInPoints(reader, id, signal, limits);
  const [traceId, ...others] = known.traceIds;
  // An id of many traces is no request's.
  if (traceId !== undefined && others.length === 0) {
    const ofTrace = await findRequestIds(reader, traceId, signal);
    if (hasSome(ofTrace)) {
      const requestIds = [...new Set([...ofTrace.requestIds, ...known.requestIds])];
      return { id, ...(await readAll(reader, { ...ofTrace, requestIds }, signal, limits)) };
    }
  }
  return { id, ...known };
}

const hasSome = ({ traceIds, requestIds }: IdLists) => traceIds.length + requestIds.length > 0;

async function readAll(
  reader: Reader,
  { traceIds, requestIds, params, from, to, isCut }: RequestIds,
  signal: AbortSignal,
  limits: TimelineLimits,
): Promise<Omit<TimelineData, "id">> {
  const [spans, logs, points] = await Promise.all([
    reader.all<SpanRow>(recordsIn("spans"), { ...params, limit: limits.spans + 1 }, signal),
    reader.all<LogRow>(recordsIn("logs"), { ...params, limit: limits.logs + 1 }, signal),
    readPointsCarrying(
      reader,
      { traceIds, requestIds },
      // Metrics are told after the fact, by most once a minute; and a label may have this value at other times.
      { from, to, limit: limits.points },
      signal,
    ),
  ]);
  return {
    traceIds,
    requestIds,
    spans: spans.slice(0, limits.spans).map((row) => spanToJson(toSpan(row))),
    logs: logs.slice(0, limits.logs).map((row) => logToJson(toLog(row))),
    points: points.slice(0, limits.points),
    isCut:
      isCut ||
      spans.length > limits.spans ||
      logs.length > limits.logs ||
      points.length > limits.points,
  };
}

/** Points of an id that no log and no span carries, and what they know it as. */
async function findInPoints(
  reader: Reader,
  text: string,
  signal: AbortSignal,
  limits: TimelineLimits,
): Promise<Omit<TimelineData, "id">> {
  const given = idCandidates(text);
  const found = await readPointsCarrying(
    reader,
    given,
    { ...anyTime, limit: limits.points },
    signal,
  );
  const points = found.slice(0, limits.points);
  const carried = new CarriedIds(given);
  const examples = points
    .flatMap(({ exemplars = [] }) => exemplars)
    .filter((example) => carried.isIn(example));
  const values = new Set(
    [...points, ...examples].flatMap(({ attributes = {} }) => carried.in(attributes)),
  );
  return {
    traceIds: [...new Set(examples.flatMap(({ traceId = [] }) => traceId))],
    requestIds: given.requestIds.filter((id) => values.has(id)),
    spans: [],
    logs: [],
    points,
    isCut: found.length > limits.points,
  };
}

const recordsIn = (table: "logs" | "spans") =>
  timelineRecords.replaceAll("/* table */ logs", table);
