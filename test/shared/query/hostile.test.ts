// Input that is meant to break things: it is refused with a place, or answered, and never takes long.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLive, compileQuery } from "../../../src/shared/query/compile";
import { quickEffort } from "../../../src/shared/query/predicate";
import type { Pattern } from "../../../src/shared/query/pattern";
import { QueryError } from "../../../src/shared/query/queryError";
import { parseRegex } from "../../../src/shared/query/regex";
import { testText } from "../../../src/shared/query/textMatcher";
import { aLog } from "../../collector/store/builders";
import { ends, hostileLength } from "../../ends";

const createMatcher = (pattern: Pattern) => testText({ kind: "pattern", pattern, required: [] });
const place = { position: 0, length: 1 };

describe("hostile queries", () => {
  it.each([
    ["nesting", "(".repeat(5000)],
    ["nested groups", `${"(".repeat(60)}a${")".repeat(60)}`],
    ["terms", "a ".repeat(4000)],
    ["length", "a".repeat(20_000)],
    ["nested regex groups", `/${"(".repeat(100)}a${")".repeat(100)}/`],
    ["regex counts", "/((a{100}){100}){100}/"],
    ["long fuzzy word", `${"a".repeat(200)}~`],
    ["many near words", `"${"a b ".repeat(50)}"~100`],
  ])("are refused: %s", (_, query) => {
    expect(() => compileQuery(query, "logs")).toThrow(QueryError);
  });

  it("any text is a query or a QueryError within the text", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc
        .array(fc.constantFrom(...'ab:()[]{}"\\/~^*?-+!<>=| TO AND OR NOT now level'.split("")), {
          maxLength: 30,
        })
        .map((chars) => chars.join("")),
    );
    const log = aLog({ body: "some text", attributes: '{"a":"b","c":[1]}' });
    fc.assert(
      fc.property(text, (query) => {
        try {
          compileQuery(query, "logs")(log);
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
          const { position, length } = error.place;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position + length).toBeLessThanOrEqual(query.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("a NOT a thousand deep is answered", () => {
    expect(compileQuery(`${"NOT ".repeat(2000)}some`, "logs")(aLog({ body: "some" }))).toBe(true);
  });

  it.each(["(a+)+$", "^(a|a)*$", "(a|b|ab)*c$", "a*a*a*a*a*a*a*b$", "(.*.*.*)*x$"])(
    "/%s/ reads the text once",
    (source) => {
      const matches = createMatcher(parseRegex(source, place));

      expect(ends(() => matches(`${"a".repeat(hostileLength)}!`))).toBe(false);
    },
  );

  it.each([
    "message:/.*a.{480}c.*/",
    "/a.{480}c/",
    "text:/.*a.{480}c.*/",
    "NOT message:/.*a.{480}c.*/",
    "bananas~2",
  ])("%s gives up a long record, and gives way while it looks at it", (query) => {
    const random = fc.sample(fc.constantFrom("a", "b", " "), { numRuns: 50_000, seed: 1 }).join("");
    const text = `c${random.repeat(4)}`; // all that a match needs, in another order
    const log = aLog({ body: text, attributes: JSON.stringify({ text }) });
    const test = compileLive(query, "logs");

    const quick = test.quickly(log, { left: quickEffort });
    let looks = 0;
    const steps = test.inSteps(log, () => ++looks % 100 === 0);
    let pauses = 0;
    for (let step = steps.next(); step.done !== true && pauses < 10; step = steps.next()) pauses++;

    expect([quick, pauses]).toEqual([undefined, 10]);
  });

  it("matches as JavaScript does where both can", () => {
    const part = fc.constantFrom(
      "a",
      "b",
      ".",
      "[ab]",
      "[^a]",
      "(a|b)",
      "(?:ab)",
      "a*",
      "b+",
      "a?",
      "\\d",
      "\\w",
      "\\b",
      "^",
      "$",
      "x{1,2}",
    );
    const source = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "x", "1", " ", "\n"), maxLength: 12 });
    fc.assert(
      fc.property(source, text, (pattern, subject) => {
        const own = createMatcher(parseRegex(pattern, place))(subject);
        expect(own).toBe(new RegExp(pattern, "s").test(subject));
      }),
      { numRuns: 3000 },
    );
  });
});
