// Where tools that the tests need are kept between runs, outside the tree.
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export function cachePath(name) {
  const base = process.env.SIDELIGHT_CACHE ?? join(homedir(), ".cache", "sidelight");
  const path = join(base, name);
  mkdirSync(path, { recursive: true });
  return path;
}
