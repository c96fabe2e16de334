// TextTest → DuckDB. Cheap tests that every match passes come before dear ones.

import type { TextTest } from "../../shared/query/condition";
import { separatorsRe2 } from "../../shared/query/edits";
import { anyChar } from "../../shared/query/charSet";
import { choice, literal, type Pattern, repeat, sequence, toRe2 } from "../../shared/query/pattern";
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
      if (test.required.length === 0) return matches;
      return `(case when ${containAll(text, test.required, isFolded, param)} then ${matches} else false end)`;
    }
    case "fuzzy": {
      const word = param(test.word);
      const isClose = (of: string) =>
        `damerau_levenshtein(${of}, ${word}) <= ${param(test.distance)}::bigint`;
      if (test.isWhole) return `(${isClose(folded)})`;
      const words = `regexp_split_to_array(${folded}, ${param(separatorsRe2)})`;
      const matches = `coalesce(list_bool_or(list_transform(${words}, lambda w: ${isClose("w")})), false)`;
      const close = closeTo(test.word, test.distance);
      if (close === undefined) return matches;
      return `(case when regexp_matches(${folded}, ${param(patternOf(close))}) then ${matches} else false end)`;
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

/** The group keeps DuckDB 1.5.6 from rewriting it to LIKE, which loses the place of ^ and $. */
export function patternOf(pattern: Pattern): string {
  return `(${toRe2(pattern)})`;
}

export function containsSql(text: string, part: string, isFolded: boolean, param: Param): string {
  return `contains(${isFolded || isCaseless(part) ? text : `lower(${text})`}, ${param(part)})`;
}

export function containAll(
  text: string,
  parts: readonly string[],
  isFolded: boolean,
  param: Param,
): string {
  return parts.map((part) => containsSql(text, part, isFolded, param)).join(" and ");
}

/** Words that long are told by their parts alone. */
const longWord = 20;

/**
 * What every text matches that has a word within so many edits in it; undefined when the word is too short to
 * tell. An edit touches two neighbouring characters at most, and where it was stand four at most.
 * `written` is how the text writes a part of the word.
 */
export function closeTo(
  word: string,
  distance: number,
  written: (part: string) => string = (part) => part,
): Pattern | undefined {
  const chars = Array.from(word);
  const { length } = chars;
  const part = (from: number, to: number) => literal(written(chars.slice(from, to).join("")));
  if (distance === 0) return part(0, length);
  if (length >= longWord) {
    const count = 2 * distance + 1;
    const at = (i: number) => Math.floor((i * length) / count);
    return choice(...Array.from({ length: count }, (_, i) => part(at(i), at(i + 1))));
  }
  if (length < 2 * distance + 2) return undefined;
  const edited = repeat({ kind: "set", set: anyChar }, 0, 4);
  const ways: Pattern[] = [];
  const visit = (from: number, left: number, before: readonly Pattern[]) => {
    if (left === 0) {
      ways.push(sequence(...before, part(from, length)));
      return;
    }
    for (let at = from; at + 2 * left <= length; at++) {
      visit(at + 2, left - 1, [...before, part(from, at), edited]);
    }
  };
  visit(0, distance, []);
  return choice(...ways);
}

/** Without letters there is nothing to fold: digits, signs and blanks are found as they are. */
function isCaseless(text: string): boolean {
  return /^[\x20-\x40\x5b-\x60\x7b-\x7e]*$/.test(text);
}
