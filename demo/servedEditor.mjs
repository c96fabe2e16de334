// Where no desktop editor can be opened: VS Code served at a loopback address, with the packaged extension.
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installVsix, setUpServedVscode, startServedVscode } from "../test/e2e/servedVscode.mjs";

/** Resolves with `{url, stop}`; the profile is kept in `home`. Installs the package only when it is newer than the installed one. */
export async function serveEditor({ home, folder, say, vsix }) {
  const vscode = await setUpServedVscode(say);
  const mark = join(home, "installed");
  if (!existsSync(mark) || statSync(mark).mtimeMs < statSync(vsix).mtimeMs) {
    say("Installing the extension …");
    await installVsix(vscode, home, vsix);
    writeFileSync(mark, "");
  }
  say("Starting VS Code …");
  // The served VS Code comes without TypeScript, and would say that somebody deleted it.
  const typescript = join(folder, "..", "node_modules", "typescript", "lib");
  const settings = { "typescript.tsdk": typescript };
  const served = await startServedVscode(vscode, { home, settings });
  return { url: served.url(folder), stop: served.stop };
}
