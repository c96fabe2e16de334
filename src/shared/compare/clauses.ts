// Query text that names the records of a place, or requests by their ids.

import { clauseFor, quotePhrase } from "../query/clause";
import type { Place } from "./place";

/** Requests that a query names at most: enough to look at, and short enough to read. */
const maxIds = 20;

/** The records of a place, as near as the query language can name them. */
export function placeClause(place: Place): string {
  if (place.kind === "service") return clauseFor("service", place.service);
  if (place.template === "")
    return place.service === "" ? "*" : clauseFor("service", place.service);
  if (place.template.includes("‹")) return literalClauses(place.template);
  if (place.kind === "logs") return `message:${quotePhrase(place.template)}`;
  return clauseFor("name", place.template);
}

/** What a template always says, piece by piece. */
function literalClauses(template: string): string {
  const pieces = template.split(/‹(?:n|id|v|s)›/).map((piece) => piece.trim());
  const words = pieces.filter((piece) => /[\p{L}\p{N}]{2}/u.test(piece));
  const chosen = words.length === 0 ? pieces.filter((piece) => piece !== "") : words;
  return chosen.map((piece) => `message:${quotePhrase(piece)}`).join(" AND ") || "*";
}

/** "trace_id:(… OR …)": the first of them. */
export function requestsClause(
  requests: readonly { readonly id: string; readonly isTrace: boolean }[],
): string {
  const clause = (field: string, isTrace: boolean) => {
    const ids = requests.filter((request) => request.isTrace === isTrace).map(({ id }) => id);
    if (ids.length === 0) return [];
    const values = ids.slice(0, maxIds).map((id) => clauseFor("", id).slice(1));
    return [`${field}:${values.length === 1 ? (values[0] ?? "") : `(${values.join(" OR ")})`}`];
  };
  return [...clause("trace_id", true), ...clause("request_id", false)].join(" OR ");
}
