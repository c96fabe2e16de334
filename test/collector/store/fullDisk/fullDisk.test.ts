// A full disk refuses commits with its remedy, harms nothing that was acknowledged, and is over as soon as
// there is room. Runs on a small file system of its own, mounted in a user namespace (Linux).

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writerPath } from "../builders";
import { bundleProgram } from "../bundle";

const canMount =
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0;

test.skipIf(!canMount)(
  "the store refuses, says why, and goes on when there is room",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "sidelight-full-"));
    try {
      const program = bundleProgram(join(import.meta.dirname, "filler.ts"), folder);
      const disk = join(folder, "disk");
      mkdirSync(disk);

      const output = execFileSync("unshare", [
        ...["-rm", "sh", "-c", 'mount -t tmpfs -o size=40m tmpfs "$1" && exec "$2" "$3" "$1" "$4"'],
        ...["sh", disk, process.execPath, program, writerPath],
      ]);

      const result = JSON.parse(output.toString()) as Record<string, unknown>;
      expect(result).toMatchObject({ kind: "disk-full", checkpointed: "disk-full" });
      expect(result.problem).toMatch(/is full\. Free some space/);
      expect(result).toMatchObject({ refusedAfterwards: 0, stored: result.acknowledged });
      expect(result).toMatchObject({ storedAfterReopening: result.acknowledged });
      expect(result.problemAfter).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
