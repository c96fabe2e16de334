// Bundles and runs take.ts: `node test/webview/pictures/run.mjs FOLDER [part of a name]`.
import { build } from "esbuild";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const here = import.meta.dirname;
const outfile = join(here, "../../../dist/pictures.mjs");
await build({
  entryPoints: [join(here, "take.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile,
  logLevel: "warning",
});
await import(pathToFileURL(outfile).href);
