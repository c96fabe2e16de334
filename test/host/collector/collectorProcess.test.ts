import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CollectorProcess } from "../../../src/host/collector/collectorProcess";
import { findCollector, wasCollectorKilled } from "../../../src/host/collector/discoveryFile";
import { defaultSettings } from "../../../src/shared/contract/settings";
import { testTimeoutMs } from "../../patience";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sidelight-process-"));
});
afterEach(async () => {
  const running = await findCollector(folder);
  if (running !== undefined && running.pid !== process.pid) process.kill(running.pid, "SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Announces itself as the collector does, and stays. Appends to "starts" so that starts can be counted. */
const announces = `
  const fs = require("node:fs");
  fs.appendFileSync("starts", process.argv.slice(2).join(" ") + "\\n");
  const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    fs.writeFileSync("collector.json", JSON.stringify({
      pid: process.pid, version: "1.0.0", protocol: 1,
      endpoints: { http: "http://127.0.0.1:" + server.address().port },
      token: "t", ui: "http://127.0.0.1:1/ui/", env: process.env.ELECTRON_RUN_AS_NODE }));
  });
  setTimeout(() => process.exit(), ${testTimeoutMs});
`;

async function aCollector(program: string): Promise<CollectorProcess> {
  const programPath = join(folder, "program.cjs");
  await writeFile(programPath, program);
  return new CollectorProcess({
    programPath,
    dataPath: folder,
    find: () => findCollector(folder),
    settings: () => ({ ...defaultSettings, requestIdFields: ["order_id"] }),
  });
}

test("starts the collector with the user's settings, in a process of its own", async () => {
  const collector = await aCollector(announces);

  const started = await collector.start();

  expect(started.kind).toBe("started");
  expect(await readFile(join(folder, "starts"), "utf8")).toContain("--settings");
  const settings: unknown = JSON.parse(await readFile(join(folder, "settings.json"), "utf8"));
  expect(settings).toMatchObject({ requestIdFields: ["order_id"] });
  expect((await stat(join(folder, "settings.json"))).mode & 0o077).toBe(0);
});

test("attaches to one that runs", async () => {
  const collector = await aCollector(announces);
  await collector.start();

  const again = await collector.start();

  expect(again.kind).toBe("attached");
  expect((await readFile(join(folder, "starts"), "utf8")).trim().split("\n")).toHaveLength(1);
});

test("asked many times at once, it starts one", async () => {
  const collector = await aCollector(announces);

  await Promise.all([collector.start(), collector.start(), collector.start()]);

  expect((await readFile(join(folder, "starts"), "utf8")).trim().split("\n")).toHaveLength(1);
});

test("says why it did not start, in the collector's own words", async () => {
  const collector = await aCollector(`
    console.error("some detail");
    console.error("The store is locked by process 7.");
    process.exit(1);
  `);

  const started = await collector.start();

  expect(started).toMatchObject({
    kind: "failed",
    failure: {
      message: "Sidelight's collector did not start: The store is locked by process 7.",
      actions: ["Show Log", "Try Again"],
    },
  });
});

test("the reason is this start's, not an earlier one's", async () => {
  const failing = await aCollector(`console.error("Old reason."); process.exit(1);`);
  await failing.start();

  const started = await (await aCollector("process.exit(3)")).start();

  expect(started).toMatchObject({
    failure: { message: "Sidelight's collector did not start: it ended with code 3." },
  });
});

test("waits for the one that was faster, when it gives way to it", async () => {
  const faster = createServer();
  const port = await new Promise<number>((resolve) => {
    faster.listen(0, "127.0.0.1", () => resolve((faster.address() as AddressInfo).port));
  });
  const collector = await aCollector(`
    setTimeout(() => require("node:fs").writeFileSync("collector.json", JSON.stringify({
      pid: ${process.pid}, version: "1.0.0", protocol: 1,
      endpoints: { http: "http://127.0.0.1:${port}" }, token: "t", ui: "http://127.0.0.1:1/ui/" })), 50);
  `);

  const { kind } = await collector.start();
  faster.close();

  expect(kind).toBe("attached");
});

test("a number that another program has by now is no collector", async () => {
  const left = {
    pid: process.pid,
    version: "1.0.0",
    protocol: 1,
    token: "t",
    ui: "http://127.0.0.1:1/ui/",
  };
  const endpoints = { http: "http://127.0.0.1:1" };
  await writeFile(join(folder, "collector.json"), JSON.stringify({ ...left, endpoints }));

  expect(await findCollector(folder)).toBeUndefined();
});

test("a program that is missing is named", async () => {
  const collector = new CollectorProcess({
    programPath: join(folder, "absent.js"),
    dataPath: folder,
    find: () => findCollector(folder),
    settings: () => defaultSettings,
  });

  expect(await collector.start()).toMatchObject({ kind: "failed" });
});

test("one that was killed is told from one that ended", async () => {
  const collector = await aCollector(announces);
  expect(await wasCollectorKilled(folder)).toBe(false);
  const started = await collector.start();
  if (started.kind === "failed") throw new Error(started.failure.message);

  process.kill(started.discovery.pid, "SIGKILL");

  await expect.poll(() => findCollector(folder)).toBeUndefined();
  expect(await wasCollectorKilled(folder)).toBe(true);
});

test.each([
  ["one that ends when it is told to", ""],
  ["one that does not", 'process.on("SIGTERM", () => undefined);'],
])("ends %s, and no window starts another", async (_, more) => {
  const collector = await aCollector(announces + more);
  const started = await collector.start();
  if (started.kind === "failed") throw new Error(started.failure.message);

  await collector.end();

  expect(await findCollector(folder)).toBeUndefined();
  expect(await wasCollectorKilled(folder)).toBe(false);
});

test("where none runs there is none to end", async () => {
  await (await aCollector(announces)).end();

  expect(await findCollector(folder)).toBeUndefined();
});
