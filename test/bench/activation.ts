// What loading and activating the extension costs its host: the bundle in a process of its own, with a stand-in for the editor's
// interface (test/host/activateOnce.mjs); processor time and wall time of `require` and `activate()` together, median of 15.

import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { type Figure, percentile } from "./figure";

const root = resolve(process.env.SIDELIGHT_ROOT ?? ".");

export function activation(): Figure[] {
  const runs = Array.from({ length: 15 }, () => {
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, "test/host/activateOnce.mjs"), join(root, "dist/extension.js")],
      { encoding: "utf8", env: { ...process.env, SIDELIGHT_DATA: "/nonexistent" } },
    );
    return JSON.parse(stdout) as { cpuMs: number; wallMs: number };
  });
  return [
    {
      name: "load and activate(), wall time",
      value: percentile(
        runs.map(({ wallMs }) => wallMs),
        0.5,
      ),
      unit: "ms",
      target: { atMost: 50 },
      note: "median of 15, the longest of them below",
    },
    {
      name: "load and activate(), longest",
      value: Math.max(...runs.map(({ wallMs }) => wallMs)),
      unit: "ms",
    },
    {
      name: "load and activate(), processor time",
      value: percentile(
        runs.map(({ cpuMs }) => cpuMs),
        0.5,
      ),
      unit: "ms",
    },
  ];
}
