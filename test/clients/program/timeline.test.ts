// Two requests in one list through the command line: what it prints, and how it ends.

import { afterAll, beforeAll, expect, test } from "vitest";
import { TestCollector } from "../collector";

let collector: TestCollector;
const failed = "a-request-of-its-own-1";
const passed = "a-request-of-its-own-2";

beforeAll(async () => {
  collector = await TestCollector.start();
  const lines = [
    { request_id: failed, message: "taken up", worker: "w7", took_ms: 12 },
    { request_id: failed, message: "timed out after 312ms", level: "error" },
    { request_id: passed, message: "taken up", worker: "w3", took_ms: 9 },
    {
      request_id: passed,
      message: "wrote row 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
      level: "info",
    },
  ];
  await collector.post(
    "shop",
    lines.map((line) => JSON.stringify(line)),
  );
  await collector.waitFor("", "logs", lines.length);
});
afterAll(async () => {
  await collector.stop();
});

test("--json prints a line a row, the first difference marked", async () => {
  const { code, stdout } = await collector.cli("timeline", failed, "--against", passed, "--json");

  expect(code).toBe(0);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.map(({ state }) => state)).toEqual(["same", "different", "left", "right"]);
  expect(rows[1]).toMatchObject({
    isFirst: true,
    differences: [{ kind: "value", name: "worker", left: "w7", right: "w3" }],
  });
});

test("people get both in one list with marks", async () => {
  const { stdout } = await collector.cli("timeline", failed, "--against", passed);

  expect(stdout).toMatch(/^→~ .*taken up.*\[worker w7 → w3\]$/m);
  expect(stdout).toMatch(/^ < .*timed out/m);
  expect(stdout).toMatch(/^ > .*wrote row/m);
});

test("a request differs in nothing from itself; one that is not stored is said to be so", async () => {
  const itself = await collector.cli("timeline", failed, "--against", failed);
  const unknown = await collector.cli("timeline", failed, "--against", "nothing-like-this");

  expect(itself.stdout).toContain("No row differs.");
  expect(unknown).toMatchObject({ code: 1, stdout: "" });
  expect(unknown.stderr).toContain("Nothing is stored of nothing-like-this.");
});
