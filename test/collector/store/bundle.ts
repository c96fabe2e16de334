// Bundles programs and threads that tests run beside themselves.

import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync, type BuildOptions } from "esbuild";
import { afterAll, beforeAll } from "vitest";

const common: BuildOptions = {
  bundle: true,
  platform: "node",
  loader: { ".sql": "text" },
  logLevel: "error",
};

/** @returns the path of the bundle, in `folder`. */
export function bundleProgram(entry: string, folder: string): string {
  const program = join(folder, "program.mjs");
  buildSync({ ...common, entryPoints: [entry], format: "esm", outfile: program });
  return program;
}

/** One that runs the store: beside dist, where the database's binding is found. @returns its path, once there is one. */
export function storeThreadOfTests(entry: string): () => string {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(import.meta.dirname, "../../../dist", "thread-"));
    buildSync({
      ...common,
      entryPoints: [entry],
      format: "cjs",
      outfile: join(folder, "thread.cjs"),
      external: ["@duckdb/node-bindings"],
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => join(folder, "thread.cjs");
}
