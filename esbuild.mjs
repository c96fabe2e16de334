// Bundles every program of the extension into dist/. `--watch` rebuilds, `--minify` is for packages.
import { build, context } from "esbuild";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const root = import.meta.dirname;
const out = join(root, "dist");
const isWatch = process.argv.includes("--watch");
const isMinified = process.argv.includes("--minify");

/** DuckDB's binding is native: it ships beside the bundle, with the library that it finds by $ORIGIN. */
const duckdbBeside = {
  name: "duckdb-beside",
  setup(b) {
    b.onResolve({ filter: /^@duckdb\/node-bindings$/ }, () => ({
      path: "duckdb",
      namespace: "native",
    }));
    b.onLoad({ filter: /.*/, namespace: "native" }, () => ({
      contents: `module.exports = require(require("node:path").join(__dirname, "native", "duckdb.node"));`,
      loader: "js",
      resolveDir: root,
    }));
  },
};

/** The reader of datagrams on Unix sockets is native, too; where there is none, loading it fails. */
const unixSocketBeside = {
  name: "unix-socket-beside",
  setup(b) {
    b.onResolve({ filter: /\/addon$/ }, ({ path, importer }) =>
      importer.includes("node-unix-socket") ? { path, namespace: "unix-socket" } : undefined,
    );
    b.onLoad({ filter: /.*/, namespace: "unix-socket" }, () => ({
      contents: `module.exports = require(require("node:path").join(__dirname, "native", "unixSocket.node"));`,
      loader: "js",
      resolveDir: root,
    }));
  },
};

const common = {
  bundle: true,
  sourcemap: isMinified ? false : "linked",
  minify: isMinified,
  logLevel: "warning",
  loader: { ".sql": "text", ".ttf": "file" },
  legalComments: "none",
  define: { "process.env.SIDELIGHT_VERSION": JSON.stringify(require("./package.json").version) },
};
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  outdir: out,
  // Its main file hides what it requires from bundlers.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
};

const programs = [
  { in: "src/host/extension.ts", out: "extension" },
  { in: "src/collector/main.ts", out: "collector" },
  { in: "src/collector/store/writerThread.ts", out: "writer" },
  { in: "src/cli/main.ts", out: "cli" },
  { in: "src/cli/import/parquetThread.ts", out: "parquet" },
].filter((entry) => existsSync(join(root, entry.in)));

const panels = (existsSync(join(root, "webview")) ? readdirSync(join(root, "webview")) : [])
  .filter((name) => existsSync(join(root, "webview", name, "main.tsx")))
  .map((name) => ({ in: join("webview", name, "main.tsx"), out: name }));

const builds = [
  {
    ...node,
    entryPoints: programs.map((p) => ({ in: join(root, p.in), out: p.out })),
    external: ["vscode"],
    plugins: [duckdbBeside, unixSocketBeside],
  },
  {
    ...common,
    platform: "browser",
    format: "iife",
    target: "chrome122",
    outdir: join(out, "webview"),
    entryPoints: [
      ...panels.map((p) => ({ in: join(root, p.in), out: p.out })),
      { in: join(root, "webview/lib/browserTheme.css"), out: "browserTheme" },
    ],
    assetNames: "[name]",
    jsx: "automatic",
    jsxImportSource: "preact",
  },
];

function copyNative() {
  const target = process.env.SIDELIGHT_TARGET ?? `${process.platform}-${process.arch}`;
  const binding = dirname(require.resolve(`@duckdb/node-bindings-${target}/duckdb.node`));
  const native = join(out, "native");
  mkdirSync(native, { recursive: true });
  for (const name of readdirSync(binding)) {
    if (!/\.(node|so|dylib|dll)$|^libduckdb/.test(name)) continue;
    copyBinding(join(binding, name), join(native, name));
  }
}

/** Not written over where it is another: a running collector has it mapped. */
function copyBinding(from, to) {
  if (existsSync(to)) {
    const [one, other] = [statSync(from), statSync(to)];
    if (one.size === other.size && Math.abs(one.mtimeMs - other.mtimeMs) < 1000) return;
    rmSync(to);
  }
  cpSync(from, to, { preserveTimestamps: true });
}

/** Absent on Windows, which has no such sockets. */
function copyUnixSocket() {
  const target = process.env.SIDELIGHT_TARGET ?? `${process.platform}-${process.arch}`;
  const name = /^linux-[^-]+$/.test(target) ? `${target}-gnu` : target;
  const file = join(
    root,
    "node_modules",
    `node-unix-socket-${name}`,
    `node-unix-socket.${name}.node`,
  );
  if (existsSync(file)) copyBinding(file, join(out, "native", "unixSocket.node"));
}

if (isMinified) rmSync(out, { recursive: true, force: true });
copyNative();
copyUnixSocket();
if (isWatch) {
  for (const options of builds) await (await context(options)).watch();
} else {
  await Promise.all(
    builds.filter((b) => b.entryPoints.length > 0).map((options) => build(options)),
  );
}
