// Query text → predicate, in one step: what a live tail needs.

import type { Signal } from "../record";
import { parseQuery } from "./parser";
import { compilePredicate, type Predicate } from "./predicate";

/** Throws QueryError. */
export function compileQuery(text: string, signal: Signal): Predicate {
  return compilePredicate(parseQuery(text), signal);
}
