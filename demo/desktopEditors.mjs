// A desktop editor on PATH, opened on the demo with the extension. The extension comes from this folder, as one in
// development: nothing is installed into the user's editor. A remote window's `code` cannot do that and installs it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import spawn from "cross-spawn"; // on Windows: these are scripts, and paths have blanks

/** In this order. Cursor counts its own versions, not those of VS Code's interfaces. */
const editors = [
  { command: "code", name: "VS Code", hasVsCodeVersion: true },
  { command: "codium", name: "VSCodium", hasVsCodeVersion: true },
  { command: "cursor", name: "Cursor", hasVsCodeVersion: false },
];
/** Through a cold disk or into WSL the answer takes seconds; some wrappers never give one. */
const versionWaitMs = 15_000;
const slowMs = 2_000;
/** Opening returns at once, except where the program on PATH is the editor itself. */
const openWaitMs = 10_000;

/**
 * Resolves with the opened editor's name; undefined when there is none. `pack` resolves with the path of a VSIX.
 * `env.SIDELIGHT_EDITOR` names another program to open, such as code-insiders, or "none".
 */
export async function openDesktopEditor({ root, folder, say, pack, env }) {
  const named = env.SIDELIGHT_EDITOR;
  if (named === "none") return undefined;
  const all = named ? [{ command: named, name: named, hasVsCodeVersion: false }] : editors;
  const needed = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.vscode;
  for (const editor of all) {
    const problem = await problemOf(editor, needed, say, env);
    if (problem === undefined) {
      const reason = await open(editor, { root, folder, say, pack, env });
      if (reason === undefined) return editor.name;
      say(`${editor.name} could not be opened: ${reason}`);
    } else if (problem !== "absent") {
      say(`${editor.name} is not used: ${problem}`);
    } else if (named) {
      say(`${named} is not on PATH.`);
    }
  }
  return undefined;
}

/** Why it cannot be used; "absent" for what is not on PATH. */
async function problemOf({ command, hasVsCodeVersion }, needed, say, env) {
  const slow = setTimeout(() => say(`Waiting for ${command} --version …`), slowMs);
  const answer = await runFor(command, ["--version"], versionWaitMs, env);
  clearTimeout(slow);
  if (answer.kind === "absent") return "absent";
  if (answer.kind === "running") {
    answer.child.kill();
    return `${command} --version did not answer in ${versionWaitMs / 1000} seconds.`;
  }
  const version = /^v?(\d+)\.(\d+)\.\d/m.exec(answer.text);
  if (answer.code !== 0 || version === null) return lastLine(answer);
  const [, neededMajor, neededMinor] = /(\d+)\.(\d+)/.exec(needed);
  const [, major, minor] = version;
  const isOld =
    Number(major) * 1000 + Number(minor) < Number(neededMajor) * 1000 + Number(neededMinor);
  if (hasVsCodeVersion && isOld) {
    return `it is ${major}.${minor}, and Sidelight needs ${neededMajor}.${neededMinor} or later.`;
  }
  return canShowWindows(env) ? undefined : "there is no display to show its window on.";
}

/** A remote window, and WSL, show theirs elsewhere. */
function canShowWindows(env) {
  const isHere = process.platform === "linux" && !isRemote(env) && !env.WSL_DISTRO_NAME;
  return !isHere || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/** This is a terminal of a window on SSH, in WSL or a container: its `code` talks to that window. */
const isRemote = (env) => Boolean(env.VSCODE_IPC_HOOK_CLI);

/** Why it failed; undefined when it is open. */
async function open({ command, name }, { root, folder, say, pack, env }) {
  if (isRemote(env)) {
    const vsix = await pack();
    say(`Installing the extension into ${name} …`);
    const installed = await runFor(
      command,
      ["--install-extension", vsix, "--force"],
      installWaitMs,
      env,
    );
    if (installed.kind !== "ended" || installed.code !== 0) return lastLine(installed);
  }
  say(`Opening ${name} …`);
  const args = isRemote(env) ? [] : [`--extensionDevelopmentPath=${root}`];
  const opened = await runFor(command, ["--new-window", ...args, folder], openWaitMs, env);
  const isOpen = opened.kind === "running" || (opened.kind === "ended" && opened.code === 0);
  return isOpen ? undefined : lastLine(opened);
}
/** Into a remote machine go thirty megabytes. */
const installWaitMs = 300_000;

/** Runs a program to its end, or for so long: `{kind: "ended", code, text}`, "running" with `child`, or "absent". */
function runFor(command, args, waitMs, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    const timer = setTimeout(() => {
      child.unref();
      resolve({ kind: "running", child, text });
    }, waitMs);
    const settle = (result) => {
      clearTimeout(timer);
      resolve(result);
    };
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.once("error", () => settle({ kind: "absent", text: `${command} does not start.` }));
    child.once("close", (code) => settle({ kind: "ended", code, text }));
  });
}

const lastLine = ({ text, code }) => text.trim().split("\n").at(-1) || `it ended with ${code}.`;
