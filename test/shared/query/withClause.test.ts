import { expect, it } from "vitest";
import { withClause } from "../../../src/shared/query/withClause";

it.each([
  ["", "a:b", "a:b"],
  ["*", "a:b", "a:b"],
  ["x", "a:b", "x a:b"],
  ["x a:b", "a:b", "x a:b"],
  ["x AND a:b", "a:b", "x AND a:b"],
  ["x", 'a:"b c"', 'x a:"b c"'],
  ['x a:"b c"', 'a:"b c"', 'x a:"b c"'],
  ["x NOT a:b", "NOT a:b", "x NOT a:b"],
  ["tags:(a AND b)", "tags:(a AND b)", "tags:(a AND b)"],
])("to %j the clause %s is added once: %s", (query, clause, expected) => {
  expect(withClause(query, clause)).toBe(expected);
});

it.each([
  ["x OR y", "a:b", "(x OR y) a:b"],
  ["x || a:b", "a:b", "(x || a:b) a:b"],
  ["NOT a:b", "a:b", "NOT a:b a:b"],
  ["-(x a:b y)", "a:b", "-(x a:b y) a:b"],
  ['"x a:b y"', "a:b", '"x a:b y" a:b'],
  ['"x OR y"', "a:b", '"x OR y" a:b'],
  ["(x OR y)", "a:b", "(x OR y) a:b"],
  ["(x OR y) z", "a:b", "(x OR y) z a:b"],
  ["f:(x OR y)", "a:b", "f:(x OR y) a:b"],
])(
  "of %j it holds for the whole, also where it is part of it: %s → %s",
  (query, clause, expected) => {
    expect(withClause(query, clause)).toBe(expected);
  },
);

it("clauses added one by one leave an OR in one pair of parentheses", () => {
  const clauses = ["a:b", "NOT c:d", 'e:"f g"'];
  expect(clauses.reduce(withClause, "x OR y")).toBe('(x OR y) a:b NOT c:d e:"f g"');
});

it("a wrong query stays as it is", () => {
  expect(withClause('x "open', "a:b")).toBe('x "open a:b');
  expect(withClause("x OR", "a:b")).toBe("a:b"); // which it would else become a part of
});
