// Query text that names the records of a place, or requests by their ids.

import { clauseFor, quotePhrase, seqClause } from "../query/clause";
import { placeholder } from "../patterns/tokens";
import type { RequestName } from "./model";
import type { Place } from "./place";

/** Requests that a query names at most: enough to look at, and short enough to read. */
const maxIds = 20;

/** The records of a place, as near as the query language can name them; undefined where it cannot. */
export function placeClause(place: Place): string | undefined {
  const { kind, service, template, pattern, isEvent } = place;
  if (isEvent) return undefined;
  if (kind === "service") return clauseFor("service", service);
  const ofService = service === "" ? [] : [clauseFor("service", service)];
  if (template === "") return ofService[0] ?? "*";
  const own =
    pattern !== ""
      ? `pattern:${pattern}`
      : /<[a-z]+>/.test(template)
        ? literalClauses(template)
        : clauseFor(kind === "logs" ? "message" : "name", template);
  return [own, ...ofService].join(" AND ");
}

/** What a template always says, piece by piece. */
function literalClauses(template: string): string {
  const pieces = template.split(placeholder).map((piece) => piece.trim());
  const words = pieces.filter((piece) => /[\p{L}\p{N}]{2}/u.test(piece));
  const chosen = words.length === 0 ? pieces.filter((piece) => piece !== "") : words;
  return chosen.map((piece) => `message:${quotePhrase(piece)}`).join(" AND ") || "*";
}

/** "trace_id:(… OR …)": the first of them. */
export function requestsClause(requests: readonly RequestName[]): string {
  const fields = [...new Set(requests.map(({ field }) => field))];
  const clauses = fields.map((field) => {
    const ids = requests.filter((request) => request.field === field).map(({ id }) => id);
    const shown = ids.slice(0, maxIds);
    if (field === "seq") return seqClause(shown.map(Number));
    const [first = ""] = shown;
    if (shown.length === 1) return clauseFor(field, first);
    const values = shown.map((id) => clauseFor("", id).slice(1));
    return `${clauseFor(field, "").replace(/""$/, "")}(${values.join(" OR ")})`;
  });
  return clauses.join(" OR ");
}
