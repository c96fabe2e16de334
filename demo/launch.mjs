// What follows the build: an editor on the demo workspace, the collector, and the demo app, until Ctrl+C.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startCollector } from "./collector.mjs";
import { openDesktopEditor } from "./desktopEditors.mjs";
import { packOnce, startFolder } from "./packOnce.mjs";
import { createProgress } from "./progress.mjs";
import { serveEditor } from "./servedEditor.mjs";
import { dataFolderOf } from "./startArguments.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const demo = join(root, "demo");
/** The demo's services end within half a second; a busy machine needs longer. */
const endMs = 5_000;

/** Resolves when the app runs; the process ends with it. `env.SIDELIGHT_EDITOR`: see desktopEditors.mjs. */
export async function launch({ say }) {
  const args = process.argv.slice(2);
  const data = dataFolderOf(args);
  if (data !== undefined) process.env.SIDELIGHT_DATA = data; // for all that is started here
  const endings = [];
  let ending;
  const end = (code) => (ending ??= endAll(endings, code));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => end(0));
  try {
    const pack = () => packOnce({ root, say });
    const opened = await openDesktopEditor({ root, folder: demo, say, pack, env: process.env });
    let url;
    if (opened === undefined && ending === undefined) {
      const home = startFolder(root);
      const served = await serveEditor({ home, folder: demo, say, vsix: await pack() });
      endings.push(served.stop);
      url = served.url;
    }
    if (ending !== undefined) return await ending;
    // Last, because it ends when nobody uses it for a minute.
    say("Starting the collector …");
    const collector = await startCollector({ root, args });
    endings.push(collector.stopIfUnused);
    const app = runApp();
    endings.unshift(() => stopApp(app));
    app.once("close", (code) => {
      if (ending === undefined) say(`The demo app ended${code === 0 ? "" : ` with ${code}`}.`);
      end(code ?? 0);
    });
    say(
      [
        "",
        url === undefined ? `${opened} is open on the demo` : `Open VS Code at   ${url}`,
        `Panels alone at   ${collector.ui}`,
        "In the editor: F1, then “Sidelight: Open Logs”. The demo app runs; Ctrl+C ends it.",
        "",
      ].join("\n"),
    );
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    await end(1);
  }
}

/** Its output goes to Sidelight, and to the terminal with SIDELIGHT_DEMO_OUTPUT=1. */
function runApp() {
  const cli = join(root, "dist", "cli.js");
  const app = join(demo, "dist", "run.js");
  const shows = process.env.SIDELIGHT_DEMO_OUTPUT === "1";
  return spawn(process.execPath, [cli, "run", "--", process.execPath, app], {
    cwd: demo,
    stdio: ["inherit", shows ? "inherit" : "ignore", "inherit"],
  });
}

async function stopApp(app) {
  if (app.exitCode !== null || app.signalCode !== null) return;
  const closed = new Promise((resolve) => app.once("close", resolve));
  app.kill("SIGTERM");
  const timer = setTimeout(() => app.kill("SIGKILL"), endMs);
  await closed;
  clearTimeout(timer);
}

async function endAll(endings, code) {
  for (const stop of endings) await stop();
  process.exit(code);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await launch(createProgress(process.stdout));
}
