// One record, uncut.

import type { AnyRecordJson } from "../../../shared/contract/json";
import type { RecordKey } from "../../../shared/contract/rows";
import { logToJson, pointToJson, spanToJson } from "../toJson";
import { patternOfRow, rowsSql, toRecord } from "./rows";
import type { ReadContext } from "./selection";
import type { LogRow, PointRow, SpanRow } from "./storedRows";

/** Undefined when it is gone. */
export async function readRecord(
  { signal: of, seq }: RecordKey,
  { reader, resources }: ReadContext,
  signal: AbortSignal,
): Promise<AnyRecordJson | undefined> {
  const [row] = await reader.all<LogRow | SpanRow | PointRow>(
    rowsSql(of, "true", false),
    { window_from: BigInt(seq), window_to: BigInt(seq), limit: 1 },
    signal,
  );
  if (row === undefined) return undefined;
  const record = toRecord(row);
  if ("body" in record) {
    const json = logToJson(record);
    const pattern = "body" in row ? patternOfRow(row, resources.patterns) : undefined;
    return pattern === undefined ? json : { ...json, pattern };
  }
  return "durationNanos" in record ? spanToJson(record) : pointToJson(record);
}
