// Files that the extension host reads and anybody may have written: source maps, saved searches, discovery files.
// Never an exception, and never an answer of another form. More by SIDELIGHT_FUZZ.

import { TraceMap } from "@jridgewell/trace-mapping";
import { describe, expect, it } from "vitest";
import { searchesOfText, withSearch } from "../../src/host/searches/searchesText";
import { inlineMap, originalPosition, sourceMapReference } from "../../src/host/source/sourceMap";
import { parseDiscovery } from "../../src/shared/contract/discovery";
import { aRandom, mutate, mutations } from "../collector/receivers/mutate";

const rounds = mutations / 10;
const pieces = [...Array.from('{}",:[]'), "null", "-1", "1e999", "\\u0000", "AAAA;", "//", "/*"];

function* mutated(seeds: readonly string[], seed: number): Generator<string> {
  const random = aRandom(seed);
  const bytes = seeds.map((text) => Buffer.from(text));
  for (let n = 0; n < rounds; n++) {
    yield mutate(bytes[n % bytes.length]!, pieces, random).toString();
  }
}

const map = {
  version: 3,
  file: "a.js",
  sourceRoot: "src/",
  sources: ["a.ts", "b.ts"],
  names: ["f"],
  mappings: "AAAA;AACA,SAASA;AACA,WCDA",
};
const sectioned = {
  version: 3,
  sections: [
    { offset: { line: 0, column: 0 }, map },
    { offset: { line: 4, column: 2 }, map },
  ],
};

describe("a source map", () => {
  it("of any content gives a place or none", () => {
    let places = 0;
    for (const text of mutated([JSON.stringify(map), JSON.stringify(sectioned)], 1)) {
      for (const at of [{ line: 1 }, { line: 3, column: 9 }]) {
        const original = originalPosition(text, at);
        if (original === undefined) continue;
        places++;
        expect(typeof original.source).toBe("string");
        expect(original.line).toBeGreaterThan(0);
      }
    }

    expect(places).toBeGreaterThan(rounds / 10);
    expect(new TraceMap(JSON.stringify(map)).sources).toHaveLength(2);
  });

  it.each([
    ["mappings that are no text", { ...map, mappings: 5 }],
    ["no mappings", { version: 3, sources: ["a.ts"] }],
    ["an endless number", { ...map, mappings: "g".repeat(100_000) }],
    ["sources that are no texts", { ...map, sources: [{}, 1] }],
    [
      "sections within sections",
      { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: sectioned }] },
    ],
    ["sections without a map", { version: 3, sections: [{ offset: { line: 0, column: 0 } }] }],
    ["an offset far off", { version: 3, sections: [{ offset: { line: 1e9, column: 0 }, map }] }],
    ["null", null],
  ])("with %s does no harm", (_name, content) => {
    const original = originalPosition(JSON.stringify(content), { line: 1 });

    expect(["undefined", "string"]).toContain(typeof original?.source);
  });

  it("is referred to by any text", () => {
    const seeds = [
      "x\n//# sourceMappingURL=a.js.map\n",
      `x\n//# sourceMappingURL=data:application/json;base64,${Buffer.from("{}").toString("base64")}`,
      "x\n//# sourceMappingURL=data:application/json;charset=utf-8,%7B%7D%",
    ];
    for (const text of mutated(seeds, 2)) {
      const reference = sourceMapReference(text);
      if (reference !== undefined) inlineMap(reference);
    }
  });
});

describe("saved searches", () => {
  const search = {
    name: "Errors",
    query: "level:error",
    columns: ["a"],
    groupBy: ["b"],
    last: "15m",
  };
  const file = JSON.stringify({ searches: [search, { ...search, name: "b" }] });

  it("of any content are searches of the right form", () => {
    let found = 0;
    for (const text of mutated([file, `// ours\n${file.replace("]}", ",]}")}`], 3)) {
      const searches = searchesOfText(text);
      found += searches.length;
      for (const one of searches) {
        expect(typeof one.name).toBe("string");
        expect(typeof one.query).toBe("string");
        expect(one.columns?.every((column) => typeof column === "string") ?? true).toBe(true);
      }
    }

    expect(found).toBeGreaterThan(rounds / 2);
  });

  it("of any content are added to, or left as they are", () => {
    for (const text of [...mutated([file], 4)].slice(0, rounds / 10)) {
      const changed = withSearch(text, { name: "new", query: "x" });
      if (changed !== undefined && searchesOfText(text).length < 200) {
        expect(searchesOfText(changed).map(({ name }) => name)).toContain("new");
      }
    }
  });
});

it("a discovery file of any content names this machine or nothing", () => {
  const http = "http://127.0.0.1:4318";
  const discovery = {
    pid: 1,
    version: "1",
    protocol: 1,
    endpoints: { http },
    token: "t",
    ui: `${http}/ui/`,
  };
  for (const text of mutated([JSON.stringify(discovery)], 5)) {
    const found = parseDiscovery(text);
    if (found !== undefined)
      expect(new URL(found.endpoints.http ?? http).hostname).toBe("127.0.0.1");
  }
});
