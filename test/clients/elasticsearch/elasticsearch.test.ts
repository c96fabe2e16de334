import { afterAll, beforeAll, expect, it } from "vitest";
import { node, python, TestCollector } from "../collector";

let collector: TestCollector;
let inPython: Record<string, unknown>;
let inNode: Record<string, unknown>;
beforeAll(async () => {
  collector = await TestCollector.start();
  inPython = JSON.parse(
    (await python("elasticsearch/elasticsearch_python.py", collector)).stdout,
  ) as typeof inPython;
  inNode = JSON.parse(
    (await node("elasticsearch/elasticsearchNode.mjs", collector)).stdout,
  ) as typeof inNode;
});
afterAll(() => collector.stop());

it("the client for Python finds what it asks for, and reads each answer", () => {
  expect(inPython).toEqual({
    tagline: "You Know, for Search",
    ping: true,
    health: "green",
    license: "active",
    exists: true,
    index: "created",
    bulk: false,
    helpers: [1200, []],
    sniffed: true,
    count: "BadRequestError",
  });
});

it("the client for Node finds what it asks for, and reads each answer", () => {
  expect(inNode).toEqual({
    tagline: "You Know, for Search",
    ping: true,
    index: "created",
    bulk: { errors: false, status: 201, id: "7" },
    helpers: { successful: 300, failed: 0 },
  });
});

it("documents are records with time, level, ids and fields", async () => {
  const [one] = await collector.waitFor('"one from python"');
  const [two] = await collector.waitFor('"two from node"');

  expect(one).toMatchObject({
    time: "2026-01-01T00:00:00.123000000Z",
    severity: "WARN",
    service: "shop",
    traceId: "5b8efff798038103d269b633813fc60c",
    attributes: { "order.id": 7 },
    receiver: "elasticsearch",
  });
  expect(two).toMatchObject({ severity: "ERROR", attributes: { "elasticsearch.id": "7" } });
});

it("all documents of the helpers are stored", async () => {
  const { stdout } = await collector.cli(
    ...["query", "many from", "--group-by", "receiver", "--json"],
  );

  expect(stdout).toContain('"value":1500');
});

it("winston's transport logs with its fields", async () => {
  const [failed] = await collector.waitFor('"failed in winston"');

  expect(failed).toMatchObject({
    severity: "ERROR",
    requestId: "req-00001234",
    attributes: { amount: 1.5 },
  });
});

it("only what cannot be done is refused", async () => {
  const stats = await collector.stats();

  const own = stats.receivers.find(
    ({ receiver }: { receiver: string }) => receiver === "elasticsearch",
  );
  expect(own).toMatchObject({ refused: { delete: 1, search: 1 }, dropped: {} });
});
