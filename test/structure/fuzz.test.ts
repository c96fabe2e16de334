// Each receiver of the registry has a fuzz test, and all account by the same rule.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { receivers } from "../../src/collector/receivers/registry";

const sources = new URL("../../src/collector/receivers/", import.meta.url);
const tests = new URL("../collector/receivers/", import.meta.url);
const folders = readdirSync(sources, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it("each folder is a receiver of the registry", () => {
  expect(folders.sort()).toEqual(Object.keys(receivers).sort());
});

describe.each(folders)("%s", (name) => {
  it("has a fuzz test that accounts for every input", () => {
    const file = new URL(`${name}/fuzz.test.ts`, tests);

    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toMatch(/import \{ fuzz\b[^}]*\} from "\.\.\/fuzz"/);
  });
});
