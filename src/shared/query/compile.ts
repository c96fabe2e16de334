// Query text → predicate, in one step: what a live tail needs.

import type { Signal } from "../record";
import { parseQuery } from "./parser";
import { compilePredicate, type PatternIdsOf, type Predicate } from "./predicate";

/** Throws QueryError. */
export function compileQuery(text: string, signal: Signal, patternIdsOf?: PatternIdsOf): Predicate {
  const query = parseQuery(text);
  return compilePredicate(query, signal, undefined, undefined, patternIdsOf);
}
