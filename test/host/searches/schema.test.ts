// The schema that the editor completes by says the same as the reader.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastMs, lastText, searchesIn } from "../../../src/shared/savedSearches";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));

it("is contributed for .vscode/sidelight.json and ships", () => {
  const [{ fileMatch, url }] = read("package.json").contributes.jsonValidation;

  expect(fileMatch).toContain("/.vscode/sidelight.json");
  expect(read(url).properties).toHaveProperty("searches");
  expect(readFileSync(join(root, ".vscodeignore"), "utf8")).toContain("!media/*.json");
});

it("knows each field that the reader knows, and no more", () => {
  const { properties, required } = read("media/sidelight.schema.json").properties.searches.items;
  const whole = { name: "n", query: "q", columns: ["a"], groupBy: ["b"], last: "15m" };

  expect(Object.keys(searchesIn({ searches: [whole] })[0] ?? {})).toEqual(Object.keys(properties));
  expect(required).toEqual(["name", "query"]);
});

it.each(["30s", "15m", "24h", "7d", "0m", "m", "5 m", "1w", ""])("agrees on %j", (text) => {
  const { properties } = read("media/sidelight.schema.json").properties.searches.items;

  expect(new RegExp(properties.last.pattern).test(text)).toBe(lastMs(text) !== undefined);
});

it("writes lengths of time as it reads them", () => {
  for (const ms of [30_000, 300_000, 3_600_000, 86_400_000]) expect(lastMs(lastText(ms))).toBe(ms);
});
