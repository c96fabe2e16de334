// TextTest → DuckDB. Cheap tests that every match passes come before dear ones.

import type { TextTest } from "../../shared/query/condition";
import { separatorsRe2 } from "../../shared/query/edits";
import { type Pattern, toRe2 } from "../../shared/query/pattern";
import type { SqlValue } from "./reader";

/** Adds a value to the statement and gives its placeholder. */
export type Param = (value: SqlValue) => string;

/** `text` is SQL of the text under test; `isFolded` where it is in lower case already. */
export function testSql(text: string, test: TextTest, isFolded: boolean, param: Param): string {
  const folded = isFolded ? text : `lower(${text})`;
  switch (test.kind) {
    case "exists":
      return `(${text} is not null)`;
    case "contains":
      return containsSql(text, test.text, isFolded, param);
    case "starts":
      return `starts_with(${folded}, ${param(test.text)})`;
    case "ends":
      return `ends_with(${folded}, ${param(test.text)})`;
    case "equals":
      return `(${folded} = ${param(test.text)})`;
    case "pattern": {
      const matches = `regexp_matches(${folded}, ${param(patternOf(test.pattern))})`;
      if (test.required === "") return matches;
      return `(case when ${containsSql(text, test.required, isFolded, param)} then ${matches} else false end)`;
    }
    case "fuzzy": {
      const word = param(test.word);
      const isClose = (of: string) =>
        `damerau_levenshtein(${of}, ${word}) <= ${param(test.distance)}::bigint`;
      if (test.isWhole) return `(${isClose(folded)})`;
      const words = `regexp_split_to_array(${folded}, ${param(separatorsRe2)})`;
      const matches = `coalesce(list_bool_or(list_transform(${words}, lambda w: ${isClose("w")})), false)`;
      const pieces = piecesOf(test.word, test.distance);
      if (pieces.length === 0) return matches;
      const mayMatch = pieces.map((piece) => containsSql(text, piece, isFolded, param));
      return `(case when ${mayMatch.join(" or ")} then ${matches} else false end)`;
    }
    case "ordered": {
      const { lower, upper } = test;
      const parts: string[] = [];
      if (lower !== undefined) {
        parts.push(`${folded} ${lower.isInclusive ? ">=" : ">"} ${param(lower.text)}`);
      }
      if (upper !== undefined) {
        parts.push(`${folded} ${upper.isInclusive ? "<=" : "<"} ${param(upper.text)}`);
      }
      return `(${parts.join(" and ")})`;
    }
  }
}

/** The group keeps DuckDB 1.5.5 from rewriting it to LIKE, which loses the place of ^ and $. */
export function patternOf(pattern: Pattern): string {
  return `(${toRe2(pattern)})`;
}

export function containsSql(text: string, part: string, isFolded: boolean, param: Param): string {
  return `contains(${isFolded || isCaseless(part) ? text : `lower(${text})`}, ${param(part)})`;
}

/**
 * Parts of a word of which one is in every word within so many edits, as an edit touches two neighbouring
 * parts at most. None when the word is too short to tell.
 */
export function piecesOf(word: string, distance: number): string[] {
  const chars = [...word];
  const count = 2 * distance + 1;
  if (chars.length < 2 * count) return [];
  return Array.from({ length: count }, (_, i) =>
    chars
      .slice(Math.floor((i * chars.length) / count), Math.floor(((i + 1) * chars.length) / count))
      .join(""),
  );
}

/** Without letters there is nothing to fold: digits, signs and blanks are found as they are. */
function isCaseless(text: string): boolean {
  return /^[\x20-\x40\x5b-\x60\x7b-\x7e]*$/.test(text);
}
