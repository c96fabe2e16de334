import { expect, test } from "vitest";
import { clauseFor, withClause } from "../../../webview/lib/valueActions";

test.each([
  ["worker", "w7", "worker:w7"],
  ["took_ms", 1631, "took_ms:1631"],
  ["message", "timed out", 'message:"timed out"'],
  ["path", 'a"b\\c', 'path:"a\\"b\\\\c"'],
  ["url", "http://shop.test/p?x=1", 'url:"http://shop.test/p?x=1"'],
  ["word", "OR", 'word:"OR"'],
  ["empty", "", 'empty:""'],
  ["odd field", "x", "odd\\ field:x"],
  ["http.request.method", "GET", "http.request.method:GET"],
  ["glob", "a*", 'glob:"a*"'],
  ["slash", "/api/", 'slash:"/api/"'],
  ["list", ["a", 1], "list:(a AND 1)"],
])("the clause for %s = %j is %s", (field, value, clause) => {
  expect(clauseFor(field, value)).toBe(clause);
});

test.each([
  ["", "a:b", "a:b"],
  ["*", "a:b", "a:b"],
  ["x", "a:b", "x a:b"],
  ["x OR y", "a:b", "(x OR y) a:b"],
  ["x || y", "a:b", "(x || y) a:b"],
  ["(x OR y) z", "a:b", "(x OR y) z a:b"],
  ["(x OR y)", "a:b", "(x OR y) a:b"],
  ["f:(x OR y)", "a:b", "f:(x OR y) a:b"],
  ['"x OR y"', "a:b", '"x OR y" a:b'],
  // What is demanded already is not written again; what is only allowed, or forbidden, is no demand.
  ["x a:b", "a:b", "x a:b"],
  ['x AND a:"b"', "a:b", 'x AND a:"b"'],
  ["x OR a:b", "a:b", "(x OR a:b) a:b"],
  ["NOT a:b", "a:b", "NOT a:b a:b"],
  ["x NOT a:b", "NOT a:b", "x NOT a:b"],
  ["x a:b", "NOT a:b", "x a:b NOT a:b"],
  // A wrong query stays one.
  ["(x", "a:b", "(x a:b"],
])("%s with the clause %s is %s", (query, clause, together) => {
  expect(withClause(query, clause)).toBe(together);
});

test("clauses added one by one to an OR leave it in one pair of parentheses", () => {
  const clauses = ["a:b", "NOT c:d", 'e:"f g"'];
  expect(clauses.reduce(withClause, "x OR y")).toBe('(x OR y) a:b NOT c:d e:"f g"');
});
