// `sidelight.storage.maxAgeDays` is lowered: what is older goes from the store, and is counted. The size is the setting's, too.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, expect, test } from "vitest";
import { finish, root, TestCollector } from "../collector";

const dataPath = mkdtempSync(join(tmpdir(), "sidelight-age-"));
let again: ChildProcess | undefined;
afterEach(async () => {
  if (again !== undefined && again.exitCode === null) {
    const closed = new Promise((resolve) => again!.once("close", resolve));
    again.kill("SIGTERM");
    await closed;
  }
  rmSync(dataPath, { recursive: true, force: true });
});

/** All that is in the store came earlier than it did. */
async function age(days: number): Promise<void> {
  const instance = await DuckDBInstance.create(join(dataPath, "sidelight.duckdb"));
  const connection = await instance.connect();
  await connection.run(
    `update arrivals set time_unix_nano = time_unix_nano - ${days} * 86400000000000`,
  );
  connection.closeSync();
  instance.closeSync();
}

async function store(...lines: string[]): Promise<void> {
  const collector = await TestCollector.start({ dataPath });
  await collector.post("shop", lines);
  await collector.waitFor("", "logs", lines.length);
  await collector.stop("SIGTERM", false);
}

/** As the editor starts it. */
async function startWith(settings: unknown): Promise<void> {
  const path = join(dataPath, "settings.json");
  writeFileSync(path, JSON.stringify(settings));
  const program = join(root, "dist", "collector.js");
  again = spawn(process.execPath, [program, "--data", dataPath, "--settings", path]);
  await expect.poll(() => existsSync(join(dataPath, "collector.json"))).toBe(true);
}

const cli = (...args: string[]) =>
  finish(process.execPath, [join(root, "dist", "cli.js"), ...args], {
    env: { SIDELIGHT_DATA: dataPath },
  });

test("rows older than the setting are gone, and counted as such", async () => {
  const names = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"];
  const ports = Object.fromEntries(names.map((name) => [name, 0]));
  await store("one of old", "two of old", "three of old");
  await age(3);
  await store("of today");

  await startWith({ ports, storage: { maxAgeDays: 1, maxSizeMiB: 7 } });

  const stats = async () =>
    JSON.parse((await cli("stats", "--json")).stdout) as {
      evicted: object;
      diskLimitBytes: number;
    };
  await expect.poll(async () => (await stats()).evicted).toEqual({ age: 3, size: 0 });
  expect((await stats()).diskLimitBytes).toBe(7 * 1024 * 1024);
  const rows = (await cli("query", "", "--json")).stdout.trim().split("\n");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain("of today");
});
