// The collector that `npm start` runs beside the demo: the one of this user, started if there is none.
import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What it writes when it ends takes a moment. */
const endMs = 5_000;
const lookAgainMs = 50;

/** Resolves with `{ui, stopIfUnused}`. `args` are the collector's own. */
export function startCollector({ root, args = [] }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "dist", "collector.js"), ...args], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (chunk) => (text += chunk));
    child.once("error", reject);
    child.once("close", () => reject(new Error(`The collector did not start: ${text}`)));
    createInterface({ input: child.stdout }).once("line", (line) => {
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      const { ui, pid, attached } = JSON.parse(line);
      const stopIfUnused = attached === true ? () => undefined : () => stopUnused(root, pid);
      resolve({ ui, stopIfUnused });
    });
  });
}

/** An editor's window that is still open goes on reading; without one nobody would end it for a minute. */
async function stopUnused(root, pid) {
  if (process.platform === "win32") return; // a signal there is a kill: it ends by itself
  const stats = await statsOf(root);
  const others = stats === undefined ? 0 : stats.clients - 1; // the asking one is counted, too
  if (stats === undefined || others > 0) return;
  process.kill(pid, "SIGTERM");
  for (const endsAt = Date.now() + endMs; isAlive(pid) && Date.now() < endsAt;) {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

/** Undefined when it does not answer: it is gone then. */
function statsOf(root) {
  return new Promise((resolve) => {
    const cli = join(root, "dist", "cli.js");
    execFile(process.execPath, [cli, "stats", "--json"], { timeout: endMs }, (error, stdout) =>
      resolve(error === null ? JSON.parse(stdout) : undefined),
    );
  });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // it is gone
  }
}
