// Writes and reads the discovery file; tells a running collector from a file that one left behind.

import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  defaultDataPath,
  type Discovery,
  discoveryFileName,
  isOwnFile,
  parseDiscovery,
} from "../../shared/contract/discovery";

/** The data folder of this user, or the one that `SIDELIGHT_DATA` names. */
export function dataPathOfUser(): string {
  return defaultDataPath({ platform: process.platform, home: homedir(), env: process.env });
}

/** Makes the data folder; only its user may look into it. */
export function makeDataFolder(dataPath: string): void {
  mkdirSync(dataPath, { recursive: true, mode: 0o700 });
}

/** Replaces the file in one step, so that a reader sees the old one or the new one. */
export function writeDiscovery(dataPath: string, discovery: Discovery): void {
  const path = join(dataPath, discoveryFileName);
  const fresh = `${path}.${process.pid}`;
  // Made anew: what lies there may be a link that leads to another file, or a file that others may read.
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(discovery, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  renameSync(fresh, path);
}

/** The collector that serves this data folder, when its process is there. */
export function findCollector(dataPath: string): Discovery | undefined {
  const text = readOwn(join(dataPath, discoveryFileName));
  const discovery = text === undefined ? undefined : parseDiscovery(text);
  return discovery !== undefined && isAlive(discovery.pid) ? discovery : undefined;
}

function readOwn(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined; // no file: no collector
  }
  try {
    return isOwnFile(fstatSync(file), process.getuid?.()) ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined; // a folder, or a disk that fails: as good as absent
  } finally {
    closeSync(file);
  }
}

/** Removes the file if it is still ours. */
export function removeDiscovery(dataPath: string): void {
  const found = findCollector(dataPath);
  if (found?.pid === process.pid) rmSync(join(dataPath, discoveryFileName), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
