import { expect, test } from "vitest";
import { mappedPaths, mergedMappings } from "../../../src/host/source/pathMapping";

const home = "/home/me";

test("what a folder's own setting names lies in that folder alone", () => {
  const mappings = mergedMappings(
    {},
    [
      { folder: "/ws/one", value: { "/app/one": "${workspaceFolder}/src" } },
      { folder: "/ws/two", value: { "/app/two": "src", "/elsewhere": "/srv/two", "/mine": "~/x" } },
    ],
    home,
  );

  expect(mappings).toEqual({
    "/app/one": "/ws/one/src",
    "/app/two": "/ws/two/src",
    "/elsewhere": "/srv/two",
    "/mine": "/home/me/x",
  });
});

test("a folder's own goes before what is said for all, and the first folder's before the second's", () => {
  const mappings = mergedMappings(
    { "/app": "${workspaceFolder}", "/lib": "lib" },
    [
      { folder: "/ws/one", value: { "/app": "a" } },
      { folder: "/ws/two", value: { "/app": "b" } },
    ],
    home,
  );

  expect(mappings).toEqual({ "/app": "/ws/one/a", "/lib": "lib" });
});

test.each([undefined, null, 7, [], { "/app": 7 }])("%j names nothing", (value) => {
  expect(mergedMappings(value, [{ folder: "/ws", value }], home)).toEqual({});
});

test.each([
  ["/app/main.py", ["/srv/main.py"]],
  ["/app", ["/srv"]],
  ["/apple/main.py", []],
])("of %j the prefix is whole segments", (path, paths) => {
  expect(mappedPaths(path, { "/app": "/srv" }, { workspaceFolders: ["/ws"], home })).toEqual(paths);
});
