// What starting the extension costs the editor's extension host, in processor time: that is the same on a
// busy machine. The bundle is loaded in a process of its own, with a stand-in for the editor's interface.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Cost {
  readonly cpuMs: number;
  readonly native: readonly string[];
  readonly servers: readonly string[];
}

function activateOnce(): Cost {
  const result = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "activateOnce.mjs"), join(root, "dist/extension.js")],
    { encoding: "utf8", env: { ...process.env, SIDELIGHT_DATA: "/nonexistent" } },
  );
  expect(result.stderr).toBe("");
  return JSON.parse(result.stdout) as Cost;
}

test("loading and activating takes less than 50 ms, opens no socket and loads no native code", () => {
  const costs = Array.from({ length: 5 }, activateOnce);

  expect(Math.min(...costs.map(({ cpuMs }) => cpuMs))).toBeLessThan(50);
  expect(costs[0]).toMatchObject({ native: [], servers: [] });
});
