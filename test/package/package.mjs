// `npm run package`: builds for release and makes the VSIX of one platform. `--target T` names another one
// whose database binding is installed, `--out FILE` another place.
import { createVSIX } from "@vscode/vsce";
import { spawnSync } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { thirdPartyNotices } from "./notices.mjs";

const root = join(import.meta.dirname, "..", "..");
const require = createRequire(join(root, "package.json"));

/** vsce's names of platforms, by the names of DuckDB's bindings. There is no binding for armhf or the web. */
const bindingOf = {
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "alpine-x64": "linux-x64-musl",
  "alpine-arm64": "linux-arm64-musl",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
};

/** Resolves with the path of the VSIX. */
export async function packageExtension({
  target = `${process.platform}-${process.arch}`,
  out,
  say = () => undefined,
} = {}) {
  const binding = bindingOf[target];
  if (binding === undefined) {
    throw new Error(
      `No package for ${target}. There is one for ${Object.keys(bindingOf).join(", ")}.`,
    );
  }
  const { version } = require("./package.json");
  const packagePath = out ?? join(root, `sidelight-${target}-${version}.vsix`);
  say("Building …");
  build(["esbuild.mjs", "--minify"], root, { SIDELIGHT_TARGET: binding });
  const projects = [root];
  const demo = join(root, "demo");
  if (existsSync(join(demo, "build.mjs"))) {
    if (!existsSync(join(demo, "node_modules"))) install(demo);
    build(["build.mjs", "--bundle"], demo);
    projects.push(demo);
  }
  writeFileSync(join(root, "dist", "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices(projects));
  say("Packing …");
  await createVSIX({
    cwd: root,
    dependencies: false,
    target,
    packagePath,
    allowMissingRepository: true,
    // The pictures ship with the package.
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

function build(args, cwd, env = {}) {
  const result = spawnSync(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(`${args.join(" ")} failed:\n${result.stderr}`);
}

function install(cwd) {
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (result.status !== 0) throw new Error(`npm ci in ${cwd} failed:\n${result.stderr}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const option = (name) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? {} : { [name.slice(2)]: process.argv[at + 1] };
  };
  const say = (text) => process.stdout.write(`${text}\n`);
  try {
    const path = await packageExtension({ ...option("--target"), ...option("--out"), say });
    say(`${path}  ${(statSync(path).size / 1e6).toFixed(1)} MB`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
