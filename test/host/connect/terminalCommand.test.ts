import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { offerInTerminals } from "../../../src/host/connect/terminalCommand";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sidelight terminals' "));
});
afterEach(() => rmSync(home, { recursive: true }));

async function offer({ platform = "linux", isElectron = false } = {}) {
  const folder = join(home, "bin");
  const cliPath = join(home, "cli.js");
  writeFileSync(
    cliPath,
    "console.log(JSON.stringify([process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE]))",
  );
  let path = process.env.PATH ?? "";
  const environment = {
    description: undefined,
    append: (name: string, value: string) => {
      if (name === "PATH") path += value;
    },
  };
  const installation = { cliPath, execPath: process.execPath, isElectron, platform };
  await offerInTerminals({ folder, installation, environment });
  return { folder, path };
}

test.each([
  { isElectron: false, mark: null },
  { isElectron: true, mark: "1" },
])("a terminal finds the command, with its arguments as they are: $isElectron", async (given) => {
  const { path } = await offer(given);

  const { stdout } = spawnSync("sidelight", ["run", "--", "a b", "$c"], {
    encoding: "utf8",
    env: { PATH: path },
  });

  expect(JSON.parse(stdout)).toEqual([["run", "--", "a b", "$c"], given.mark]);
});

test("it is written again for another installation", async () => {
  const { folder } = await offer();
  writeFileSync(join(folder, "sidelight"), "#!/bin/sh\nexec /gone/node /gone/cli.js\n");

  await offer();

  expect(readFileSync(join(folder, "sidelight"), "utf8")).toContain(process.execPath);
});

test("on Windows it is a batch file", async () => {
  const { folder } = await offer({ platform: "win32" });

  expect(readFileSync(join(folder, "sidelight.cmd"), "utf8")).toContain(`cli.js" %*\r\n`);
});
