// Log records and their patterns, for what streams by: the store has the same in a column.

import type { AnyRecordJson } from "../../shared/contract/json";
import { idsOf, type PatternBook, patternIdOf } from "../../shared/patterns/patternBook";
import { patternText } from "../../shared/patterns/patternText";
import type { PatternIdsOf } from "../../shared/query/predicate";
import type { LogRecord } from "../../shared/record";

const templateOf = (patterns: PatternBook, log: LogRecord) =>
  patterns.templateOf(patternText(log), log.observedTimeUnixNano);

/** What `pattern:` in a query is compared with. */
export function createPatternIdsOf(patterns: PatternBook): PatternIdsOf {
  return (log) => idsOf(templateOf(patterns, log));
}

/** A row of a list names its pattern. */
export function withPattern(
  json: AnyRecordJson,
  record: object,
  patterns: PatternBook,
): AnyRecordJson {
  if (!isLog(record) || !("body" in json)) return json;
  return { ...json, pattern: patternIdOf(templateOf(patterns, record)) };
}

const isLog = (record: object): record is LogRecord => "body" in record;
