// Bundles the services into dist/, with source maps, the way many apps are built.
import { build } from "esbuild";

const services = ["run", "scraper", "broker", "fetcher", "tester", "writer"];
await build({
  entryPoints: services.map((name) => `src/${name}.ts`),
  absWorkingDir: import.meta.dirname,
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: "linked",
  packages: "external",
  logLevel: "warning",
});
