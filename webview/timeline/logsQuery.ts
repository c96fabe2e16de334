// The query that finds the logs of a request: by all of its ids.

import type { Summary } from "../../src/shared/timeline/model";
import { clauseFor } from "../lib/valueActions";

/** A query of more ids would be refused for its length; one request rarely has more than two. */
const maxIds = 20;

export function logsQuery({ requestIds, traceIds }: Summary): string {
  const clauses = [
    ...requestIds.map((id) => clauseFor("request_id", id)),
    ...traceIds.map((id) => clauseFor("trace_id", id)),
  ].slice(0, maxIds);
  return clauses.length > 1 ? `(${clauses.join(" OR ")})` : (clauses[0] ?? "");
}
