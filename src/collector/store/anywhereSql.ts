// A bare word or phrase → DuckDB: the searched texts, or any attribute's value. Reading values out of JSON
// costs ten times what looking through its text does, so the text decides wherever it can.

import type { TextTest } from "../../shared/query/condition";
import { type Pattern, withoutAsserts } from "../../shared/query/pattern";
import { closeTo, containAll, containsSql, type Param, patternOf, testSql } from "./testSql";

/** Up to which seq no attribute's name has the text in it, as far as is known; -1: nothing is. */
export type NamesWithout = (text: string) => number;

/** `inTexts`: the test of the searched texts. `json`: SQL of the attributes. */
export function anywhereSql(
  inTexts: string,
  json: string,
  test: TextTest,
  param: Param,
  namesWithout: NamesWithout = () => -1,
): string {
  return `(case when ${inTexts} then true ${whenInValues(json, test, param, namesWithout)} else false end)`;
}

/** The test of the values alone. */
export const inValuesSql = (json: string, test: TextTest, param: Param): string =>
  `(case ${whenInValues(json, test, param, () => -1)} else false end)`;

function whenInValues(
  json: string,
  test: TextTest,
  param: Param,
  namesWithout: NamesWithout,
): string {
  const inValues = (inValue: string) =>
    `coalesce(list_bool_or(list_transform(json_extract_string(${json}, '$.*'), lambda v: ${inValue})), false)`;
  // Numbers with a fraction or an exponent may be written otherwise than they are read, as may escaped text.
  const matchesJson = (pattern: Pattern) =>
    `regexp_matches(lower(${json}), ${param(`${patternOf(pattern)}|[:\\[,]-?[0-9]+[.e]|\\\\`)})`;
  const inValue = testSql("v", test, false, param);
  switch (test.kind) {
    case "contains": {
      const { text } = test;
      const inJson = escaped(text);
      const mayMatch = containsSql(json, inJson, false, param);
      if (inJson !== text) {
        // A list's text is its JSON, where quotes and line breaks are escaped.
        const inList = containsSql("v", inJson, false, param);
        return `when ${mayMatch} then ${inValues(`(${inValue} or (starts_with(v, '[') and ${inList}))`)}`;
      }
      if (!isWithinStrings(text)) return `when ${mayMatch} then ${inValues(inValue)}`;
      const inKey = `regexp_matches(lower(${json}), ${param(`"[^"]*${quoted(text)}[^"]*":`)})`;
      const known = namesWithout(text);
      const mayBeInKey = known < 0 ? inKey : `(seq > ${param(known)}::bigint and ${inKey})`;
      return `when ${mayMatch} then (case when contains(${json}, '\\') or ${mayBeInKey} then ${inValues(inValue)} else true end)`;
    }
    case "pattern": {
      if (test.required.length > 0) {
        return `when ${containAll(json, test.required, false, param)} then ${inValues(inValue)}`;
      }
      return `when ${matchesJson(withoutAsserts(test.pattern))} then ${inValues(inValue)}`;
    }
    case "fuzzy": {
      const close = closeTo(test.word, test.distance, escaped);
      const mayMatch = close === undefined ? `${json} <> '{}'` : matchesJson(close);
      return `when ${mayMatch} then ${inValues(inValue)}`;
    }
    case "exists":
    case "starts":
    case "ends":
    case "equals":
    case "ordered":
      return `when ${json} <> '{}' then ${inValues(inValue)}`;
  }
}

/** Text as it stands inside a JSON string. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Where such text occurs in JSON, it is part of one string, or of true or false; of no number and no null. */
function isWithinStrings(text: string): boolean {
  return !/[{}[\]:,"\\]/.test(text) && /[^0-9.e+-]/.test(text) && !"null".includes(text);
}

/** As a pattern of RE2 that matches just this text. */
function quoted(text: string): string {
  return text.replace(/[^0-9a-z_\u0080-\u{10ffff}]/gu, "\\$&");
}
