import fc from "fast-check";
import { expect, test } from "vitest";
import { createMatcher } from "../../../src/shared/query/matcher";
import { parseRegex } from "../../../src/shared/query/regex";

const place = { position: 0, length: 1 };

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "^", "$", "\\b", "\\B", "é", "😀", " "),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}"))
      .map(([a, b]) => `(${a})${b}`),
  ),
}));
const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "é", "😀"), maxLength: 12 });

test("with states and without, a text matches or does not", () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
      const parsed = parseRegex(source, place);
      const byStates = createMatcher(parsed);
      const byWalking = createMatcher(parsed, -1);

      for (const one of texts) expect([one, byWalking(one)]).toEqual([one, byStates(one)]);
    }),
    { numRuns: 2000 },
  );
});

test("where each text has states of its own they are not made for ever", () => {
  const matches = createMatcher(parseRegex("a.{12}c", place), 0);
  const texts = Array.from({ length: 5000 }, (_, i) => i.toString(2).replaceAll("0", "a"));

  expect(texts.filter((one) => matches(`${one}bbbbbbbbbbbbb`))).toEqual([]);
  expect(matches(`1a${"b".repeat(12)}c`)).toBe(true);
});
