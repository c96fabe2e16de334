// What log messages are cases of, through the command line: what it prints, how much of it, and what is new.

import { afterAll, beforeAll, expect, test } from "vitest";
import { TestCollector } from "../collector";

let collector: TestCollector;
/** When all but the last had arrived. */
let between: string;

const start = Date.parse("2026-01-01T10:00:00Z");
const post = (messages: readonly (readonly [message: string, level: string])[]) =>
  collector.post(
    "shop",
    messages.map(([message, level], i) =>
      JSON.stringify({ message, level, time: new Date(start + i * 1_000).toISOString() }),
    ),
  );

beforeAll(async () => {
  collector = await TestCollector.start();
  const orders = [1, 2, 3, 4, 5].map((n) => [`order ${n} taken`, "info"] as const);
  const payments = [70, 80].map((n) => [`payment of ${n} refused`, "error"] as const);
  await post([...orders, ...payments, ["cache is cold", "warn"]]);
  await collector.waitFor("", "logs", 8);
  between = new Date().toISOString();
  await post([
    ["order 6 taken", "info"],
    ["disk is full", "error"],
  ]);
  await collector.waitFor("", "logs", 10);
});
afterAll(async () => {
  await collector.stop();
});

const asked = async (...args: string[]) => {
  const { code, stdout, stderr } = await collector.cli("patterns", ...args);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { code, lines, stderr };
};
const textsOf = (lines: readonly string[]) =>
  lines.map((line) => (JSON.parse(line) as { text: string }).text);

test("--json prints a pattern a line, the most frequent first, with what its placeholders stand for", async () => {
  const { code, lines } = await asked("level:info OR level:error", "--json");

  expect(code).toBe(0);
  expect(textsOf(lines)).toEqual(["order <num> taken", "payment of <num> refused", "disk is full"]);
  expect(JSON.parse(lines[1]!)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
    text: "payment of <num> refused",
    count: 2,
    levels: { ERROR: 2 },
    trend: [...Array<number>(19).fill(0), 1, 0, 0, 0, 1],
    firstTime: "2026-01-01T10:00:05.000000000Z",
    lastTime: "2026-01-01T10:00:06.000000000Z",
    firstSeen: expect.any(String) as string,
    lastSeq: 7,
    cases: 1,
    values: [
      {
        distinct: 2,
        examined: 2,
        top: [
          { value: "70", count: 1 },
          { value: "80", count: 1 },
        ],
      },
    ],
  });
});

test("its id finds its records", async () => {
  const { lines } = await asked("refused", "--json");
  const { id } = JSON.parse(lines[0]!) as { id: string };

  const rows = await collector.rows(`pattern:${id}`);

  expect(rows.map(({ body }) => body)).toEqual(["payment of 70 refused", "payment of 80 refused"]);
});

test("people get count, trend, worst level, id and text; what --limit leaves out is said", async () => {
  const { lines, stderr } = await asked("--limit", "2");

  expect(lines).toEqual([
    expect.stringMatching(/^ +6 [ ▁▂▃▄▅▆▇█]{24} INFO {2}[0-9a-f]{12} {2}order <num> taken$/),
    expect.stringMatching(/^ +2 [ █]{24} ERROR [0-9a-f]{12} {2}payment of <num> refused$/),
  ]);
  expect(stderr).toBe("… 2 more patterns; --limit shows them\n");
});

test("--from and --to leave records of a time, --new-since patterns that were not there before", async () => {
  const cut = await asked(
    "--from",
    "2026-01-01T10:00:04Z",
    "--to",
    "2026-01-01T10:00:06Z",
    "--json",
  );
  const fresh = await asked("--new-since", between, "--json");

  expect(textsOf(cut.lines)).toEqual(["order <num> taken", "payment of <num> refused"]);
  expect(JSON.parse(cut.lines[0]!)).toMatchObject({ count: 1 });
  expect(textsOf(fresh.lines)).toEqual(["disk is full"]);
});
