// A Chromium for the browser and editor tests: the one named, the one installed, or the system's package.
import { existsSync } from "node:fs";
import { aptInstall } from "./aptInstall.mjs";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a browser; installs Debian's package where this user may. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (!/[\\/]/.test(named) || existsSync(named)) return named; // a mere name is looked for on PATH
    throw new Error(
      `CHROMIUM_PATH names ${named}, which is not there: install Chromium, or name another one.`,
    );
  }
  const found = usual.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const problem = await aptInstall("chromium", "fonts-dejavu-core");
  const installed = usual.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  throw new Error(
    `Chromium is missing: install it (apt-get install chromium) or name it in CHROMIUM_PATH.${problem}`,
  );
}
