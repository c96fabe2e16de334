// No word that is close to one that is looked up is missing from a block's list.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isListed, WordList } from "../../../../src/collector/store/blocks/words";
import { createFuzzyMatcher, wordsOf } from "../../../../src/shared/query/edits";
import { fold } from "../../../../src/shared/query/fold";

const listOf = (texts: readonly string[], sliceBytes = 7) => {
  const list = new WordList();
  const text = Buffer.from(texts.join("\n"));
  for (let at = 0; at < text.length; at += sliceBytes) {
    list.add(text, at, Math.min(text.length, at + sliceBytes));
  }
  return list.text()?.trimEnd().split("\n");
};
const fuzzy = (word: string, distance = 2, isWhole = false) =>
  ({ kind: "fuzzy", word, distance, isWhole }) as const;

describe("the words of a block", () => {
  it("are each there once, but for those that nothing looked up is close to", () => {
    const texts = [
      "order 123456 placed, order placed by w7",
      '{"key_name":"k8s-node","id":"a1b2c3d4"}',
    ];

    expect(listOf(texts)).toEqual(["order", "placed", "key_name", "node"]);
  });

  it("are found behind JSON's escapes as they are in the value", () => {
    const list = listOf([JSON.stringify({ a: "first\nsecond\tthird\u001bfourth\\fifth" })]);

    expect(list).toEqual(expect.arrayContaining(["first", "second", "third", "fourth", "fifth"]));
  });

  it("are not known when a letter of one is escaped, or when there are too many", () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      Array.from(String(i))
        .map((digit) => "abcdefghij"[Number(digit)])
        .join("")
        .padStart(6, "z"),
    );

    expect(listOf(['{"a":"caf\\u00e9teria"}'])).toBeUndefined();
    expect(listOf(many, 1 << 16)).toBeUndefined();
  });

  it("have whatever is within the edits of a word that is looked up", () => {
    const letter = fc.constantFrom("a", "b", "c", "t", "_", "7", "é", " ", "-", "\n", '"', "\\");
    const text = fc.string({ unit: letter, maxLength: 40 });
    const needle = fc.string({
      unit: fc.constantFrom("a", "b", "c", "t", "_"),
      minLength: 6,
      maxLength: 10,
    });
    let close = 0;
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        needle,
        fc.array(fc.tuple(fc.nat(9), letter, fc.boolean()), { maxLength: 2 }),
        fc.integer({ min: 1, max: 20 }),
        (texts, word, edits, sliceBytes) => {
          let edited = word;
          for (const [at, by, isInserted] of edits) {
            edited = edited.slice(0, at) + by + edited.slice(isInserted ? at : at + 1);
          }
          const bodies = [...texts, `x ${edited} y`];
          const attributes = bodies.map((body) => JSON.stringify({ v: body, list: [body] }));
          const isClose = createFuzzyMatcher(word, 2);
          expect(isListed(fuzzy(word))).toBe(true);

          const list = listOf([...bodies, ...attributes].map(fold), sliceBytes);

          for (const each of [...bodies, ...attributes].flatMap(wordsOf).filter(isClose)) {
            close++;
            expect(list).toContain(each);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(close).toBeGreaterThan(1000);
  });

  it("tell of words that are long enough and of letters alone", () => {
    expect(isListed(fuzzy("capacitro"))).toBe(true);
    expect(isListed(fuzzy("order"))).toBe(false);
    expect(isListed(fuzzy("worker7"))).toBe(false);
    expect(isListed(fuzzy("caféteria"))).toBe(false);
    expect(isListed(fuzzy("a".repeat(20)))).toBe(false);
    expect(isListed(fuzzy("capacitro", 2, true))).toBe(false);
    expect(isListed(fuzzy("capacitro", 0))).toBe(false);
  });
});
