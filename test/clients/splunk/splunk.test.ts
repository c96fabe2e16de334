import { afterAll, beforeAll, expect, it } from "vitest";
import { node, python, TestCollector } from "../collector";

let collector: TestCollector;
let answer: string;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("splunk/splunk_python.py", collector);
  answer = (await node("splunk/splunkLogging.mjs", collector)).stdout;
});
afterAll(() => collector.stop());

it("splunk_handler (Python) logs with level, logger and ids", async () => {
  const [hello] = await collector.waitFor('"hello from python"');

  expect(hello).toMatchObject({
    severity: "WARN",
    logger: "shop.text",
    service: "splunk_python",
    requestId: "req-00001234",
    receiver: "splunk",
    resource: { "com.splunk.index": "main" },
  });
});

it("splunk_handler (Python) sends an exception as one record with its place", async () => {
  const [failed] = await collector.waitFor('"failed in python"');

  expect(failed).toMatchObject({ severity: "ERROR", source: { function: "pay" } });
  expect(failed.source.file).toMatch(/splunk_python\.py$/);
  expect(failed.attributes["exception.type"]).toBe("ValueError");
});

it("splunk-logging (Node) logs objects and text", async () => {
  const [hello] = await collector.waitFor('"hello from node"');
  const [failed] = await collector.waitFor('"failed in node"');

  expect(hello).toMatchObject({
    severity: "WARN",
    service: "node-shop",
    requestId: "req-00004321",
    attributes: { amount: 1.5 },
    resource: { "host.name": "farm.local" },
  });
  expect(failed).toMatchObject({ severity: "ERROR" });
});

it("splunk-logging (Node) reads the answer it waits for", () => {
  expect(JSON.parse(answer)).toEqual({ text: "Success", code: 0 });
});

it("refuses nothing", async () => {
  const stats = await collector.stats();

  const splunk = stats.receivers.find((one: { receiver: string }) => one.receiver === "splunk");
  expect(splunk).toMatchObject({ refused: {}, dropped: {} });
});
