// "Why do these fail?" through the command line: what it prints, and how it ends.

import { afterAll, beforeAll, expect, test } from "vitest";
import { TestCollector } from "../collector";

let collector: TestCollector;
const requests = 60;

beforeAll(async () => {
  collector = await TestCollector.start();
  const lines = Array.from({ length: requests }, (_, i) => {
    const isBad = i % 4 === 0;
    const common = { request_id: `a-request-of-its-own-${i}`, service: "shop" };
    return [
      { ...common, message: "taken up", worker: isBad ? "w7" : `w${i % 3}` },
      isBad
        ? { ...common, message: "connection timed out", level: "error" }
        : { ...common, message: "wrote row", level: "info" },
    ];
  }).flat();
  await collector.post(
    "shop",
    lines.map((line) => JSON.stringify(line)),
  );
  await collector.waitFor("", "logs", lines.length);
});
afterAll(async () => {
  await collector.stop();
});

test("--json prints a line a difference, the cause first", async () => {
  const { code, stdout } = await collector.cli(
    ...["compare", "--bad", "level:error", "--good", '"wrote row"', "--by", "request", "--json"],
  );

  expect(code).toBe(0);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toEqual({
    rank: 1,
    kind: "field",
    field: "worker",
    value: "w7",
    badShare: 1,
    goodShare: 0,
    badCount: 15,
    goodCount: 0,
    score: expect.any(Number) as number,
    query: "worker:w7",
  });
});

test("--all prints what goes with the cause, too, under its rank", async () => {
  const { stdout } = await collector.cli(
    ...["compare", "--bad", "level:error", "--good", "*", "--json", "--all"],
  );

  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { rank: number; kind: string; value: string });
  expect(lines.map(({ rank, kind, value }) => `${rank} ${kind} ${value}`)).toEqual(
    expect.arrayContaining(["1 field w7", "1 missing-template wrote row"]),
  );
});

test("people get words, and are told when there is too little", async () => {
  const all = await collector.cli("compare", "--bad", "level:error", "--good", "*");
  const none = await collector.cli("compare", "--bad", "nothing-like-it", "--good", "*", "--json");

  expect(all.stdout).toContain("worker = w7   100 % of failed · 0 % of passed");
  expect(none).toMatchObject({ code: 0, stdout: "" });
  expect(none.stderr).toContain("No request is in the bad group.");
});

test("a wrong query and a missing one are wrong use", async () => {
  const wrong = await collector.cli("compare", "--bad", "level:>=soon", "--good", "*");
  const missing = await collector.cli("compare", "--bad", "level:error");

  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("Column 9");
  expect(missing).toMatchObject({ code: 2, stdout: "" });
});
