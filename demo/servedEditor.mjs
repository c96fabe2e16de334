// Where no desktop editor is installed: VS Code served at a loopback address, with the packaged extension.
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installVsix, setUpServedVscode, startServedVscode } from "../test/e2e/servedVscode.mjs";
import { cachePath } from "../test/setup/cache.mjs";
import { run } from "../test/setup/run.mjs";

/** Resolves with `{url, stop}`. Packs and installs only what changed since the last time. */
export async function serveEditor({ root, folder, say }) {
  const vscode = await setUpServedVscode(say);
  const home = cachePath("start");
  const vsix = join(home, "sidelight.vsix");
  const mark = join(home, "installed");
  const sources = ["src", "webview", "media", "demo/src", "package.json", "esbuild.mjs"];
  const changedMs = Math.max(...sources.map((name) => newestMs(join(root, name))));
  if (!existsSync(mark) || statSync(mark).mtimeMs < changedMs) {
    say("Packing the extension …");
    await run(process.execPath, [join(root, "test/package/package.mjs"), "--out", vsix], {
      cwd: root,
    });
    say("Installing the extension …");
    await installVsix(vscode, home, vsix);
    writeFileSync(mark, "");
  }
  say("Starting VS Code …");
  const served = await startServedVscode(vscode, { home });
  return { url: served.url(folder), stop: served.stop };
}

function newestMs(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
