import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StatementIndex } from "../../../src/host/statements/statementIndex";

let folder: string;
let readCount: number;
let index: StatementIndex;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "statements-"));
  readCount = 0;
  index = new StatementIndex({
    list: async () => (await readdir(folder)).map((name) => join(folder, name)),
    stat: (path) => Promise.resolve(statSync(path, { throwIfNoEntry: false })),
    readText: (path) => {
      readCount++;
      return Promise.resolve(readFileSync(path, "utf8"));
    },
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Each write is a second later than the one before, however quick the test is. */
let second = 1_700_000_000;
function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), ++second, second);
}

async function texts(): Promise<string[]> {
  const files = await index.read();
  return files.flatMap(({ statements }) => statements.map(({ pieces }) => pieces.join("·"))).sort();
}

it("knows the files as they are, and reads only what has changed", async () => {
  write("a.py", 'log.info("first")');
  write("b.ts", 'log.info("second");');
  expect(await texts()).toEqual(["first", "second"]);
  expect(readCount).toBe(2);

  write("a.py", 'log.info("changed")');
  expect(await texts()).toEqual(["changed", "second"]);
  expect(readCount).toBe(3);

  rmSync(join(folder, "b.ts"));
  expect(await texts()).toEqual(["changed"]);
  expect(readCount).toBe(3);
});

it("reads once for those who ask at the same time", async () => {
  write("a.py", 'log.info("first")');

  const [one, two] = await Promise.all([index.read(), index.read()]);

  expect(one).toBe(two);
  expect(readCount).toBe(1);
});

it("leaves out what is too large to be written by hand", async () => {
  write("a.js", `log.info("first");${" ".repeat(1024 * 1024)}`);

  expect(await texts()).toEqual([]);
  expect(readCount).toBe(0);
});
