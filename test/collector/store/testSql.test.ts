import fc from "fast-check";
import { expect, it } from "vitest";
import { closeTo } from "../../../src/collector/store/testSql";
import { createFuzzyMatcher } from "../../../src/shared/query/edits";
import { testText } from "../../../src/shared/query/textMatcher";

const chars = "abcdé1_";
const word = fc.array(fc.constantFrom(...Array.from(chars)), { minLength: 2, maxLength: 26 });
const edits = fc.array(
  fc.record({
    kind: fc.constantFrom("insert", "delete", "replace", "swap"),
    at: fc.nat(25),
    char: fc.constantFrom(...Array.from(chars)),
  }),
  { maxLength: 2 },
);

/** The word after the edits. */
function edited(
  letters: readonly string[],
  changes: typeof edits extends fc.Arbitrary<infer T> ? T : never,
) {
  const changed = [...letters];
  for (const { kind, at, char } of changes) {
    const i = at % (changed.length + 1);
    if (kind === "insert") changed.splice(i, 0, char);
    else if (kind === "delete") changed.splice(i, 1);
    else if (kind === "replace") changed.splice(i, 1, char);
    else changed.splice(i, 2, ...changed.slice(i, i + 2).reverse());
  }
  return changed.join("");
}

it("what is looked for before a fuzzy word is in every text that has one", () => {
  let tried = 0;
  fc.assert(
    fc.property(word, edits, fc.integer({ min: 0, max: 2 }), (letters, changes, distance) => {
      const wanted = letters.join("");
      const close = closeTo(wanted, distance);
      const text = edited(letters, changes);
      if (close === undefined || !createFuzzyMatcher(wanted, distance)(text)) return;
      tried++;

      const isFound = testText({ kind: "pattern", pattern: close, required: [] });
      expect(isFound(`x ${text} y`)).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(tried).toBeGreaterThan(500);
});

it("a word too short to tell is not looked for", () => {
  expect(closeTo("abc", 1)).toBeUndefined();
  expect(closeTo("abcde", 2)).toBeUndefined();
});
