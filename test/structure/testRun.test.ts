// What `npm test` ends with: one line of three counts, and a way out that says whether all is well.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

function run(...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, ["test/run.mjs", ...args], {
    cwd: root,
    env: { ...process.env, CHROMIUM_PATH: join(root, "no-such-browser") },
    encoding: "utf8",
  });
  return { status, lines: stdout.trimEnd().split("\n") };
}

test("nothing that ran is no success", () => {
  const { status, lines } = run("--only", "no-such-part");

  expect(lines.at(-1)).toBe("0 passed, 0 failed, 0 skipped");
  expect(status).toBe(1);
});

test("a tool that is missing is one failure in one line, which is told again at the end", () => {
  const { status, lines } = run("--only", "browser");

  expect(lines.at(-1)).toBe("0 passed, 1 failed, 0 skipped");
  expect(lines.at(-2)).toMatch(/^failed: browser: .*no-such-browser/);
  expect(status).toBe(1);
});

test("it is what the README and the check call", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };

  expect(scripts.test).toBe("node test/run.mjs");
  expect(readFileSync(join(root, "README.md"), "utf8")).toMatch(/^npm test /m);
});
