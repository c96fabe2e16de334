// `npm start`: installs, builds, opens an editor with the extension and the demo workspace, and runs the demo
// app in it. Works from a clean clone, with nothing but Node; a second start skips what is done.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const demo = import.meta.dirname;
const isWindows = process.platform === "win32";
const started = [];
const endings = [];

const say = (text) => process.stdout.write(`${text}\n`);

if (Number(process.versions.node.split(".")[0]) < 20) {
  say(`Sidelight needs Node 20 or later; this is ${process.version}.`);
  process.exit(1);
}

/** Runs a program to its end; its output is shown only when it fails. */
function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      shell: isWindows,
    });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve(text)
        : reject(new Error(`${command} ${args.join(" ")} failed:\n${text.slice(-3000)}`)),
    );
  });
}

async function install(folder, name) {
  const mark = join(folder, "node_modules", ".package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  say(`Installing ${name} …`);
  await run("npm", ["ci", "--no-audit", "--no-fund"], folder);
}

/** The editor to open: one that is on PATH, with what it is called. */
async function findEditor() {
  for (const [command, name] of [
    ["code", "VS Code"],
    ["codium", "VSCodium"],
    ["cursor", "Cursor"],
  ]) {
    try {
      await run(command, ["--version"], root);
      return { command, name };
    } catch {
      continue; // not on PATH, or not working: try the next
    }
  }
  return undefined;
}

/** Starts a program that lasts as long as this one. */
function keep(command, args, options) {
  const child = spawn(command, args, { ...options, shell: false });
  started.push(child);
  return child;
}

/** Starts (or finds) the collector; resolves with what it says of itself. */
function startCollector() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "dist", "collector.js")], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (chunk) => (text += chunk));
    child.stdout.once("data", (line) => {
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve(JSON.parse(String(line)));
    });
    child.on("close", () => reject(new Error(`The collector did not start: ${text}`)));
  });
}

async function main() {
  await install(root, "Sidelight");
  await install(demo, "the demo app");
  say("Building …");
  await run(process.execPath, ["esbuild.mjs"], root);
  await run(process.execPath, ["build.mjs"], demo);

  const editor = await findEditor();
  if (editor !== undefined) {
    say(`Opening ${editor.name} …`);
    await run(editor.command, ["--new-window", `--extensionDevelopmentPath=${root}`, demo], root);
  } else {
    const { serveEditor } = await import("./servedEditor.mjs");
    const served = await serveEditor({ root, folder: demo, say });
    endings.push(served.stop);
    say(`\nOpen VS Code at   ${served.url}`);
  }
  // Last, because it ends when nobody uses it for a minute.
  const collector = await startCollector();
  say(`Panels alone at   ${collector.ui}`);
  say("The demo app runs; its output goes to Sidelight. Ctrl+C ends it.\n");
  const app = keep(
    process.execPath,
    [join(root, "dist", "cli.js"), "run", "--", process.execPath, join(demo, "dist", "run.js")],
    {
      cwd: demo,
      stdio: [
        "inherit",
        process.env.SIDELIGHT_DEMO_OUTPUT === "1" ? "inherit" : "ignore",
        "inherit",
      ],
    },
  );
  app.on("close", (code) => end(code ?? 0));
}

async function end(code) {
  for (const child of started) child.kill("SIGTERM");
  for (const stop of endings) await stop();
  setTimeout(() => process.exit(code), 300);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => end(0));

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  end(1);
});
