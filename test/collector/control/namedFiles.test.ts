import { expect, test } from "vitest";
import { NamedFiles } from "../../../src/collector/control/namedFiles";

/** What is read, by windows that have names. */
function namedFiles() {
  const read = new Set<string>();
  const files = new NamedFiles<string>({
    follow: async ({ path }) => void read.add(path),
    unfollow: async (path) => void read.delete(path),
  });
  return { files, read };
}

test("a file that two windows named is read until both have taken it back", async () => {
  const { files, read } = namedFiles();
  await files.follow("first", { path: "app.log" });
  await files.follow("second", { path: "app.log" });

  await files.unfollow("first", "app.log");
  expect([...read]).toEqual(["app.log"]);
  await files.unfollow("second", "app.log");

  expect([...read]).toEqual([]);
});

test("a window that names it twice takes it back once", async () => {
  const { files, read } = namedFiles();
  await files.follow("first", { path: "app.log" });
  await files.follow("first", { path: "app.log" });

  await files.unfollow("first", "app.log");

  expect([...read]).toEqual([]);
});

test("one that never named it does not take it from who did", async () => {
  const { files, read } = namedFiles();
  await files.follow("first", { path: "app.log" });

  await files.unfollow("second", "app.log");

  expect([...read]).toEqual(["app.log"]);
});

test("what a closed window named is still read, and ended by the last one that takes it back", async () => {
  const { files, read } = namedFiles();
  await files.follow("first", { path: "app.log" });
  await files.follow("second", { path: "app.log" });

  files.forget("first");
  expect([...read]).toEqual(["app.log"]);
  await files.unfollow("second", "app.log");

  expect([...read]).toEqual([]);
});
