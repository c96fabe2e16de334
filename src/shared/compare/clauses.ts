// Query text that names the records of a place, or requests by their ids.

import { clauseFor, escapeField, quotePhrase, seqClause } from "../query/clause";
import { addToGroup } from "../groups";
import { fold } from "../query/fold";
import { placeholder } from "../patterns/tokens";
import type { RequestName, RowsQuery } from "./model";
import type { Place } from "./place";
import type { Signal } from "../record";

/** Ids that a query names at most: it holds 500 terms (parser.ts), and something is added to it. */
export const maxTerms = 400;
/** Characters of them: a query holds 10,000 (lexer.ts). */
export const maxLength = 9000;

/**
 * The records of a place, of all the places there are, as near as the query language can name them; undefined where
 * it cannot.
 */
export function placeClause(place: Place, places: readonly Place[]): string | undefined {
  const { kind, service, template, pattern, isEvent } = place;
  if (isEvent) return undefined;
  if (kind === "service") return serviceClause(service);
  // That a record names no service is said only where others do and say the same.
  const isOfAny =
    service === "" && !places.some((other) => other.service !== "" && isSaidAt(place, other));
  const ofService = isOfAny ? [] : [serviceClause(service)];
  if (template === "") return [nothingSaid[kind], ...ofService].join(" AND ");
  const own =
    pattern !== ""
      ? `pattern:${pattern}`
      : isVarying(template)
        ? literalClauses(template)
        : clauseFor(kind === "logs" ? "message" : "name", template);
  return [own, ...ofService].join(" AND ");
}

const serviceClause = (service: string) =>
  service === "" ? "NOT _exists_:service" : clauseFor("service", service);

/** Records without a text. */
const nothingSaid = {
  logs: "NOT _exists_:message AND NOT _exists_:event",
  spans: "NOT _exists_:name",
  metrics: "NOT _exists_:name",
} as const satisfies Record<Signal, string>;

/** Does the clause of a place find records of another one, too? What has an id in its name is found by the rest. */
export const isClauseOf = (place: Place, other: Place) =>
  other.service === place.service && isSaidAt(place, other);

/** The same, whatever their services are. */
function isSaidAt({ kind, template, pattern }: Place, other: Place): boolean {
  if (other.kind !== kind || other.isEvent) return false;
  if (pattern !== "") return other.pattern === pattern;
  const text = fold(other.template);
  if (template === "") return text === "";
  if (!isVarying(template) && kind !== "logs") return text === fold(template);
  const pieces = isVarying(template) ? literalPieces(template) : [template];
  return pieces.every((piece) => text.includes(fold(piece)));
}

const isVarying = (template: string) => /<[a-z]+>/.test(template);

/** What a template always says. */
function literalPieces(template: string): string[] {
  const pieces = template.split(placeholder).map((piece) => piece.trim());
  const words = pieces.filter((piece) => /[\p{L}\p{N}]{2}/u.test(piece));
  return words.length === 0 ? pieces.filter((piece) => piece !== "") : words;
}

function literalClauses(template: string): string {
  const chosen = literalPieces(template);
  return chosen.map((piece) => `message:${quotePhrase(piece)}`).join(" AND ") || "*";
}

/** "trace_id:(… OR …)": the records of as many of them as a query can name, those that match `beside`, too. */
export function nameRequests(requests: readonly RequestName[], beside?: string): RowsQuery {
  const byField = new Map<string, string[]>();
  let length = beside?.length ?? 0;
  let terms = 0;
  let named = 0;
  for (const request of requests) {
    const ids = [request, ...(request.also ?? [])].map(({ field, id }) => ({
      field,
      value: clauseFor("", id).slice(1),
    }));
    terms += ids.length;
    for (const { value } of ids) length += value.length + 4; // " OR "
    if ((terms > maxTerms || length > maxLength) && named > 0) break;
    for (const { field, value } of ids) addToGroup(byField, field, value);
    named++;
  }
  const clauses = [...byField].map(([field, values]) =>
    field === "seq" ? seqClause(values.map(Number)) : anyOf(field, values),
  );
  const query = clauses.join(" OR ");
  const isPut = beside !== undefined && clauses.length > 1;
  const those = isPut ? `(${query})` : query;
  return { query: beside === undefined ? those : `${beside} AND ${those}`, named };
}

function anyOf(field: string, values: readonly string[]): string {
  const name = escapeField(field);
  return values.length === 1 ? `${name}:${values.join("")}` : `${name}:(${values.join(" OR ")})`;
}
