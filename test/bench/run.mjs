// `npm run bench`: builds the product and the bench, then runs it with nothing else.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");
const step = (args) => {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SIDELIGHT_ROOT: root },
  });
  if (status !== 0) process.exit(status ?? 1);
};
step(["esbuild.mjs"]);
await build({
  entryPoints: ["main", "sender", "statsdSender"].map((name) =>
    join(import.meta.dirname, `${name}.ts`),
  ),
  outdir: join(root, "dist/bench"),
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["playwright-core", "node-unix-socket"],
  logLevel: "error",
});
step([join(root, "dist/bench/main.cjs"), ...process.argv.slice(2)]);
