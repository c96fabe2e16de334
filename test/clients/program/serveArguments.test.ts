// `serve` with what it does not take: said before anything is opened.

import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { finish, root } from "../collector";

it.each([
  { args: ["now"], says: 'serve takes no "now"' },
  { args: ["--http-port", "http"], says: "--http-port takes a whole number from -1 to 65535, not" },
  { args: ["--grpc-port", "70000"], says: 'not "70000"' },
  { args: ["--statsd-port"], says: "--statsd-port takes a value; there is none" },
  { args: ["--settings", "/nowhere.json"], says: "--settings /nowhere.json: " },
  { args: ["--data", ""], says: "--data takes a folder" },
])("serve $args", async ({ args, says }) => {
  const dataPath = join(tmpdir(), "sidelight-never-made");

  const { code, stdout, stderr } = await finish(
    process.execPath,
    [join(root, "dist", "cli.js"), "serve", ...args],
    { env: { SIDELIGHT_DATA: dataPath } },
  );

  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(says);
  expect(existsSync(dataPath)).toBe(false);
});
