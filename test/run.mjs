// `npm test`: installs what the tests need, then lint, types, unit, client and end-to-end tests.
// Ends with one line: N passed, N failed, N skipped. `--only unit,clients` runs some of the parts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./setup/run.mjs";
import { firstLine, toldOf } from "./setup/toldOf.mjs";

const root = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "sidelight-test-"));
const only = process.argv.includes("--only")
  ? process.argv[process.argv.indexOf("--only") + 1].split(",")
  : undefined;
const totals = { passed: 0, failed: 0, skipped: 0 };
/** Of all parts, a line each: told once more at the end, where a log that was cut still has them. */
const failures = [];
const skips = [];
const npx = (tool) => join(root, "node_modules", ".bin", tool);
const env = {};

/** A part is a function that throws, or gives {passed, failed, skipped}. */
async function part(name, work) {
  if (only !== undefined && !only.includes(name)) return;
  const start = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  try {
    const result = (await work()) ?? { passed: 1, failed: 0, skipped: 0 };
    for (const key of Object.keys(totals)) totals[key] += result[key];
  } catch (error) {
    totals.failed++;
    const message = error instanceof Error ? error.message : String(error);
    failures.push(`${name}: ${firstLine(message)}`);
    process.stdout.write(`${message}\n`);
  }
  process.stdout.write(`== ${name}: ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Those that need a Chromium. Where there is none that is one failure, and not one of each of them. */
const browserTests = "**/*{b,B}rowser.test.ts";
let isBrowserMissing = false;

/** Runs a vitest configuration and counts its tests; a run that counted none has failed. */
function vitest(name, config) {
  const report = join(reports, `${name}.json`);
  const args = [
    "run",
    "--config",
    config,
    "--reporter=dot",
    ...(process.stdout.isTTY ? [] : ["--no-color"]), // in a log file they are noise
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...(isBrowserMissing ? ["--exclude", browserTests] : []),
  ];
  const { status } = spawnSync(npx("vitest"), args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  if (result === undefined || result.numTotalTests === 0) throw new Error(`${name}: no test ran`);
  const brokenFiles = result.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const told = toldOf(result, root);
  failures.push(...told.failures);
  skips.push(...told.skips);
  // What is thrown past all tests fails the run and none of them.
  const failed = result.numFailedTests + brokenFiles;
  return {
    passed: result.numPassedTests,
    failed: failed > 0 || status === 0 ? failed : 1,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Installs the locked packages when they are absent or older than the lockfile. */
async function installPackages(folder) {
  const mark = join(folder, "node_modules", ".package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stdout.write(`installing packages of ${folder}\n`);
  await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });
}

async function main() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Error(`Node 20 or later is needed; this is ${process.version}.`);
  await installPackages(root);
  await part("build", () =>
    run(process.execPath, ["esbuild.mjs"], { cwd: root }).then(() => undefined),
  );
  await part("lint", async () => {
    await run(npx("eslint"), [".", "--max-warnings", "0"], { cwd: root });
    await run(npx("prettier"), ["--check", "--log-level", "warn", "."], { cwd: root });
  });
  await part("types", () => run(npx("tsc"), ["--noEmit"], { cwd: root }).then(() => undefined));
  await part("demo", async () => {
    const demo = join(root, "demo");
    await installPackages(demo);
    await run(npx("tsc"), ["-p", demo], { cwd: root });
    await run(process.execPath, ["build.mjs"], { cwd: demo });
  });
  // Only the parts below need tools from outside; what is missing fails them, in one line.
  await part("browser", async () => {
    const { findChromium } = await import("./setup/chromium.mjs");
    env.CHROMIUM_PATH = await findChromium().catch((error) => {
      isBrowserMissing = true;
      throw error;
    });
  });
  await part("unit", () => vitest("unit", "test/vitest.config.ts"));
  if (existsSync(join(root, "test/clients/vitest.config.ts"))) {
    await part("clients", async () => {
      const { pythonWithClients } = await import("./setup/python.mjs");
      const { haveStrace } = await import("./setup/strace.mjs");
      env.SIDELIGHT_TEST_PYTHON = await pythonWithClients();
      await haveStrace();
      const { findRsyslogd } = await import("./setup/rsyslog.mjs");
      env.SIDELIGHT_TEST_RSYSLOGD = (await findRsyslogd()) ?? "";
      const { goPrograms } = await import("./setup/go.mjs");
      env.SIDELIGHT_TEST_GO = (await goPrograms()) ?? "";
      const { setUpServedVscode } = await import("./e2e/servedVscode.mjs");
      await setUpServedVscode(); // which `npm start` serves
      await installPackages(join(root, "test/clients"));
      return vitest("clients", "test/clients/vitest.config.ts");
    });
  }
  if (existsSync(join(root, "test/e2e/vitest.config.ts"))) {
    await part("e2e", () => {
      if (isBrowserMissing) throw new Error("Without Chromium nothing of the editor is tried.");
      return vitest("e2e", "test/e2e/vitest.config.ts");
    });
  }
}

main()
  .catch((error) => {
    totals.failed++;
    process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
  })
  .then(() => {
    process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
    for (const skip of skips) process.stdout.write(`\nskipped: ${skip}`);
    for (const failure of failures) process.stdout.write(`\nfailed: ${failure}`);
    process.stdout.write(
      `\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`,
    );
  });
