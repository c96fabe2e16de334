// What every match of a pattern contains, against the patterns of this language run over drawn texts.

import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../../../src/shared/query/fold";
import { Matcher } from "../../../src/shared/query/matcher";
import { nearby, requiredTexts } from "../../../src/shared/query/pattern";
import { parseRegex } from "../../../src/shared/query/regex";

const place = { position: 0, length: 1 };
const ofRegex = (source: string) => requiredTexts(parseRegex(source, place));

test.each([
  ["order", ["order"]],
  ["order.*customer", ["customer", "order"]],
  ["(order.*customer|customer.*order)", ["customer", "order"]],
  ["(customers|customer) left", ["customer", " left"]],
  ["(customer|order)", []],
  ["(order)? (customer)+", ["customer", " "]],
  ["(ab){2,}c", ["ab", "c"]],
  ["\\bab\\b", ["ab"]],
  ["order (a|order) b", ["order ", " b"]],
  ['say "no"', ["say ", "no"]],
  [`(${Array.from({ length: 17 }, (_, i) => `x${i}`).join("|")})`, []],
])("%s", (source, texts) => {
  expect(ofRegex(source)).toEqual(texts);
});

test("words near each other are in every text that has them so, in either order", () => {
  expect(requiredTexts(nearby(["order", "customer"], 3))).toEqual(["customer", "order"]);
});

test("no text matches that is without them", () => {
  const { source } = fc.letrec<{ source: string }>((tie) => ({
    source: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("a", "b", "ab", "ba", ".", "[ab]", "^", "$", "\\b", "é"),
      fc.tuple(tie("source"), tie("source")).map(([a, b]) => a + b),
      fc.tuple(tie("source"), tie("source")).map(([a, b]) => `(${a}|${b})`),
      fc
        .tuple(tie("source"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}"))
        .map(([a, b]) => `(${a})${b}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom("a", "b", "B", "c", " ", "é"), maxLength: 10 });
  let matched = 0;
  fc.assert(
    fc.property(source, fc.array(text, { minLength: 1, maxLength: 8 }), (one, texts) => {
      const pattern = parseRegex(one, place);
      const matcher = new Matcher(pattern);
      const required = requiredTexts(pattern);
      for (const folded of texts.map(fold)) {
        if (required.length === 0 || !matcher.quickly(folded, { left: Infinity })) continue;
        matched++;
        expect(required.filter((part) => !folded.includes(part))).toEqual([]);
      }
    }),
    { numRuns: 3000 },
  );
  expect(matched).toBeGreaterThan(300);
});
