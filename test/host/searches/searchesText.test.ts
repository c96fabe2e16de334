import { describe, expect, it } from "vitest";
import { searchesOfText, withSearch } from "../../../src/host/searches/searchesText";

const slow = { name: "Slow", query: "took_ms:>300" };

describe("the workspace's searches", () => {
  it("are read with comments and commas at the end", () => {
    const text = '{\n  // ours\n  "searches": [{ "name": "Slow", "query": "took_ms:>300" },],\n}';

    expect(searchesOfText(text)).toEqual([slow]);
  });

  it("are read as far as they make sense", () => {
    const text = JSON.stringify({
      searches: [
        "text",
        { name: "", query: "a" },
        { name: "no query" },
        { ...slow, columns: ["user", 1], last: "soon" },
        { name: "Slow", query: "another" },
        { name: "Errors", query: "level:error", groupBy: ["service"], last: "15m" },
      ],
    });

    expect(searchesOfText(text)).toEqual([
      { ...slow, columns: ["user"] },
      { name: "Errors", query: "level:error", groupBy: ["service"], last: "15m" },
    ]);
    expect(searchesOfText("[1]")).toEqual([]);
    expect(searchesOfText("{ broken")).toEqual([]);
  });

  it("get one more, and what is around them stays", () => {
    const text =
      '{\n  // ours\n  "searches": [\n    { "name": "Other", "query": "x" }\n  ],\n  "else": 1\n}\n';

    const changed = withSearch(text, slow) ?? "";

    expect(searchesOfText(changed)).toEqual([{ name: "Other", query: "x" }, slow]);
    expect(changed).toContain("// ours");
    expect(changed).toContain('"else": 1');
  });

  it("come into a file that has none yet, beside what it has", () => {
    const changed = withSearch('{\n  // ours\n  "else": 1\n}\n', slow) ?? "";

    expect(searchesOfText(changed)).toEqual([slow]);
    expect(changed).toMatch(/\/\/ ours\n {2}"else": 1/);
  });

  it("have one of a name: the newest in its place", () => {
    const text = withSearch(withSearch("", slow) ?? "", { name: "Next", query: "y" }) ?? "";

    const changed = withSearch(text, { name: "Slow", query: "took_ms:>500" }) ?? "";

    expect(changed.match(/"name"/g)).toHaveLength(2);
    expect(searchesOfText(changed)).toEqual([
      { name: "Slow", query: "took_ms:>500" },
      { name: "Next", query: "y" },
    ]);
  });

  it("are not written into what is no JSON", () => {
    expect(withSearch("{ broken", slow)).toBeUndefined();
    expect(withSearch("[]", slow)).toBeUndefined();
  });
});
