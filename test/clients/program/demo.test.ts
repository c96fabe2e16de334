// What the demo is for: some of its requests fail, and why is in its telemetry, not in the text of its errors.

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root, TestCollector } from "../collector";

/** Enough failed requests to tell their cause from chance. */
const failures = 12;

let collector: TestCollector;
let app: ChildProcess;
let errors: Awaited<ReturnType<TestCollector["rows"]>>;
/** What its end may break is later. */
let until: string;
beforeAll(async () => {
  collector = await TestCollector.start();
  const program = [process.execPath, join(root, "demo/dist/run.js")];
  app = spawn(process.execPath, [join(root, "dist/cli.js"), "run", "--", ...program], {
    env: { ...process.env, SIDELIGHT_DATA: collector.dataPath, DEMO_EVERY_MS: "20" },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => app.once("close", resolve));
  await collector.waitFor('"scrape failed"', "logs", failures);
  errors = await collector.rows("level:>=error");
  until = new Date().toISOString();
  app.kill("SIGTERM");
  await ended;
});
afterAll(async () => {
  if (app.exitCode === null) app.kill("SIGKILL");
  await collector.stop();
});

test("some requests fail and others pass, and no error's text tells why", async () => {
  const passed = await collector.rows('"scrape finished"');

  expect(passed.length).toBeGreaterThan(failures);
  expect([...new Set(errors.map(({ attributes }) => attributes["err.message"]))]).toEqual([
    "connection timed out",
  ]);
  const texts = errors.flatMap(({ body, attributes }) => [body, attributes["err.stack"]]);
  expect(texts.filter((text) => /w\d/.test(text))).toEqual([]);
});

test("what they have in common comes first: the worker", async () => {
  const asked = ["compare", "--bad", "level:>=error", "--good", "*", "--to", until, "--json"];

  const { code, stdout } = await collector.cli(...asked);

  expect(code).toBe(0);
  expect(JSON.parse(stdout.split("\n")[0]!)).toMatchObject({
    ...{ rank: 1, kind: "field", field: "worker", value: "w7", badShare: 1 },
    source: { file: expect.stringMatching(/demo\/src\/\w+\.ts$/) as string },
  });
});

test("one request id leads through all five services", async () => {
  const [finished] = await collector.rows('"scrape finished"');

  const { stdout } = await collector.cli("timeline", finished.requestId as string, "--json");

  const records = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { service: string; name?: string; requestId: string });
  const services = (some: typeof records) => [...new Set(some.map(({ service }) => service))];
  const five = ["broker", "fetcher", "scraper", "tester", "writer"];
  const spans = records.filter(({ name }) => name !== undefined);
  const logs = records.filter(({ name }) => name === undefined);
  expect(services(spans).sort()).toEqual(five);
  expect(services(logs).sort()).toEqual(five);
  expect(records.filter(({ requestId }) => requestId !== finished.requestId)).toEqual([]);
});
