// A TextTest → a test of folded text. Made once a query, asked for each record.

import type { NumberTest, TextTest } from "./condition";
import { createFuzzyMatcher, wordsOf } from "./edits";
import { type Effort, hasGivenUp, type IsTime, never, type Steps, toEnd } from "./effort";
import { compareText } from "./fold";
import { Matcher } from "./matcher";
import { parseNumber } from "./number";

/** A test of folded text: at once, or in steps where it may take long. */
export interface TextMatcher {
  /** Means nothing once the effort is spent. */
  quickly(folded: string, effort: Effort): boolean;
  inSteps(folded: string, isTime: IsTime): Steps<boolean>;
}

/** States of a pattern are worth it as long as they are made for many texts. */
const effortOfText = 2_000_000;

/** Longer texts are looked through for fuzzy words in steps: a word may take some 40 µs, others hardly any. */
const maxQuickFuzzy = 2000;

export function textMatcher(test: TextTest): TextMatcher {
  switch (test.kind) {
    case "exists":
      return atOnce(() => true);
    case "contains":
      return atOnce((folded) => folded.includes(test.text));
    case "starts":
      return atOnce((folded) => folded.startsWith(test.text));
    case "ends":
      return atOnce((folded) => folded.endsWith(test.text));
    case "equals":
      return atOnce((folded) => folded === test.text);
    case "pattern": {
      const matcher = new Matcher(test.pattern);
      const mayMatch = (folded: string) => test.required.every((part) => folded.includes(part));
      return {
        quickly: (folded, effort) => mayMatch(folded) && matcher.quickly(folded, effort),
        *inSteps(folded, isTime) {
          return mayMatch(folded) && (yield* matcher.inSteps(folded, isTime));
        },
      };
    }
    case "fuzzy": {
      const isClose = createFuzzyMatcher(test.word, test.distance);
      return test.isWhole ? atOnce(isClose) : anyWord(isClose);
    }
    case "ordered": {
      const { lower, upper } = test;
      return atOnce((folded) => {
        if (lower !== undefined) {
          const order = compareText(folded, lower.text);
          if (order < 0 || (order === 0 && !lower.isInclusive)) return false;
        }
        if (upper === undefined) return true;
        const order = compareText(folded, upper.text);
        return order < 0 || (order === 0 && upper.isInclusive);
      });
    }
  }
}

/** The answer, however long it takes. */
export function testText(test: TextTest): (folded: string) => boolean {
  const matcher = textMatcher(test);
  const effort = { left: 0 };
  return (folded) => {
    effort.left = effortOfText;
    const answer = matcher.quickly(folded, effort);
    return hasGivenUp(effort) ? toEnd(matcher.inSteps(folded, never)) : answer;
  };
}

function atOnce(matches: (folded: string) => boolean): TextMatcher {
  return {
    quickly: matches,

    *inSteps(folded) {
      return matches(folded);
    },
  };
}

function anyWord(isClose: (word: string) => boolean): TextMatcher {
  return {
    quickly(folded, effort) {
      if (folded.length > maxQuickFuzzy) effort.left = -1;
      return !hasGivenUp(effort) && wordsOf(folded).some(isClose);
    },
    *inSteps(folded, isTime) {
      for (const word of wordsOf(folded)) {
        if (isTime()) yield;
        if (isClose(word)) return true;
      }
      return false;
    },
  };
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
