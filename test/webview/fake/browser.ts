// A headless Chromium for the panels' tests: CHROMIUM_PATH, or Debian's, or the one on PATH.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { patienceMs } from "../../patience";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: flags,
    timeout: patienceMs,
  });
}

function chromiumPath(): string {
  const { CHROMIUM_PATH: given } = process.env;
  if (given !== undefined && given !== "") return given;
  if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      continue; // the next name
    }
  }
  throw new Error("Chromium is missing: install the package `chromium` or set CHROMIUM_PATH.");
}
