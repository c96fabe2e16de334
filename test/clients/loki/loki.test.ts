import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("loki/loki_python.py", collector);
  await node("loki/winstonLoki.mjs", collector);
});
afterAll(() => collector.stop());

describe.each(["0", "1"])("python-logging-loki, version %s", (version) => {
  it("logs with level, logger, service and ids", async () => {
    const [hello] = await collector.waitFor(`"hello from python ${version}"`);

    expect(hello).toMatchObject({
      severity: "WARN",
      service: "shop",
      logger: `shop.v${version}`,
      requestId: `req-0000000${version}`,
      receiver: "loki",
    });
  });

  it("sends an exception as one record with its place", async () => {
    const [failed] = await collector.waitFor(`"failed in python ${version}"`);

    expect(failed).toMatchObject({ severity: "ERROR", source: { function: "pay" } });
    expect(failed.attributes["exception.type"]).toBe("ValueError");
  });
});

describe.each(["json", "protobuf"])("winston-loki by %s", (by) => {
  it("logs with level, service, ids and fields", async () => {
    const [hello] = await collector.waitFor(`"hello by ${by}"`);

    expect(hello).toMatchObject({
      severity: "ERROR",
      body: `hello by ${by}`,
      service: "node-shop",
      requestId: "req-00001234",
      attributes: { amount: 1.5 },
    });
    expect(Object.keys(hello.attributes)).not.toContain("prefix.amount");
  });
});

it("refuses nothing", async () => {
  const stats = await collector.stats();

  const own = stats.receivers.find(({ receiver }: { receiver: string }) => receiver === "loki");
  expect(own).toMatchObject({ refused: {}, dropped: {} });
});
