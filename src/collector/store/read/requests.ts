// Recent requests, newest activity first.

import type { RequestInfo, RequestsQuery } from "../../../shared/contract/requests";
import { formatTime } from "../../../shared/time";
import { farNanos } from "../../../shared/timeline/timeOfMost";
import { lateNanos } from "../../../shared/timeline/worked";
import type { Reader } from "../reader";
import requests from "../sql/requests.sql";

/** Rows of each table that are looked at: minutes of a busy app, and a tenth of a second to read. */
const lookBack = 100_000;
const maxRequests = 1000;
const maxServices = 20;

interface RequestRow {
  readonly id: string;
  readonly is_trace: boolean;
  readonly name: string;
  readonly service: string;
  readonly services: readonly string[] | null;
  readonly first_time: bigint;
  readonly duration_nanos: bigint;
  readonly is_failed: boolean;
  readonly span_count: number;
  readonly log_count: number;
  readonly error_count: number;
}

export async function readRequests(
  reader: Reader,
  { limit, isFailedOnly = false }: RequestsQuery,
  signal: AbortSignal,
): Promise<RequestInfo[]> {
  const rows = await reader.all<RequestRow>(
    requests,
    {
      look_back: lookBack,
      is_failed_only: isFailedOnly,
      late_nanos: lateNanos,
      far_nanos: farNanos,
      limit: Math.min(maxRequests, Math.max(1, Math.floor(limit))),
    },
    signal,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.is_trace ? "trace" : "request",
    name: row.name,
    service: row.service,
    services: (row.services ?? []).slice(0, maxServices),
    time: formatTime(row.first_time),
    durationNanos: String(row.duration_nanos),
    isFailed: row.is_failed,
    spanCount: row.span_count,
    logCount: row.log_count,
    errorCount: row.error_count,
  }));
}
