// One request, and two in one list, through the command line: what it prints, and how it ends.

import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
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

describe("all of one request", () => {
  const requestId = "a-request-of-its-own-3";
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const [root, child] = ["b7ad6b7169203331", "c8be7c8270314442"];
  const at = (ms: number) => String((1_700_000_000_000n + BigInt(ms)) * 1_000_000n);

  /** A trace of two spans with a log each, and a log of another app that has its request id alone. */
  beforeAll(async () => {
    const send = (path: string, body: object) =>
      fetch(`${collector.endpoints.http}/v1/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
    const resource = { attributes: [text("service.name", "till")] };
    const span = (spanId: string, name: string, from: number, to: number, more: object = {}) => ({
      ...{ traceId, spanId, name, startTimeUnixNano: at(from), endTimeUnixNano: at(to) },
      ...more,
    });
    const log = (spanId: string, body: string, ms: number, attributes: object[] = []) => ({
      ...{ traceId, spanId, timeUnixNano: at(ms), severityNumber: 9, attributes },
      body: { stringValue: body },
    });
    const spans = [
      span(root, "POST /orders", 0, 480),
      span(child, "take order", 40, 440, { parentSpanId: root, status: { code: 2 } }),
    ];
    const logRecords = [
      log(root, "asked", 10, [text("request_id", requestId)]),
      log(child, "no stock", 400),
    ];
    await send("traces", { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
    await send("logs", { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
    const elsewhere = { request_id: requestId, message: "billed", time: "2023-11-14T22:13:20.3Z" };
    await collector.post("bank", [JSON.stringify(elsewhere)]);
    await collector.waitFor("billed");
  });

  it.each([
    ["request id", requestId],
    ["trace id", traceId],
    ["span id", child],
  ])("is found by its %s, in the order of time", async (_name, id) => {
    const { code, stdout } = await collector.cli("timeline", id, "--json");

    expect(code).toBe(0);
    const records = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { name?: string; body?: string });
    expect(records.map(({ name, body }) => name ?? body)).toEqual([
      ...["POST /orders", "asked", "take order", "billed", "no stock"],
    ]);
  });

  it("is for people its spans as a tree, with their logs", async () => {
    const { code, stdout } = await collector.cli("timeline", requestId);

    expect(code).toBe(0);
    expect(stdout).toBe(`POST /orders · failed (1 error) · 480 ms · 2 services · 2 spans · 3 logs
id ${requestId} · from 2023-11-14T22:13:20.000000000Z
also ${traceId}

  +0 ns  480 ms  till  POST /orders
 +10 ms          till    I asked
 +40 ms  400 ms  till    FAILED take order
+400 ms          till      I no stock
+300 ms          bank  bank (logs, no spans)
+300 ms          bank    - billed
`);
  });
});

test("one id is needed, and one that is stored", async () => {
  expect(await collector.cli("timeline")).toMatchObject({ code: 2, stdout: "" });
  expect(await collector.cli("timeline", "nothing-like-this", "--json")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "Nothing is stored of nothing-like-this.\n",
  });
});
