// `sidelight run` while its collector is killed and started again: each line of the program's output is stored,
// also those that were received and still open.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { root, TestCollector } from "../collector";

const kills = 4;
/** Says a line when it is told to, so that the test and no clock decides when a kill falls. */
const program = `
  let n = 0;
  process.stdin.on("data", (bytes) => {
    for (const _ of bytes) console.log("line " + n++ + " of the output");
  }).on("end", () => process.exit());
`;

it(`keeps every line of a program's output through ${kills} kills`, async () => {
  let collector = await TestCollector.start();
  const port = new URL(collector.endpoints.http!).port;
  const { dataPath } = collector;
  const app = spawn(
    process.execPath,
    [join(root, "dist/cli.js"), "run", "--", process.execPath, "-e", program],
    { env: { ...process.env, SIDELIGHT_DATA: dataPath }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = once(app, "close");
  const said: string[] = [];
  createInterface({ input: app.stdout }).on("line", (line) => said.push(line));
  const say = async (lines: number) => {
    const before = said.length;
    for (let n = 1; n <= lines; n++) {
      app.stdin.write(".");
      while (said.length < before + n) await new Promise((next) => setTimeout(next, 1));
    }
  };

  for (let round = 0; round < kills; round++) {
    await say(20 + round);
    await collector.stop("SIGKILL", false);
    collector = await TestCollector.start({ dataPath, args: ["--http-port", port] });
    await say(1);
  }
  app.stdin.end();
  await ended;

  const stored = new Set((await collector.query("output")).map(({ body }) => String(body)));
  await collector.stop();
  expect(said.length).toBeGreaterThan(kills * 20);
  expect(said.filter((line) => !stored.has(line))).toEqual([]);
});
