// Adds a clause to a query, so that it holds for all of it, and once.

import type { Query } from "./ast";
import { parseQuery } from "./parser";

export function withClause(query: string, clause: string): string {
  const trimmed = query.trim();
  const asked = parsed(trimmed);
  if (asked?.kind === "all") return clause;
  const added = parsed(clause);
  if (asked !== undefined && added !== undefined) {
    const parts = asked.kind === "and" ? [asked, ...asked.nodes] : [asked];
    if (parts.some((part) => saidBy(part) === saidBy(added))) return trimmed;
  }
  const together = `${trimmed} ${clause}`;
  // "a OR" must not go on with it.
  if (asked === undefined && parsed(together) !== undefined) return clause;
  const isOfPart = asked !== undefined && parsed(together)?.kind === "or";
  return isOfPart ? `(${trimmed}) ${clause}` : together;
}

/** Undefined of a wrong query: it stays as it is, and is told as wrong. */
function parsed(text: string): Query | undefined {
  try {
    return parseQuery(text);
  } catch {
    return undefined;
  }
}

/** Equal for queries that differ by blanks, quotes and places alone. */
const saidBy = (query: Query) =>
  JSON.stringify(query, (key, value: unknown) => (key === "place" ? undefined : value));
