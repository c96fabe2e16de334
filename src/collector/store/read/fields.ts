// Fields really seen among matching records, each with its share, type, top values and statistics: of all of
// them, or at once of the newest.

import type { FieldInfo, FieldsQuery } from "../../../shared/contract/fields";
import { readAllFields } from "./allFields";
import { readNewestFields } from "./newestFields";
import type { ReadContext } from "./selection";

/** `tell` hears of each field of all records as soon as it is known. */
export function readFields(
  query: FieldsQuery,
  context: ReadContext,
  signal: AbortSignal,
  tell: Parameters<typeof readAllFields>[3] = () => undefined,
): Promise<FieldInfo[]> {
  return query.newest === undefined
    ? readAllFields(query, context, signal, tell)
    : readNewestFields(query, query.newest, context, signal);
}
