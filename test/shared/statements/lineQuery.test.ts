import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../src/shared/query/parser";
import { queryOfLine } from "../../../src/shared/statements/lineQuery";

const source = [
  "import logging", // 1
  "", // 2
  'log.info("user %s logged in from %s", user, ip)', // 3
  "log.error(", // 4
  '    "cannot open \\"%s\\": "', // 5
  '    "it is locked",', // 6
  "    path,", // 7
  ")", // 8
  "", // 9
  "total = a + b", // 10
].join("\n");

const query = (line: number) => queryOfLine("/w/shop/cart.py", line, source);

describe("the log lines of a line of source", () => {
  it("are found by the call site or by the fixed words of its text", () => {
    expect(query(3)).toBe('(file:*cart.py line:3) OR (message:"user" message:"logged in from")');
  });

  it("are those of a statement of several lines from any of them", () => {
    const whole =
      '(file:*cart.py line:[4 TO 6]) OR (message:"cannot open \\"" message:"\\": it is locked")';
    expect(query(4)).toBe(whole);
    expect(query(5)).toBe(whole);
    expect(query(6)).toBe(whole);
  });

  it("are those that name the line, when it has no text", () => {
    expect(query(10)).toBe("file:*cart.py line:10");
    expect(queryOfLine("/w/notes.txt", 7, "x")).toBe("file:*notes.txt line:7");
  });

  it("are asked for in the query language, whatever the file is called", () => {
    for (let line = 1; line <= 10; line++) expect(() => parseQuery(query(line))).not.toThrow();
    const odd = queryOfLine('/w/a b[1]"(x).py', 1, 'log.info("*(x) \\\\ OR y:z")');
    expect(odd).toBe('(file:*a?b?1???x?.py line:1) OR (message:"*(x) \\\\ OR y:z")');
    expect(() => parseQuery(odd)).not.toThrow();
  });
});
