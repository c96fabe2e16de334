// `npm start` after its build, with stand-ins for the editors' programs on PATH: which one is opened and how, what is
// said, that the demo's app sends, and that all of it ends.

import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { finish, root } from "../collector";

const demo = join(root, "demo");

let home: string;
let programs: string;
let started: ChildProcess | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sidelight-start-"));
  programs = join(home, "bin");
  mkdirSync(programs);
  writeFileSync(join(programs, "package.json"), '{ "type": "commonjs" }');
});
afterEach(async () => {
  await endStart();
  const pid = collector()?.pid;
  if (pid !== undefined) end(pid);
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

async function endStart(): Promise<void> {
  if (started !== undefined && started.exitCode === null) {
    const closed = new Promise((resolve) => started!.once("close", resolve));
    started.kill("SIGINT");
    await closed;
  }
  started = undefined;
}

interface StandIn {
  /** What `--version` prints first. */
  readonly version?: string;
  readonly versionCode?: number;
  readonly answersAfterMs?: number;
  /** Prints it and fails, when it is to open a folder. */
  readonly refuses?: string;
}

/** A program of this name on PATH, which notes what it was called with. */
function onPath(name: string, standIn: StandIn = {}): void {
  const { version = "1.105.1", versionCode = 0, answersAfterMs = 0, refuses } = standIn;
  writeFileSync(
    join(programs, name),
    `#!${process.execPath}
const args = process.argv.slice(2);
if (args[0] === "--version") {
  setTimeout(() => {
    console.log(${JSON.stringify(version)});
    process.exit(${versionCode});
  }, ${answersAfterMs});
} else {
  const line = JSON.stringify([${JSON.stringify(name)}, ...args]) + "\\n";
  require("node:fs").appendFileSync(${JSON.stringify(join(home, "calls"))}, line);
  if (${refuses !== undefined}) {
    console.error(${JSON.stringify(refuses ?? "")});
    process.exit(1);
  }
}
`,
    { mode: 0o755 },
  );
}

/** Starts it, and waits until it says so; gives what it printed. */
async function start(
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<string> {
  const settings = join(home, "settings.json");
  const names = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"];
  writeFileSync(
    settings,
    JSON.stringify({ ports: Object.fromEntries(names.map((name) => [name, 0])) }),
  );
  started = spawn(process.execPath, [join(demo, "launch.mjs"), "--settings", settings, ...args], {
    env: {
      PATH: programs,
      HOME: home,
      DISPLAY: ":99",
      SIDELIGHT_DATA: join(home, "data"),
      SIDELIGHT_CACHE: join(home, "cache"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  started.stdout!.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  started.stderr!.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed).toContain("Ctrl+C ends it");
  return printed;
}

const calls = (): string[][] =>
  readFileSync(join(home, "calls"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string[]);

function collector(): { pid: number } | undefined {
  const path = join(home, "data", "collector.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { pid: number }) : undefined;
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended
  }
}

const opened = (program: string) => [
  program,
  "--new-window",
  `--extensionDevelopmentPath=${root}`,
  demo,
];

describe.each([
  ["code", "VS Code"],
  ["codium", "VSCodium"],
  ["cursor", "Cursor"],
])("with %s on PATH", (program, name) => {
  it("that editor opens the demo with the extension of this folder", async () => {
    onPath(program);

    const printed = await start();

    expect(calls()).toEqual([opened(program)]);
    expect(printed).toContain(`Opening ${name} …`);
    expect(printed).toContain(`${name} is open on the demo`);
    expect(printed).toMatch(/Panels alone at {3}http:\/\/127\.0\.0\.1:\d+\/ui\/\?token=/);
  });
});

describe("npm start", () => {
  it("runs the demo's app, and at its end leaves nothing running", async () => {
    onPath("code");
    await start();
    const { pid } = collector()!;
    const query = ["query", "service:fetcher", "--limit", "1", "--json"];
    const answer = () =>
      finish(process.execPath, [join(root, "dist", "cli.js"), ...query], {
        env: { SIDELIGHT_DATA: join(home, "data") },
      });
    await expect.poll(async () => (await answer()).stdout).toContain('"service":"fetcher"');

    const closed = new Promise((resolve) => started!.once("close", resolve));
    started!.kill("SIGINT");

    expect(await closed).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(collector()).toBeUndefined();
  });

  it("sends the demo's records to the collector of the folder that --data names", async () => {
    onPath("code");

    await start({ SIDELIGHT_DATA: join(home, "elsewhere") }, ["--data", join(home, "data")]);

    await expect
      .poll(async () => {
        const at = { env: { SIDELIGHT_DATA: join(home, "data") } };
        const asked = [join(root, "dist/cli.js"), "query", "service:*", "--limit", "1", "--json"];
        return (await finish(process.execPath, asked, at)).stdout;
      })
      .toContain('"service"');
    expect(existsSync(join(home, "elsewhere"))).toBe(false);
  });

  it("takes code before codium and cursor", async () => {
    for (const program of ["cursor", "codium", "code"]) onPath(program);

    await start();

    expect(calls()).toEqual([opened("code")]);
  });

  it("says why an editor did not open, and opens the next", async () => {
    onPath("code", { refuses: "warning: no GPU\nYou are trying to start it as a super user" });
    onPath("cursor", { version: "0.48.6" });

    const printed = await start();

    expect(calls()).toEqual([opened("code"), opened("cursor")]);
    expect(printed).toContain(
      "VS Code could not be opened: You are trying to start it as a super user",
    );
  });

  it("passes over a program that fails, one that is no editor here, and a VS Code that is too old", async () => {
    onPath("code", { version: "1.99.3" });
    onPath("codium", { version: "Command is only available in WSL or inside a terminal of it." });
    onPath("cursor");

    const printed = await start();

    expect(calls()).toEqual([opened("cursor")]);
    expect(printed).toMatch(
      /VS Code is not used: it is 1\.99, and Sidelight needs 1\.\d+ or later/,
    );
    expect(printed).toContain("VSCodium is not used: Command is only available in WSL");
  });

  it("waits for an editor that is slow to answer, and says so", async () => {
    onPath("code", { answersAfterMs: 3_000 });

    const printed = await start();

    expect(calls()).toEqual([opened("code")]);
    expect(printed).toContain("Waiting for code --version …");
  });

  it("opens the program that SIDELIGHT_EDITOR names", async () => {
    onPath("code");
    onPath("code-insiders", { version: "1.106.0-insider" });

    await start({ SIDELIGHT_EDITOR: "code-insiders" });

    expect(calls()).toEqual([opened("code-insiders")]);
  });

  it("in a terminal of a remote window installs the package, which is all that its code can do", async () => {
    onPath("code");
    const vsix = await aPackage();

    const printed = await start({ VSCODE_IPC_HOOK_CLI: join(home, "hook.sock"), DISPLAY: "" });

    expect(calls()).toEqual([
      ["code", "--install-extension", vsix, "--force"],
      ["code", "--new-window", demo],
    ]);
    expect(printed).toContain("Installing the extension into VS Code …");
  });
});

describe("without a desktop editor", () => {
  /** The served VS Code of the end-to-end tests; a small extension is the package. */
  beforeEach(async () => {
    const cache = process.env.SIDELIGHT_CACHE ?? join(homedir(), ".cache", "sidelight");
    mkdirSync(join(cache, "vscode"), { recursive: true });
    mkdirSync(join(home, "cache"));
    symlinkSync(join(cache, "vscode"), join(home, "cache", "vscode"));
    await createVSIX({
      cwd: join(root, "test/e2e/watcher"),
      packagePath: await aPackage(),
      ...{ dependencies: false, allowMissingRepository: true, allowStarActivation: true },
      skipLicense: true,
    });
  });

  it("serves VS Code, and a second start neither packs nor installs", async () => {
    const first = await start();
    const url = /Open VS Code at {3}(http:\/\/127\.0\.0\.1:\d+\/\S+)/.exec(first)?.[1];
    const page = await fetch(url!);
    await endStart();
    onPath("code"); // which is not wanted
    const second = await start({ SIDELIGHT_EDITOR: "none" });

    expect(first).toContain("Installing the extension …");
    expect(decodeURIComponent(url!)).toContain(demo);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("workbench");
    expect(second).toContain("Starting VS Code …");
    expect(second).not.toMatch(/Packing|Installing|Setting up/);
    expect(existsSync(join(home, "calls"))).toBe(false);
  });
});

it("the extension is packed again when a source has changed, and else is not", async () => {
  const clone = join(home, "clone");
  const sources = [
    "src/a.ts",
    "webview/a.ts",
    "media/a.svg",
    "demo/src/a.ts",
    "package.json",
    "esbuild.mjs",
  ];
  const packer = "test/package/package.mjs";
  for (const name of [...sources, packer]) {
    mkdirSync(dirname(join(clone, name)), { recursive: true });
    writeFileSync(join(clone, name), "");
    utimesSync(join(clone, name), 1_000, 1_000);
  }
  writeFileSync(
    join(clone, packer),
    'import { writeFileSync } from "node:fs"; writeFileSync(process.argv[3], "");',
  );
  const program = `
    import { packOnce } from ${JSON.stringify(join(demo, "packOnce.mjs"))};
    import { utimesSync } from "node:fs";
    const [root, ...sources] = process.argv.slice(1);
    const pack = async () => {
      const said = [];
      await packOnce({ root, say: (text) => said.push(text) });
      return said.length;
    };
    const packed = [await pack(), await pack()];
    for (const name of sources) {
      utimesSync(root + "/" + name, 1e10, 1e10);
      packed.push(await pack());
      utimesSync(root + "/" + name, 1000, 1000);
    }
    process.stdout.write(JSON.stringify(packed));`;
  const args = ["--input-type=module", "-e", program, clone, ...sources];
  const { stdout } = await finish(process.execPath, args, {
    env: { SIDELIGHT_CACHE: join(home, "cache") },
  });

  expect(JSON.parse(stdout)).toEqual([1, 0, ...sources.map(() => 1)]);
});

describe("arguments behind npm start --", () => {
  /** In a clone where nothing is installed, and nothing can be. */
  const inClone = (...args: string[]) => {
    const clone = join(home, "clone", "demo");
    mkdirSync(clone, { recursive: true });
    for (const name of readdirSync(demo).filter((name) => name.endsWith(".mjs"))) {
      copyFileSync(join(demo, name), join(clone, name));
    }
    return finish(process.execPath, [join(clone, "start.mjs"), ...args]);
  };

  it.each([
    { args: ["--prot", "1"], says: "Unknown option '--prot'" },
    { args: ["demo"], says: "Unexpected argument 'demo'" },
    { args: ["--data"], says: "'--data <value>' argument missing" },
    { args: ["--idle-ms", "soon"], says: '--idle-ms takes milliseconds, not "soon"' },
    { args: ["--settings", "nowhere.json"], says: "The settings nowhere.json cannot be read" },
  ])("$args are refused before anything is installed", async ({ args, says }) => {
    const { code, stdout, stderr } = await inClone(...args);

    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(says);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("that are right are let through", async () => {
    const settings = join(home, "right.json");
    writeFileSync(settings, "{}");

    const { code } = await inClone("--data", home, "--settings", settings, "--idle-ms", "1000");

    expect(code).toBe(1); // the clone has nothing to install
  });
});

/** As if it had been packed just now. */
async function aPackage(): Promise<string> {
  const program = `
    import { startFolder } from ${JSON.stringify(join(demo, "packOnce.mjs"))};
    process.stdout.write(startFolder(${JSON.stringify(root)}));`;
  const { stdout } = await finish(process.execPath, ["--input-type=module", "-e", program], {
    env: { SIDELIGHT_CACHE: join(home, "cache") },
  });
  const path = join(stdout, "sidelight.vsix");
  writeFileSync(path, "");
  return path;
}
