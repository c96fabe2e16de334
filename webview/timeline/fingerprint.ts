// Whether a request has got more records since it was asked for last.

import type { TimelineData } from "../../src/shared/contract/requests";

/** The same for two answers that hold the same records. */
export function fingerprint({ id, spans, logs, points, isCut }: TimelineData): string {
  let lastSeq = 0;
  for (const records of [spans, logs, points]) {
    for (const { seq } of records) lastSeq = Math.max(lastSeq, seq);
  }
  return [id, spans.length, logs.length, points.length, lastSeq, isCut].join(" ");
}
