// Which copy of the demo runs.

import { existsSync } from "node:fs";
import { join } from "node:path";

export interface DemoFolderPlaces {
  readonly extensionPath: string;
  readonly workspaceFolders: readonly string[];
  /** Nothing of a workspace runs before the user trusts it. */
  readonly isTrusted: boolean;
}

/** The demo that is open as a folder, so that its source is the workspace's; else the one that ships. */
export function demoFolder(places: DemoFolderPlaces): string {
  const folders = places.isTrusted ? places.workspaceFolders : [];
  return folders.find(isDemo) ?? join(places.extensionPath, "demo");
}

const isDemo = (folder: string) =>
  existsSync(join(folder, "dist", "run.js")) && existsSync(join(folder, "src", "scraper.ts"));
