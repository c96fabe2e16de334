import { describe, expect, test } from "vitest";
import { type Asked, problemIn, selectionOf, wholeQuery } from "../../../webview/logs/selection";

const asked = (changes: Partial<Asked> = {}): Asked => ({
  query: "",
  hiddenLevels: [],
  hiddenServices: [],
  range: { kind: "all" },
  sinceSeq: 0,
  ...changes,
});

describe("the query with its toggles", () => {
  test.each([
    [asked(), ""],
    [asked({ query: " retry " }), "retry"],
    [asked({ hiddenLevels: ["DEBUG", "TRACE"] }), "NOT level:DEBUG NOT level:TRACE"],
    [asked({ query: "a OR b", hiddenServices: ["db"] }), "(a OR b) NOT service:db"],
    [asked({ hiddenServices: ["my shop", ""] }), 'NOT service:"my shop" _exists_:service'],
  ])("%j is %s", (question, query) => {
    expect(wholeQuery(question)).toBe(query);
  });
});

test("a relative range is open towards now, a fixed one is closed", () => {
  const now = 1_700_000_000_000;

  expect(selectionOf(asked({ range: { kind: "last", ms: 60_000 } }), now)).toEqual({
    signal: "logs",
    query: "",
    from: "1699999940000000000",
  });
  expect(
    selectionOf(asked({ range: { kind: "between", fromMs: 5, toMs: 7 }, sinceSeq: 3 }), now),
  ).toEqual({ signal: "logs", query: "", from: "5000000", to: "7000000", sinceSeq: 3 });
});

describe("where an error lies in what was typed", () => {
  const failure = (position: number, length: number) =>
    ({
      kind: "query",
      message: `Column ${position + 1}: no. Expected yes.`,
      position,
      length,
    }) as const;

  test("without toggles it is where the collector says", () => {
    expect(problemIn(asked({ query: "a (b" }), failure(2, 1))).toEqual({
      message: "Column 3: no. Expected yes.",
      position: 2,
      length: 1,
    });
  });

  test("the parenthesis that the toggles add and leading blanks do not count", () => {
    const problem = problemIn(asked({ query: "  a (b", hiddenLevels: ["DEBUG"] }), failure(3, 1));

    expect(problem).toMatchObject({ position: 4, message: "Column 5: no. Expected yes." });
  });

  test("an error in what the toggles add is shown at the end", () => {
    const problem = problemIn(asked({ query: "(a", hiddenLevels: ["DEBUG"] }), failure(30, 5));

    expect(problem).toMatchObject({ position: 2, length: 0 });
  });
});
