// A Python environment with the client libraries that apps really use, pinned, cached outside the tree.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath } from "./cache.mjs";
import { canRun, run } from "./run.mjs";

const requirements = join(import.meta.dirname, "../clients/requirements.txt");

/** Path of the environment's python; made anew when the pinned list changed. */
export async function pythonWithClients() {
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const folder = join(cachePath("python"), wanted);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const mark = join(folder, "complete");
  if (existsSync(mark)) return python;
  const base = (await canRun("python3")) ? "python3" : "python";
  if (!(await canRun(base)))
    throw new Error("Python 3 is missing: install python3 (3.9 or later) with venv.");
  rmSync(folder, { recursive: true, force: true });
  await run(base, ["-m", "venv", folder]).catch((error) => {
    // Debian's Python comes without it, and tells so in many lines.
    throw new Error(`${base} makes no environment: install python3-venv. ${lastLine(error)}`);
  });
  await run(python, ["-m", "pip", "install", "--quiet", "-r", requirements]);
  writeFileSync(mark, "");
  return python;
}

const lastLine = ({ message }) => message.trim().split("\n").at(-1);
