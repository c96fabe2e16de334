// The Go programs of the client tests, built once for what they are made of, where Go is there.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath } from "./cache.mjs";
import { canRun, run } from "./run.mjs";

const folder = join(import.meta.dirname, "../clients/go");
const programs = ["loggers", "statsd"];

/** Folder of the programs; undefined without Go, which is said in a line. */
export async function goPrograms() {
  if (!(await canRun("go", ["version"]))) {
    process.stdout.write("Go is not on the PATH: its loggers and datadog-go are not tried.\n");
    return undefined;
  }
  const sources = ["go.mod", "go.sum", ...programs.map((name) => join(name, "main.go"))];
  const hash = createHash("sha256").update(folder); // stack traces have it in them
  for (const name of sources) hash.update(readFileSync(join(folder, name)));
  const out = join(cachePath("go"), hash.digest("hex").slice(0, 16));
  const mark = join(out, "complete");
  if (existsSync(mark)) return out;
  const packages = programs.map((name) => `./${name}`);
  await run("go", ["build", "-buildvcs=false", "-o", `${out}/`, ...packages], { cwd: folder });
  writeFileSync(mark, "");
  return out;
}
