import { expect, test } from "vitest";
import { clauseFor } from "../../../webview/lib/valueActions";

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
  ["2xx", 7, "\\2xx:7"],
  ["-dash", "x", "\\-dash:x"],
  ["glob", "a*", 'glob:"a*"'],
  ["slash", "/api/", 'slash:"/api/"'],
  ["list", ["a", 1], "list:(a AND 1)"],
])("the clause for %s = %j is %s", (field, value, clause) => {
  expect(clauseFor(field, value)).toBe(clause);
});
