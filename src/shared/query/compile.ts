// Query text → a test of records, in one step: what a live tail needs.

import type { Signal } from "../record";
import { parseQuery } from "./parser";
import {
  compileLiveTest,
  compilePredicate,
  type LiveTest,
  type PatternIdsOf,
  type Predicate,
} from "./predicate";

/** Throws QueryError. */
export function compileLive(text: string, signal: Signal, patternIdsOf?: PatternIdsOf): LiveTest {
  return compileLiveTest(parseQuery(text), signal, undefined, undefined, patternIdsOf);
}

/** The same, asked without haste. */
export function compileQuery(text: string, signal: Signal, patternIdsOf?: PatternIdsOf): Predicate {
  return compilePredicate(parseQuery(text), signal, undefined, undefined, patternIdsOf);
}
