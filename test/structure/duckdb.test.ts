// DuckDB's binding is native: a version without bindings for every platform breaks the packages of the others.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const version = "1.5.6-r.1";
const platforms = [
  "darwin-arm64",
  "darwin-x64",
  "linux-arm64",
  "linux-arm64-musl",
  "linux-x64",
  "linux-x64-musl",
  "win32-arm64",
  "win32-x64",
];

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../..", name), "utf8")) as {
    dependencies: Record<string, string>;
    packages: Record<string, { version: string }>;
  };

test("the dependency is pinned", () => {
  expect(read("package.json").dependencies["@duckdb/node-api"]).toBe(version);
});

test.each(platforms)("the lockfile holds the binding for %s", (platform) => {
  const binding =
    read("package-lock.json").packages[`node_modules/@duckdb/node-bindings-${platform}`];

  expect(binding?.version).toBe(version);
});
