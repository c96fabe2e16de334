// strace, to watch every connection that a program opens; Linux only.
import { canRun, run } from "./run.mjs";

export async function haveStrace() {
  if (process.platform !== "linux" || (await canRun("strace", ["-V"]))) return;
  if (process.getuid?.() === 0 && (await canRun("apt-get"))) {
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "-y", "--no-install-recommends", "strace"]);
    if (await canRun("strace", ["-V"])) return;
  }
  throw new Error(
    "strace is missing: install it (apt-get install strace); the no-egress test needs it.",
  );
}
