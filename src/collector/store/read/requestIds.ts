// Which trace and request ids belong to one request: from the id a person gave, through every log and span
// that carries two of them, until nothing new is found.

import { idCandidates, isGlobalRequestId } from "../../../shared/ids";
import type { Reader, SqlParams } from "../reader";
import timelineIds from "../sql/timelineIds.sql";

/** Ids one request may gather; more means an id that is no request's, like a batch job's. */
const maxIds = 200;
const maxRounds = 8;
/** A short request id is used again: it joins only what lies so close to the rest. */
const localWindowNanos = 600_000_000_000n;

export interface RequestIds {
  readonly traceIds: readonly string[];
  readonly requestIds: readonly string[];
  /** About its time: where short ids are its own. */
  readonly from: bigint;
  readonly to: bigint;
  /** Placeholders of the timeline's statements. */
  readonly params: SqlParams;
  readonly isCut: boolean;
}

interface IdRow {
  readonly trace_id: string | null;
  readonly request_id: string | null;
  readonly first_time: bigint;
  readonly last_time: bigint;
}

export async function findRequestIds(
  reader: Reader,
  text: string,
  signal: AbortSignal,
): Promise<RequestIds> {
  const given = idCandidates(text);
  const asked = new Set(given.requestIds);
  const found = { traceIds: new Set<string>(), requestIds: new Set<string>() };
  let known = { traceIds: given.traceIds, requestIds: given.requestIds };
  let spanIds: readonly string[] = given.spanIds;
  let from = 0n;
  let to = 0n;
  const window = () => ({ from: from - localWindowNanos, to: to + localWindowNanos });
  const params = () => paramsOf(known, asked, window());
  for (let round = 0; round < maxRounds; round++) {
    const rows = await reader.all<IdRow>(
      timelineIds,
      { ...params(), span_ids: JSON.stringify(spanIds), limit: maxIds },
      signal,
    );
    const before = found.traceIds.size + found.requestIds.size;
    for (const row of rows) {
      if (row.trace_id !== null) found.traceIds.add(row.trace_id);
      if (row.request_id !== null) found.requestIds.add(row.request_id);
      if (from === 0n || row.first_time < from) from = row.first_time;
      if (row.last_time > to) to = row.last_time;
    }
    known = { traceIds: [...found.traceIds], requestIds: [...found.requestIds] };
    spanIds = []; // a span names its trace; the same span id elsewhere is chance
    const size = found.traceIds.size + found.requestIds.size;
    if (size >= maxIds) return { ...known, ...window(), params: params(), isCut: true };
    if (size === before) break;
  }
  return { ...known, ...window(), params: params(), isCut: false };
}

function paramsOf(
  known: { readonly traceIds: readonly string[]; readonly requestIds: readonly string[] },
  asked: ReadonlySet<string>,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): SqlParams {
  const isEverywhere = (id: string) => asked.has(id) || isGlobalRequestId(id);
  const lowHalves = known.traceIds.filter((id) => id.length === 32).map((id) => id.slice(16));
  return {
    trace_ids: JSON.stringify([...known.traceIds, ...lowHalves]),
    short_trace_ids: JSON.stringify(known.traceIds.filter((id) => id.length === 16)),
    request_ids: JSON.stringify(known.requestIds.filter(isEverywhere)),
    local_request_ids: JSON.stringify(known.requestIds.filter((id) => !isEverywhere(id))),
    from,
    to,
  };
}
