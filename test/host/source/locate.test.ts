import { describe, expect, test } from "vitest";
import { followChosen, locate, type SourceFiles } from "../../../src/host/source/locate";

/** A workspace at /ws, and whatever else is named; contents only where a test needs them. */
function aWorkspace(
  inside: Record<string, string> | string[],
  given: {
    outside?: string[] | Record<string, string>;
    /** Files whose links lead out of the workspace. */
    links?: string[];
    pathMappings?: Record<string, string>;
    /** Takes the paths that the disk was asked about. */
    touched?: string[];
  } = {},
): SourceFiles {
  const withContents = (files: Record<string, string> | string[]) =>
    Array.isArray(files) ? Object.fromEntries(files.map((path) => [path, ""])) : files;
  const contents = withContents(inside);
  const all = { ...contents, ...withContents(given.outside ?? []) };
  return {
    workspaceFolders: ["/ws"],
    home: "/home/me",
    pathMappings: given.pathMappings ?? {},
    isFile: async (path) => {
      given.touched?.push(path);
      return path in all;
    },
    isInWorkspace: async (path) => {
      given.touched?.push(path);
      return path.startsWith("/ws/") && given.links?.includes(path) !== true;
    },
    findByName: async (name) => Object.keys(contents).filter((path) => path.endsWith(`/${name}`)),
    readText: async (path) => all[path],
  };
}

describe("finding a reported file", () => {
  test("a path in the workspace is itself", async () => {
    const files = aWorkspace(["/ws/src/x.py", "/ws/other/src/x.py"]);

    const located = await locate({ file: "/ws/src/x.py", line: 3 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/src/x.py", line: 3 } });
  });

  test("a container's path is the longest ending that only one file has", async () => {
    const files = aWorkspace(["/ws/services/api/src/x.py", "/ws/services/web/x.py"]);

    const located = await locate({ file: "/app/src/x.py", line: 7, column: 2 }, files);

    expect(located).toEqual({
      kind: "found",
      place: { path: "/ws/services/api/src/x.py", line: 7, column: 2 },
    });
  });

  test("several files with the same ending are a question", async () => {
    const files = aWorkspace(["/ws/api/src/x.py", "/ws/web/src/x.py", "/ws/x.py"]);

    const located = await locate({ file: "/app/src/x.py", line: 7 }, files);

    expect(located).toEqual({
      kind: "choose",
      places: [
        { path: "/ws/api/src/x.py", line: 7 },
        { path: "/ws/web/src/x.py", line: 7 },
      ],
    });
  });

  test("a configured mapping wins over a longer ending", async () => {
    const files = aWorkspace(["/ws/app/src/x.py", "/ws/services/api/src/x.py"], {
      pathMappings: { "/app": "${workspaceFolder}/services/api", "/": "/nowhere" },
    });

    const located = await locate({ file: "/app/src/x.py" }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/services/api/src/x.py" } });
  });

  test("a mapping to a place outside the workspace still asks", async () => {
    const files = aWorkspace([], { outside: ["/etc/passwd"], pathMappings: { "/app": "/etc" } });

    const located = await locate({ file: "/app/passwd" }, files);

    expect(located).toEqual({ kind: "outside", place: { path: "/etc/passwd" } });
  });

  test("a file that exists elsewhere is not opened for its name alone", async () => {
    const files = aWorkspace(["/ws/shop/__init__.py"], {
      outside: ["/usr/lib/python3.11/logging/__init__.py"],
    });

    const located = await locate(
      { file: "/usr/lib/python3.11/logging/__init__.py", line: 1 },
      files,
    );

    expect(located.kind).toBe("outside");
  });

  test("a library's file in a container is not the workspace's file of that name", async () => {
    const files = aWorkspace(["/ws/shop/api.py"]);

    const located = await locate({ file: "/venv/lib/site-packages/requests/api.py" }, files);

    expect(located.kind).toBe("unknown");
  });

  test("a Windows path matches whatever its case", async () => {
    const files = aWorkspace(["/ws/src/Cart.cs", "/ws/test/Cart.cs"]);

    const located = await locate({ file: "C:\\Build\\Src\\Cart.cs", line: 4 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/src/Cart.cs", line: 4 } });
  });

  test("a name that links out of the workspace asks first", async () => {
    const files = aWorkspace(["/ws/src/x.py"], { links: ["/ws/src/x.py"] });

    const located = await locate({ file: "/app/src/x.py", line: 7 }, files);

    expect(located).toEqual({ kind: "outside", place: { path: "/ws/src/x.py", line: 7 } });
  });

  test("a chosen file that links out of the workspace asks first", async () => {
    const files = aWorkspace(["/ws/a/x.js", "/ws/b/x.js"], { links: ["/ws/b/x.js"] });

    const inside = await followChosen({ path: "/ws/a/x.js", line: 1 }, files);
    const outside = await followChosen({ path: "/ws/b/x.js", line: 1 }, files);

    expect(inside.kind).toBe("found");
    expect(outside).toEqual({ kind: "outside", place: { path: "/ws/b/x.js", line: 1 } });
  });

  test.each(["/\\host/share/x.py", "/a/../\\host/share/x.py", "file:///%5C%5Chost/share/x.py"])(
    "%s is another machine's for some systems and never looked at",
    async (file) => {
      const touched: string[] = [];

      await locate({ file }, aWorkspace([], { touched }));

      expect(touched).toEqual([]);
    },
  );

  test.each([
    "../../../etc/passwd",
    "/etc/shadow",
    "\\\\evil\\share\\x",
    "node:fs",
    "https://evil.example/x.js",
  ])("%s leads nowhere", async (file) => {
    expect(await locate({ file }, aWorkspace(["/ws/a.py"]))).toEqual({ kind: "unknown" });
  });
});

describe("built JavaScript", () => {
  // Line 2 of the built file is line 5, column 3 of the source.
  const map = JSON.stringify({
    version: 3,
    sources: ["../src/x.ts"],
    names: [],
    mappings: ";AAIE",
  });

  test("leads on to its source", async () => {
    const files = aWorkspace({
      "/ws/dist/x.js": "a;\nb;\n//# sourceMappingURL=x.js.map\n",
      "/ws/dist/x.js.map": map,
      "/ws/src/x.ts": "",
    });

    const located = await locate({ file: "/app/dist/x.js", line: 2, column: 4 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/src/x.ts", line: 5, column: 3 } });
  });

  test("leads on by an inlined map with a bundler's names", async () => {
    const text = Buffer.from(map.replace("../src", "webpack://shop/./src")).toString("base64");
    const files = aWorkspace({
      "/ws/dist/x.js": `a;\nb;\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${text}`,
      "/ws/web/src/x.ts": "",
    });

    const located = await locate({ file: "dist/x.js", line: 2 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/web/src/x.ts", line: 5 } });
  });

  test.each([
    ["no map", "a;\nb;"],
    ["a map that is missing", "a;\nb;\n//# sourceMappingURL=gone.map"],
    ["a map outside the workspace", "a;\nb;\n//# sourceMappingURL=../../etc/x.map"],
    ["a map whose link leads out of it", "a;\nb;\n//# sourceMappingURL=linked.map"],
    ["a broken map", "a;\nb;\n//# sourceMappingURL=data:application/json,%7Bnope"],
  ])("stays where it is with %s", async (_, text) => {
    const files = aWorkspace(
      { "/ws/dist/x.js": text, "/ws/dist/linked.map": map, "/ws/src/x.ts": "" },
      {
        outside: { "/etc/x.map": map.replace("../src", "../ws/src") },
        links: ["/ws/dist/linked.map"],
      },
    );

    const located = await locate({ file: "/ws/dist/x.js", line: 2 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/dist/x.js", line: 2 } });
  });

  const elsewhere = [
    "//host/share/x",
    "\\\\host\\share\\x",
    "/\\host/share/x",
    "file://host/share/x",
    "file:////host/share/x",
    "https://host/x",
    "smb://host/x",
    "/etc/x",
    "file:///etc/x",
    "C:\\x",
    "../../../../\\\\host\\share\\x",
  ];

  test.each(elsewhere)("a map at %s is not looked at", async (reference) => {
    const touched: string[] = [];
    const files = aWorkspace(
      { "/ws/dist/x.js": `a;\nb;\n//# sourceMappingURL=${reference}` },
      { touched },
    );

    const located = await locate({ file: "/ws/dist/x.js", line: 2 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/dist/x.js", line: 2 } });
    expect(touched.filter(isElsewhere)).toEqual([]);
  });

  test.each(elsewhere)("a source at %s is not looked at", async (source) => {
    const touched: string[] = [];
    const files = aWorkspace(
      {
        "/ws/dist/x.js": "a;\nb;\n//# sourceMappingURL=x.js.map",
        "/ws/dist/x.js.map": JSON.stringify({ ...JSON.parse(map), sources: [source] }),
      },
      { touched },
    );

    const located = await locate({ file: "/ws/dist/x.js", line: 2 }, files);

    expect(located).toEqual({ kind: "found", place: { path: "/ws/dist/x.js", line: 2 } });
    expect(touched.filter(isElsewhere)).toEqual([]);
  });

  /** Neither in the workspace nor what ".." on its own disk leads to. */
  const isElsewhere = (path: string) => !path.startsWith("/ws/") && path !== "/host/share/x";

  test.each(["/ws/src/x.ts", "file:///ws/src/x.ts"])(
    "leads on to a source that is named in full: %s",
    async (source) => {
      const files = aWorkspace({
        "/ws/dist/x.js": "a;\nb;\n//# sourceMappingURL=/ws/maps/x.js.map",
        "/ws/maps/x.js.map": JSON.stringify({ ...JSON.parse(map), sources: [source] }),
        "/ws/src/x.ts": "",
        "/ws/other/src/x.ts": "",
      });

      const located = await locate({ file: "/ws/dist/x.js", line: 2 }, files);

      expect(located).toEqual({ kind: "found", place: { path: "/ws/src/x.ts", line: 5 } });
    },
  );
});
