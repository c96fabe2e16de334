// strace, to watch every connection that a program opens; Linux only.
import { aptInstall } from "./aptInstall.mjs";
import { canRun } from "./run.mjs";

export async function haveStrace() {
  if (process.platform !== "linux" || (await canRun("strace", ["-V"]))) return;
  const problem = await aptInstall("strace");
  if (await canRun("strace", ["-V"])) return;
  throw new Error(
    `strace is missing: install it (apt-get install strace); the no-egress test needs it.${problem}`,
  );
}
