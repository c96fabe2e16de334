// A package of Debian, where this user may install it.
import { canRun, run } from "./run.mjs";

/** Resolves with why it did not work, in a line; "" when it worked or is not to be tried. */
export async function aptInstall(...packages) {
  if (process.getuid?.() !== 0 || !(await canRun("apt-get"))) return "";
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update"], { env });
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env });
    return "";
  } catch (error) {
    return ` (${error.message.trim().split("\n").at(-1)})`;
  }
}
