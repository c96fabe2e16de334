// `npm start`: installs, builds, opens an editor with the extension and the demo workspace, and runs the demo
// app. Works from a clean clone, with nothing but Node; a second start skips what is done.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createProgress } from "./progress.mjs";
import { wrongArguments } from "./startArguments.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const demo = join(root, "demo");
const progress = createProgress(process.stdout);
/** As the command line says wrong use. */
const wrongUseCode = 2;

/** Runs a program to its end; its output is shown only when it fails. */
function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command === "npm",
    });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ${args.join(" ")} failed:\n${text.slice(-3000)}`)),
    );
  });
}

async function install(folder, name) {
  const mark = join(folder, "node_modules", ".package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  progress.say(`Installing ${name} …`);
  await run("npm", ["ci", "--no-audit", "--no-fund"], folder);
}

async function main() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Error(`Sidelight needs Node 20 or later; this is ${process.version}.`);
  }
  const wrong = wrongArguments(process.argv.slice(2));
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n`);
    process.exitCode = wrongUseCode;
    return;
  }
  await install(root, "Sidelight");
  await install(demo, "the demo app");
  progress.say("Building …");
  await run(process.execPath, ["esbuild.mjs"], root);
  await run(process.execPath, ["build.mjs"], demo);
  // Only now is there what it imports.
  const { launch } = await import("./launch.mjs");
  await launch(progress);
}

main().catch((error) => {
  progress.say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
