// The licences of what ships, as a package would have them now (test/package has them in a package).

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { thirdPartyNotices } from "../package/notices.mjs";

const root = resolve(import.meta.dirname, "../..");
/** The demo's packages are installed when it is built for the first time. */
const projects = [root, join(root, "demo")].filter((project) =>
  existsSync(join(project, "node_modules")),
);

/** They ask for their text, and that is all; those of Codicons' pictures for the maker's name, too. */
const permissive = [
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "CC-BY-4.0",
];

const packages = thirdPartyNotices(projects)
  .split(`\n${"-".repeat(80)}\n\n`)
  .map((part) => /^(\S+) (\d\S*) \((.*)\)\n\n([^]*)/m.exec(part) ?? [part, part, "", "", ""])
  .map(([, name, , licence = "", text = ""]) => ({ name, licence, text }));

it("each package that ships is named, and no tool", () => {
  const names = packages.map(({ name }) => name);

  expect(names).toEqual(
    expect.arrayContaining(["@duckdb/node-api", "chart.js", "preact", "vscode-jsonrpc", "ws"]),
  );
  expect(names).not.toContain("typescript");
  expect(names).not.toContain("vitest");
});

it("each of them is permissive, and says its own text", () => {
  const others = packages.filter(({ licence }) =>
    licence.split(" AND ").some((one) => !permissive.includes(one)),
  );
  const bare = packages.filter(({ text }) => text.length < 200);

  expect(others).toEqual([]);
  expect(bare).toEqual([]);
});
