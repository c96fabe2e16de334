// The snippets of "Connect an App…" as users get them, each run as it stands against a real collector.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receivers } from "../../../src/collector/receivers/registry";
import { addressesOf } from "../../../src/shared/connect/addresses";
import { type Connection, textOf } from "../../../src/shared/connect/connection";
import { connectionsFor } from "../../../src/shared/connect/connections";
import { systemOf } from "../../../src/shared/connect/systems";
import { finish, goPrograms, root, succeeded, TestCollector } from "../collector";

const program = `${process.execPath} ${join(root, "dist", "cli.js")}`;
const ways = connectionsFor(new Set(Object.keys(receivers)));
const python = process.env.SIDELIGHT_TEST_PYTHON ?? "python3";

let collector: TestCollector;
let folder: string;
beforeAll(async () => {
  collector = await TestCollector.start();
  folder = mkdtempSync(join(tmpdir(), "sidelight-connect-"));
  symlinkSync(join(root, "test/clients/node_modules"), join(folder, "node_modules"), "junction");
});
afterAll(async () => {
  await collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The first build on a machine compiles Go's own packages. */
const buildMs = 180_000;

/** How many records a receiver has stored. */
async function stored(receiver: string): Promise<number> {
  const stats = (await collector.stats()) as {
    receivers: { receiver: string; stored: number; refused: object; dropped: object }[];
  };
  return stats.receivers.find((one) => one.receiver === receiver)!.stored;
}

async function run(way: Connection): Promise<void> {
  const name = way.language === "Python" ? `${way.id}.py` : `${way.id}.mjs`;
  const path = join(folder, name);
  writeFileSync(path, textOf(way, addressesOf(collector.endpoints, program)));
  const interpreter = way.language === "Python" ? python : process.execPath;
  if (systemOf(way.system).receiver === "lines") {
    succeeded(await collector.cli("run", "--", interpreter, path));
  } else succeeded(await finish(interpreter, [path], { cwd: folder }));
}

describe.each(["Python", "Node"] as const)("each snippet for %s", (language) => {
  const own = ways.filter((way) => way.language === language && way.kind === "code");

  it.each(own.map((way) => [way.title, way] as const))("%s sends a record", async (_title, way) => {
    const { receiver } = systemOf(way.system);
    const before = await stored(receiver);

    await run(way);

    await expect.poll(() => stored(receiver)).toBeGreaterThan(before);
  });
});

/** A module of its own, with the versions that the other Go tests have fetched. */
async function build(way: Connection): Promise<string> {
  const module = join(folder, way.id);
  mkdirSync(module);
  for (const name of ["go.mod", "go.sum"]) {
    copyFileSync(join(root, "test/clients/go", name), join(module, name));
  }
  writeFileSync(join(module, "main.go"), textOf(way, addressesOf(collector.endpoints, program)));
  const binary = join(module, process.platform === "win32" ? "app.exe" : "app");
  succeeded(await finish("go", ["build", "-buildvcs=false", "-o", binary, "."], { cwd: module }));
  return binary;
}

describe.skipIf(goPrograms === "")("each snippet for Go", () => {
  const own = ways.filter((way) => way.language === "Go" && way.kind === "code");

  it.each(own.map((way) => [way.title, way] as const))(
    "%s sends a record",
    async (_title, way) => {
      const { receiver } = systemOf(way.system);
      const binary = await build(way);
      const before = await stored(receiver);

      if (receiver === "lines") succeeded(await collector.cli("run", "--", binary));
      else succeeded(await finish(binary, []));

      await expect.poll(() => stored(receiver)).toBeGreaterThan(before);
    },
    buildMs,
  );
});

describe("what needs no code", () => {
  const at = () => addressesOf(collector.endpoints, program);
  const way = (id: string) => ways.find((one) => one.id === id)!;

  it("the command that posts a file does", async () => {
    writeFileSync(join(folder, "app.log"), "posted by curl\n");

    const text = textOf(way("any-post"), at());
    succeeded(await finish("sh", ["-c", text], { cwd: folder }));

    expect(await collector.waitFor('message:"posted by curl"')).toMatchObject([
      { service: "my-app", receiver: "lines" },
    ]);
  });

  it("the command that runs an app does", async () => {
    const text = textOf(way("any-run"), at()).replace("npm run dev", "echo printed by it");

    succeeded(await finish("sh", ["-c", text], { env: { SIDELIGHT_DATA: collector.dataPath } }));

    expect(await collector.waitFor('message:"printed by it"')).toHaveLength(1);
  });

  it("the environment leads OpenTelemetry's SDK here", async () => {
    const variables = way("any-otlp");
    if (variables.kind !== "environment") throw new Error("it is an environment");
    const script = `${root}/test/clients/otlp/otlpNode.mjs`;

    succeeded(await finish(process.execPath, [script], { env: { ...variables.variables(at()) } }));

    expect((await collector.waitFor("service:node-proto", "spans")).length).toBeGreaterThan(0);
  });
});
