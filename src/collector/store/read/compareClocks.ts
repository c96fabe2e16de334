// How the clocks of the services that are compared differ, as the spans of their calls tell.

import { Clocks } from "../../../shared/compare/clocks";
import { farNanos } from "../../../shared/timeline/timeOfMost";
import compareCalls from "../sql/compareCalls.sql";
import type { ReadContext } from "./selection";

/** A thousand calls tell clocks to parts of a millisecond; more cost time. */
const maxSpans = 5_000;

interface Row {
  readonly caller_service: string | null;
  readonly caller_resource: number;
  readonly callee_service: string | null;
  readonly callee_resource: number;
  readonly lower: number;
  readonly upper: number | null;
}

/** From > to when nothing is compared. */
export async function readClocks(
  { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number },
  { reader, resources }: ReadContext,
  signal: AbortSignal,
): Promise<Clocks> {
  if (fromSeq > toSeq) return new Clocks([]);
  const params = { from_seq: fromSeq, to_seq: toSeq, max_spans: maxSpans, far: BigInt(farNanos) };
  const rows = await reader.all<Row>(compareCalls, params, signal);
  const clocked = (service: string | null, resource: number) => ({
    service: service ?? "",
    resource: resources.attributesOf(resource),
  });
  return new Clocks(
    rows.map(({ lower, upper, ...row }) => ({
      caller: clocked(row.caller_service, row.caller_resource),
      callee: clocked(row.callee_service, row.callee_resource),
      lower,
      upper: upper ?? Infinity,
    })),
  );
}
