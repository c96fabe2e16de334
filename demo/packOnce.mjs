// The package that `npm start` installs where it cannot hand over the folder: made again when a source changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { cachePath } from "../test/setup/cache.mjs";
import { run } from "../test/setup/run.mjs";

const sources = ["src", "webview", "media", "demo/src", "package.json", "esbuild.mjs"];

/** What `npm start` keeps between runs: each clone has its own. */
export function startFolder(root) {
  return cachePath(join("start", createHash("sha256").update(root).digest("hex").slice(0, 8)));
}

/** Resolves with the path of the VSIX. */
export async function packOnce({ root, say }) {
  const vsix = join(startFolder(root), "sidelight.vsix");
  const changedMs = Math.max(...sources.map((name) => newestMs(join(root, name))));
  if (existsSync(vsix) && statSync(vsix).mtimeMs >= changedMs) return vsix;
  say("Packing the extension …");
  await run(process.execPath, [join(root, "test/package/package.mjs"), "--out", vsix], {
    cwd: root,
  });
  return vsix;
}

function newestMs(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
