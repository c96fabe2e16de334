// A data folder that cannot be used: the program ends with one line that names the store and the remedy. A disk that
// fills up while it runs is told to senders and to who asks, and is over as soon as there is room.

import { DuckDBInstance } from "@duckdb/node-api";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { finish, root, TestCollector } from "../collector";

const cli = join(root, "dist", "cli.js");
const ports = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"].flatMap((name) => [
  `--${name}-port`,
  "0",
]);

let folder: string;
let store: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-data-"));
  store = join(folder, "sidelight.duckdb");
});
afterEach(async () => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    const closed = new Promise((resolve) => child!.once("close", resolve));
    child.kill("SIGKILL");
    await closed;
  }
  child = undefined;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const serve = (dataPath = folder) =>
  finish(process.execPath, [cli, "serve", "--json", "--data", dataPath, ...ports]);

/** Runs `sql` in the store that a collector has left. */
async function change(sql: string): Promise<void> {
  await (await TestCollector.start({ dataPath: folder })).stop("SIGTERM", false);
  const instance = await DuckDBInstance.create(store);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

describe("a store that cannot be opened", () => {
  it("of a newer version is refused by name and path, and left as it is", async () => {
    await change("update meta set value = '99' where key = 'format_version'");
    const before = readFileSync(store);

    const { code, stdout, stderr } = await serve();

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(`The store ${store} was written by a newer Sidelight (format 99;`);
    expect(stderr).toContain("Update Sidelight");
    expect(readFileSync(store).equals(before)).toBe(true);
  });

  it("because it is damaged is said to be so, with what to do", async () => {
    writeFileSync(store, randomBytes(100_000));

    const { code, stderr } = await serve();

    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(`The store ${store} cannot be read`);
    expect(stderr).toContain("Move it away");
  });

  it("because a database tool has it names that program", async () => {
    await change("checkpoint");
    child = spawn(
      process.execPath,
      [
        "-e",
        `require("@duckdb/node-api").DuckDBInstance.create(${JSON.stringify(store)}).then((open) => {
          console.log("open");
          setInterval(() => open, 1000);
        })`,
      ],
      { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise((resolve) => child!.stdout!.once("data", resolve));

    const { code, stderr } = await serve();

    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(`process ${child.pid}`);
    expect(stderr).toContain("Close it");
  });
});

const canMount =
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0;

/** Runs the command line with a small disk at `disk`, mounted with these options; `disk` is seen by it alone. */
function onDisk(options: string, args: readonly string[]): ChildProcess {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
  return spawn(
    "unshare",
    ["-rm", "sh", "-c", script, "sh", options, disk, process.execPath, cli, ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
}

describe.skipIf(!canMount)("a disk", () => {
  it("that is read-only ends the start, with what to do", async () => {
    const data = join(folder, "disk");

    child = onDisk("ro,size=40m", ["serve", "--json", "--data", data, ...ports]);
    let stderr = "";
    child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((resolve) => child!.once("close", resolve));

    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(data);
    expect(stderr).toMatch(/write permission|another data folder/);
  });

  it("that fills up is told to senders and by stats; what was acknowledged is there when there is room again", async () => {
    const data = join(folder, "disk", "data");
    child = onDisk("size=60m", ["serve", "--json", "--data", data, ...ports]);
    const line = await new Promise<string>((resolve) =>
      createInterface({ input: child!.stdout! }).once("line", resolve),
    );
    const { endpoints, pid } = JSON.parse(line) as { endpoints: { http: string }; pid: number };
    const seen = (path: string) => join("/proc", String(pid), "root", path);
    const ballast = seen(join(folder, "disk", "ballast"));
    writeFileSync(ballast, randomBytes(35_000_000));
    let acknowledged = 0;
    const send = async () => {
      const response = await post(endpoints.http);
      if (response.status === 200) acknowledged += recordsOfPost;
      return { status: response.status, text: await response.text() };
    };

    let answer = await send();
    for (let round = 0; round < 200 && answer.status === 200; round += 1) answer = await send();

    expect(answer.status).toBe(503);
    expect(answer.text).toMatch(/is full\. Free some space/);
    const env = { SIDELIGHT_DATA: seen(data) };
    const { stdout } = await finish(process.execPath, [cli, "stats"], { env });
    expect(stdout).toMatch(/PROBLEM .*is full\. Free some space/);

    rmSync(ballast);
    await expect.poll(async () => (await send()).status, { interval: 200 }).toBe(200);
    const stats = JSON.parse(
      (await finish(process.execPath, [cli, "stats", "--json"], { env })).stdout,
    ) as { rows: { logs: number }; problem?: string };
    expect(stats.problem).toBeUndefined();
    expect(stats.rows.logs).toBe(acknowledged);
  });
});

const recordsOfPost = 20;

/** OTLP logs of letters that no database packs: a megabyte and a half. */
function post(address: string): Promise<Response> {
  const logRecords = Array.from({ length: recordsOfPost }, () => ({
    body: { stringValue: randomBytes(60_000).toString("base64") },
  }));
  return fetch(`${address}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  });
}
