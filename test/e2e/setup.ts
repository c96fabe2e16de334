// Once for all end-to-end tests: the package as users get it, the served editor, the browser.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createVSIX } from "@vscode/vsce";
import { packageExtension } from "../package/package.mjs";
import { findChromium } from "../setup/chromium.mjs";
import { installVsix, setUpServedVscode } from "./servedVscode.mjs";

declare module "vitest" {
  interface ProvidedContext {
    vsix: string;
    /** A folder with the package and the watcher, installed. */
    extensions: string;
    chromium: string;
    servedVscode: { readonly node: string; readonly entry: string };
  }
}

/** `SIDELIGHT_VSIX` names a package that is there already. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-vsix-"));
  const given = process.env.SIDELIGHT_VSIX;
  const vsix = given ?? (await packageExtension({ out: join(folder, "sidelight.vsix") }));
  project.provide("vsix", vsix);
  project.provide("chromium", await findChromium());
  const program = await setUpServedVscode();
  project.provide("servedVscode", program);
  // Once for all: each editor gets a copy, which takes less than a tenth of the time.
  const profile = join(folder, "profile");
  await installVsix(program, profile, vsix);
  await installVsix(program, profile, await packageWatcher(join(folder, "watcher.vsix")));
  project.provide("extensions", join(profile, "extensions"));
  return () => rmSync(folder, { recursive: true, force: true });
}

async function packageWatcher(packagePath: string): Promise<string> {
  await createVSIX({
    cwd: join(import.meta.dirname, "watcher"),
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    allowStarActivation: true,
    skipLicense: true,
  });
  return packagePath;
}
