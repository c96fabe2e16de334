import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Who may import whom (ARCHITECTURE.md). `import type` obeys the same rules. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "src/shared": ["src/shared"],
  "src/collector": ["src/collector", "src/shared"],
  "src/host": ["src/host", "src/shared"],
  "src/cli": ["src/cli", "src/shared", "src/collector"],
  webview: ["webview", "src/shared"],
};
/** Inside the collector; what lies directly in src/collector/ puts them together. */
const collectorFolders: Readonly<Record<string, readonly string[]>> = {
  pipeline: ["pipeline"],
  receivers: ["receivers", "pipeline"],
  store: ["store", "pipeline"],
  export: ["export", "store", "pipeline"],
  control: ["control", "export", "store", "pipeline"],
};
/** Modules that only one zone may load. */
const owned: readonly { readonly module: RegExp; readonly zone: string }[] = [
  { module: /^vscode$/, zone: "src/host" },
  { module: /^@duckdb\//, zone: "src/collector" },
  { module: /^@grpc\//, zone: "src/collector" },
  { module: /^node-unix-socket$/, zone: "src/collector" },
  { module: /^(preact|@preact|chart\.js|@vscode\/codicons)/, zone: "webview" },
];
/** Shared is pure: it knows no platform. */
const impure = /^(node:|vscode$|ws$|fs$|path$|os$)/;

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const pattern = /(?:from|import)\s*\(?\s*"([^"]+)"/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

const zoneOf = (file: string) => Object.keys(allowed).find((zone) => file.startsWith(`${zone}/`));

const files = Object.keys(allowed).flatMap(sourceFiles);
const all: Import[] = files.flatMap((from) => importsOf(from).map((to) => ({ from, to })));
const local: Import[] = all
  .filter(({ to }) => to.startsWith("."))
  .map(({ from, to }) => ({ from, to: relative(root, resolve(root, dirname(from), to)) }));

describe("zones", () => {
  it("import only whom they may", () => {
    const broken = local.filter(({ from, to }) => {
      const zone = zoneOf(from) ?? "";
      return !(allowed[zone] ?? []).some((target) => to.startsWith(`${target}/`));
    });

    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("load a module of one zone in that zone only", () => {
    const broken = all.filter(({ from, to }) =>
      owned.some(({ module, zone }) => module.test(to) && zoneOf(from) !== zone),
    );

    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("keep shared free of any platform", () => {
    const broken = all.filter(({ from, to }) => from.startsWith("src/shared/") && impure.test(to));

    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("keep the folders of the collector in their order", () => {
    const folderOf = (path: string) => /^src\/collector\/(\w+)\//.exec(path)?.[1] ?? "";
    const broken = local.filter(({ from, to }) => {
      const below = collectorFolders[folderOf(from)];
      return (
        below !== undefined && to.startsWith("src/collector/") && !below.includes(folderOf(to))
      );
    });

    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("keep receivers apart from each other", () => {
    const receiverOf = (path: string) => /^src\/collector\/receivers\/([^/.]+)\//.exec(path)?.[1];
    const broken = local.filter(({ from, to }) => {
      const own = receiverOf(from);
      if (own === undefined) return false;
      const other = receiverOf(to);
      return other !== undefined && other !== own;
    });

    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("have no cycles", () => {
    const known = new Map(files.map((file) => [file.replace(/\.tsx?$/, ""), file]));
    const targets = new Map<string, string[]>();
    for (const { from, to } of local) {
      const target = known.get(to.replace(/\.tsx?$/, ""));
      if (target !== undefined) targets.set(from, [...(targets.get(from) ?? []), target]);
    }

    expect(findCycle(targets)).toBeUndefined();
  });
});

/** The first chain that comes back to where it began, written "a → b → a". */
function findCycle(targets: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const walk = (file: string, chain: readonly string[]): string | undefined => {
    const at = chain.indexOf(file);
    if (at >= 0) return [...chain.slice(at), file].join(" → ");
    if (done.has(file)) return undefined;
    for (const target of targets.get(file) ?? []) {
      const cycle = walk(target, [...chain, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const cycle = walk(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
