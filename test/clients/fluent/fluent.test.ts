import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("fluent/fluent_python.py", collector);
  await node("fluent/fluentNode.mjs", collector);
}, 300_000);
afterAll(() => collector.stop());

describe("fluent-logger (Python)", () => {
  it("sends records with their tag", async () => {
    const [hello] = await collector.waitFor('"hello by seconds"');

    expect(hello).toMatchObject({
      body: "hello by seconds",
      service: "py",
      logger: "py.plain.order",
      requestId: "req-fluent-py",
      receiver: "fluent",
      attributes: { amount: 1.5, "fluent.tag": "py.plain.order" },
    });
  });

  it("sends nanoseconds", async () => {
    const [hello] = await collector.waitFor('"hello by nanoseconds"');

    expect(hello.time).toMatch(/^2023-11-14T22:13:20\.123456/);
  });

  it("sends nested and large values", async () => {
    const [hello] = await collector.waitFor('"hello by event"');

    expect(hello.attributes).toMatchObject({ "nested.a": [1, 2], big: "1152921504606846976" });
  });

  it("sends from its queue all that was put there", async () => {
    const rows = await collector.waitFor('"hello by queue"', "logs", 100);

    expect(rows).toHaveLength(100);
  });

  it("sends what logging says with level and place", async () => {
    const [refused] = await collector.waitFor('"card visa was refused"');

    expect(refused).toMatchObject({ severity: "WARN" });
    expect(refused.source.file).toMatch(/fluent_python\.py$/);
  });

  it("sends exceptions with their trace", async () => {
    const [failed] = await collector.waitFor('"payment failed"');

    expect(failed).toMatchObject({ severity: "ERROR", body: "payment failed" });
    expect(failed.attributes["exception.type"]).toBe("ValueError");
    expect(failed.attributes["exception.stacktrace"]).toContain("in pay");
  });

  it("names logger and host as its formatter does by default", async () => {
    const [record] = await collector.waitFor('"a dictionary"');

    expect(record).toMatchObject({ logger: "shop.default", attributes: { order_id: 7 } });
    expect(record.attributes["host.name"]).not.toBe("");
  });
});

describe("fluent-logger (Node)", () => {
  it.each(["Message", "PackedForward", "CompressedPackedForward"])(
    "gets its acknowledgements in mode %s",
    async (mode) => {
      const rows = await collector.waitFor(`"hello by fluent-logger ${mode}"`, "logs", 3);

      expect(rows).toHaveLength(3);
      expect(rows[0]).toMatchObject({ logger: `node.old.${mode}` });
    },
  );
});

describe("@fluent-org/logger (Node)", () => {
  it.each(["Message", "Forward", "PackedForward", "CompressedPackedForward"])(
    "gets its acknowledgements in mode %s",
    async (mode) => {
      const rows = await collector.waitFor(`"hello by @fluent-org ${mode}"`, "logs", 3);

      expect(rows).toHaveLength(3);
      expect(rows[0]).toMatchObject({ requestId: "req-fluent-node" });
    },
  );
});

it("refuses nothing", async () => {
  const stats = await collector.stats();

  const fluent = stats.receivers.find(
    ({ receiver }: { receiver: string }) => receiver === "fluent",
  );
  expect(fluent).toMatchObject({ refused: {}, dropped: {} });
});
