import fc from "fast-check";
import { expect, test } from "vitest";
import { never, toEnd } from "../../../src/shared/query/effort";
import { Matcher } from "../../../src/shared/query/matcher";
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

const lasting = () => ({ left: Infinity });
const walk = (matcher: Matcher, text: string) => toEnd(matcher.inSteps(text, never));

test("with states and without, a text matches or does not", () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
      const matcher = new Matcher(parseRegex(source, place));

      for (const one of texts) {
        expect([one, walk(matcher, one)]).toEqual([one, matcher.quickly(one, lasting())]);
      }
    }),
    { numRuns: 4000 },
  );
});

test("so do long patterns, of which each part is optional or repeated", () => {
  const part = fc.tuple(
    fc.constantFrom("a", "b", "[ab]", ".", "(ab|c)", "\\b"),
    fc.constantFrom("", "?", "*", "{3}", "{0,40}", "{20,}"),
  );
  const long = fc
    .array(part, { minLength: 2, maxLength: 12 })
    .map((parts) => parts.map(([one, count]) => `(${one})${count}`).join(""));
  const ab = fc.string({ unit: fc.constantFrom("a", "a", "a", "b", "c", " "), maxLength: 150 });
  fc.assert(
    fc.property(long, ab, (source, one) => {
      const matcher = new Matcher(parseRegex(source, place));

      expect(walk(matcher, one)).toBe(matcher.quickly(one, lasting()));
    }),
    { numRuns: 500 },
  );
});

test("where each text has states of its own they are not made for ever", () => {
  const matcher = new Matcher(parseRegex("a.{12}c", place), 0);
  const texts = Array.from({ length: 5000 }, (_, i) => i.toString(2).replaceAll("0", "a"));
  const effort = lasting();

  const found = texts.filter((one) => matcher.quickly(`${one}bbbbbbbbbbbbb`, effort));

  expect(found).toEqual([]);
  expect(effort.left).toBeLessThan(0);
  expect(walk(matcher, `1a${"b".repeat(12)}c`)).toBe(true);
});

test("states that are used are made anew as often as needed", () => {
  const matcher = new Matcher(parseRegex("x(a|b|c){4}y", place), 0);
  const effort = lasting();
  for (let i = 0; i < 2000; i++) {
    matcher.quickly(`x${i.toString(3).replaceAll("0", "a")}`.repeat(100), effort);
  }

  expect(effort.left).toBe(Infinity);
});

test("a text that takes long gives up, and in steps gives way", () => {
  const matcher = new Matcher(parseRegex("a.{480}c", place));
  const text = "ab".repeat(10_000);
  const effort = { left: 1_000_000 };
  let looks = 0;

  matcher.quickly(text, effort);
  const steps = matcher.inSteps(text, () => ++looks % 10 === 0);
  let pauses = 0;
  while (steps.next().done !== true) pauses++;

  expect(effort.left).toBeLessThan(0);
  expect(pauses).toBeGreaterThan(10);
});
