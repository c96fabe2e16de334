// What `npm test` ends with: one line of three counts, and a way out that says whether all is well.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { toldOf } from "../setup/toldOf.mjs";

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

test("each test that is not tried is told by its name", () => {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(
    join(folder, "a.test.js"),
    `test("tried", () => {});
     test.skipIf(true)("that needs a program", () => {});
     test.todo("to come");
     describe.runIf(false)("elsewhere", () => { test("too", () => {}); });
     test("wrong", () => { throw new Error("no cart\\nat all"); });`,
  );
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const options = ["--globals", "--reporter=json", `--outputFile=${report}`];

  spawnSync(process.execPath, [vitest, "run", "--root", folder, ...options]);
  const told = toldOf(JSON.parse(readFileSync(report, "utf8")), folder);

  expect(told.skips).toEqual([
    "a.test.js: that needs a program",
    "a.test.js: to come",
    "a.test.js: elsewhere too",
  ]);
  expect(told.failures).toEqual(["a.test.js: wrong: Error: no cart"]);
});

test.each([
  ...(process.platform === "linux"
    ? [["strace", "haveStrace", "strace is missing: install it (apt-get install strace)"]]
    : []),
  ["python", "pythonWithClients", "Python 3 is missing: install python3"],
])("without %s a run fails with a line that says what to install", (name, look, says) => {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const program = `import { ${look} } from ${JSON.stringify(join(root, `test/setup/${name}.mjs`))};
    await ${look}().catch((error) => process.stdout.write(error.message));`;

  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    env: { PATH: folder, SIDELIGHT_CACHE: folder },
    encoding: "utf8",
  });

  expect(stdout).toContain(says);
  expect(stdout.split("\n")).toHaveLength(1);
});

test("a package that cannot be installed is told with the reason in the same line", () => {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const aptGet = `#!/bin/sh\n[ "$1" = --version ] || { echo "Reading …"; echo "E: no network" >&2; exit 100; }\n`;
  writeFileSync(join(folder, "apt-get"), aptGet, { mode: 0o755 });
  const program = `import { aptInstall } from ${JSON.stringify(join(root, "test/setup/aptInstall.mjs"))};
    process.getuid = () => 0;
    process.stdout.write(await aptInstall("strace"));`;

  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    env: { PATH: folder },
    encoding: "utf8",
  });

  expect(stdout).toBe(" (E: no network)");
});
