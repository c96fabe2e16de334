// Runs a program to its end; what it printed is shown only when it failed.
import { spawn } from "node:child_process";

/** Resolves with stdout; rejects with the tail of what was printed. `shows`: pass output through. */
export function run(command, args, { cwd, env, shows = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: shows ? "inherit" : ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let text = "";
    child.stdout?.on("data", (chunk) => (text += chunk));
    child.stderr?.on("data", (chunk) => (text += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(text);
      else
        reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${text.slice(-4000)}`));
    });
  });
}

/** Does this program start? */
export async function canRun(command, args = ["--version"]) {
  try {
    await run(command, args);
    return true;
  } catch {
    return false; // absent, or broken: as good as absent
  }
}
