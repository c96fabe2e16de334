// What users install: every file in it by pattern, and its size.

import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { thirdPartyNotices } from "./notices.mjs";
import { readZip } from "./readZip";

const root = resolve(import.meta.dirname, "../..");

/** Of 30.0 MB, 23.4 MB are the database's library and 3 MB the demo. */
const maxSizeBytes = 31_000_000;

const expected = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/package\.json$/,
  /^extension\/(?:readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/(?:extension|collector|writer|cli|parquet)\.js$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^extension\/dist\/native\/(?:duckdb\.node|unixSocket\.node|(?:lib)?duckdb\.(?:so|dylib|dll))$/,
  /^extension\/dist\/webview\/(?:logs|timeline|metrics|compare|browserTheme)\.(?:js|css)$/,
  /^extension\/dist\/webview\/codicon\.ttf$/,
  /^extension\/media\/(?:icon\.png|readme-(?:logs|timeline|compare|metrics)\.png|sidelight\.svg)$/,
  /^extension\/media\/sidelight\.schema\.json$/,
  /^extension\/media\/(?:logs|timeline|metrics|compare)-(?:light|dark)\.svg$/,
  /^extension\/media\/walkthrough-(?:collector|demo|logs|timeline|connect)\.svg$/,
  /^extension\/demo\/dist\/(?:run|scraper|broker|fetcher|tester|writer)\.js(?:\.map)?$/,
  /^extension\/demo\/src\/[a-zA-Z]+\.(?:ts|json)$/,
];

let contents: Map<string, Buffer>;
let files: string[];
beforeAll(() => {
  contents = readZip(readFileSync(inject("vsix")));
  files = [...contents.keys()];
});

const textOf = (name: string) => contents.get(name)?.toString("utf8") ?? "";

test("it holds what it should, and nothing else", () => {
  const strangers = files.filter((name) => !expected.some((pattern) => pattern.test(name)));
  const missing = expected.filter((pattern) => !files.some((name) => pattern.test(name)));

  expect(strangers).toEqual([]);
  expect(missing).toEqual([]);
});

test("every panel and program is there", () => {
  const panels = ["logs", "timeline", "metrics", "compare"].flatMap((name) => [
    `extension/dist/webview/${name}.js`,
    `extension/dist/webview/${name}.css`,
  ]);
  const programs = ["extension", "collector", "writer", "cli", "parquet"].map(
    (name) => `extension/dist/${name}.js`,
  );

  expect(files).toEqual(expect.arrayContaining([...panels, ...programs]));
});

test("it stays within its size", () => {
  expect(statSync(inject("vsix")).size).toBeLessThan(maxSizeBytes);
});

test("it is for one platform, and minified", () => {
  const manifest = textOf("extension.vsixmanifest");
  const program = textOf("extension/dist/extension.js");

  expect(manifest).toContain(`TargetPlatform="${process.platform}-${process.arch}"`);
  expect(/^\/\/# sourceMappingURL=/m.test(program)).toBe(false);
  expect(program.split("\n").length).toBeLessThan(100);
});

test("its command line is a program of its own, as npm's bin asks", () => {
  expect(textOf("extension/dist/cli.js")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("the licences of what it contains are in it", () => {
  const notices = textOf("extension/dist/THIRD-PARTY-NOTICES.txt");

  expect(notices).toBe(thirdPartyNotices([root, join(root, "demo")]));
  expect(notices).toMatch(/^pino \d/m); // of the demo
});

test("nothing in it names the machine that made it", () => {
  const texts = files.filter((name) => /\.(?:js|json|txt|css|svg|map|xml)$/.test(name));

  const naming = texts.filter((name) => textOf(name).includes(process.cwd()));

  expect(naming).toEqual([]);
});
