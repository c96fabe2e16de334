// What the extension does when the editor starts it. What that costs is measured by `npm run bench` (activation).

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Activated {
  readonly native: readonly string[];
  readonly servers: readonly string[];
}

function activateOnce(storage: string): Activated {
  const result = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "activateOnce.mjs"), join(root, "dist/extension.js"), storage],
    { encoding: "utf8", env: { ...process.env, SIDELIGHT_DATA: "/nonexistent" } },
  );
  expect(result.stderr).toBe("");
  return JSON.parse(result.stdout) as Activated;
}

test("loading and activating opens no socket and loads no native code", () => {
  const storage = mkdtempSync(join(tmpdir(), "sidelight-activation-"));

  const activated = activateOnce(storage);

  expect(activated).toMatchObject({ native: [], servers: [] });
  rmSync(storage, { recursive: true });
});
