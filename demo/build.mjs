// Bundles the services into dist/, with source maps, the way many apps are built. `--bundle` takes the
// libraries in as well, for a place without node_modules. `--bundle` takes the
// packages in as well: the extension ships the demo without a node_modules folder.
import { build } from "esbuild";
import { readFileSync } from "node:fs";

const services = ["run", "scraper", "broker", "fetcher", "tester", "writer"];
const isWhole = process.argv.includes("--bundle");

/** Maps of the packages' code would be megabytes that nobody looks up. */
const withoutPackageMaps = {
  name: "without-package-maps",
  setup(b) {
    const emptyMap = Buffer.from('{"version":3,"sources":[""],"mappings":"A"}').toString("base64");
    const comment = `\n//# sourceMappingURL=data:application/json;base64,${emptyMap}`;
    b.onLoad({ filter: /node_modules.*\.[cm]?js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8") + comment,
      loader: "default",
    }));
  },
};

await build({
  entryPoints: services.map((name) => `src/${name}.ts`),
  absWorkingDir: import.meta.dirname,
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: "linked",
  ...(isWhole
    ? {
        packages: "bundle",
        minifySyntax: true, // not names: stack frames are what the demo is about
        minifyWhitespace: true,
        sourcesContent: false,
        plugins: [withoutPackageMaps],
      }
    : { packages: "external" }),
  logLevel: "warning",
});
