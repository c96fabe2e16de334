// A TextTest → a function of folded text. Made once a query, called for each record.

import type { NumberTest, TextTest } from "./condition";
import { createFuzzyMatcher, wordsOf } from "./edits";
import { compareText } from "./fold";
import { createMatcher } from "./matcher";
import { parseNumber } from "./number";

export function testText(test: TextTest): (folded: string) => boolean {
  switch (test.kind) {
    case "exists":
      return () => true;
    case "contains":
      return (folded) => folded.includes(test.text);
    case "starts":
      return (folded) => folded.startsWith(test.text);
    case "ends":
      return (folded) => folded.endsWith(test.text);
    case "equals":
      return (folded) => folded === test.text;
    case "pattern": {
      const matches = createMatcher(test.pattern);
      const { required } = test;
      return (folded) => folded.includes(required) && matches(folded);
    }
    case "fuzzy": {
      const isClose = createFuzzyMatcher(test.word, test.distance);
      return test.isWhole ? isClose : (folded) => wordsOf(folded).some(isClose);
    }
    case "ordered": {
      const { lower, upper } = test;
      return (folded) => {
        if (lower !== undefined) {
          const order = compareText(folded, lower.text);
          if (order < 0 || (order === 0 && !lower.isInclusive)) return false;
        }
        if (upper === undefined) return true;
        const order = compareText(folded, upper.text);
        return order < 0 || (order === 0 && upper.isInclusive);
      };
    }
  }
}

export function testNumber({ lower, upper }: NumberTest): (value: number) => boolean {
  return (value) => {
    if (lower !== undefined && !(lower.isInclusive ? value >= lower.value : value > lower.value)) {
      return false;
    }
    return upper === undefined || (upper.isInclusive ? value <= upper.value : value < upper.value);
  };
}

/** For texts that may be numbers: attributes. */
export function testNumberText(test: NumberTest): (text: string) => boolean {
  const matches = testNumber(test);
  return (text) => {
    const number = parseNumber(text);
    return number !== undefined && matches(number);
  };
}
