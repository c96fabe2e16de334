// Bundles a program that a test runs as a process of its own.

import { buildSync } from "esbuild";
import { join } from "node:path";

/** @returns the path of the bundle, in `folder`. */
export function bundleProgram(entry: string, folder: string): string {
  const program = join(folder, "program.mjs");
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
    loader: { ".sql": "text" },
    logLevel: "error",
  });
  return program;
}
