// Groups on the command line: several figures at once, in any order.

import { afterAll, beforeAll, expect, test } from "vitest";
import { TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  const took = [
    ["ann", 10],
    ["ann", 30],
    ["bob", 5],
    ["bob", 7],
    ["bob", 9],
  ] as const;
  await collector.post(
    "shop",
    took.map(([user, ms]) => JSON.stringify({ message: "call", user, took: ms })),
  );
  await collector.waitFor("", "logs", took.length);
});
afterAll(async () => {
  await collector.stop();
});

const groups = async (...args: string[]) => {
  const { code, stdout, stderr } = await collector.cli("query", "--group-by", "user", ...args);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { code, stderr, rows: lines.map((line) => JSON.parse(line) as unknown) };
};

test("one figure is printed as before, several each by its name", async () => {
  const one = await groups("--agg", "max(took)");
  const two = await groups("--agg", "count()", "--agg", "avg(took)");

  expect(one.rows).toEqual([
    { group: { user: "ann" }, value: 30 },
    { group: { user: "bob" }, value: 9 },
  ]);
  expect(two.rows).toEqual([
    { group: { user: "bob" }, value: 3, values: { "count()": 3, "avg(took)": 7 } },
    { group: { user: "ann" }, value: 2, values: { "count()": 2, "avg(took)": 20 } },
  ]);
});

test("--sort orders by any of them or by a field, and says what there is when it cannot", async () => {
  const figures = ["--agg", "count()", "--agg", "avg(took)"];
  const users = async (sort: string) =>
    (await groups(...figures, "--sort", sort)).rows.map(
      (row) => (row as { group: { user: string } }).group.user,
    );

  expect(await users("avg(took)")).toEqual(["ann", "bob"]);
  expect(await users("avg(took):asc")).toEqual(["bob", "ann"]);
  expect(await users("user:asc")).toEqual(["ann", "bob"]);
  const wrong = await groups(...figures, "--sort", "p95(took)");
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain("Expected one of user, count(), avg(took)");
});

test("that there are more groups than are printed is said beside them", async () => {
  const one = await groups("--limit", "1");
  const all = await groups("--limit", "2");
  const ofTwo = await groups("--group-by", "took,service", "--limit", "3");

  expect(one.rows).toEqual([{ group: { user: "bob" }, value: 3 }]);
  expect(one.stderr).toContain("… the first 1 of 2 groups: --limit shows more");
  expect(ofTwo.stderr).toContain("… the first 3 of 5 groups: --limit shows more");
  expect(all.rows).toHaveLength(2);
  expect(all.stderr).toBe("");
});
