import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("gelf/gelf_python.py", collector);
  await node("gelf/gelfPro.mjs", collector);
});
afterAll(() => collector.stop());

describe.each(["graypy", "pygelf"])("%s (Python)", (client) => {
  it.each(["udp", "tcp", "http"])("logs over %s with level, fields and request id", async (by) => {
    const [hello] = await collector.waitFor(`"hello from ${client}.${by}"`);

    expect(hello).toMatchObject({
      severity: "WARN",
      body: `hello from ${client}.${by}`,
      receiver: "gelf",
      requestId: `req-0000${`${client}.${by}`.slice(-4)}`,
      attributes: { amount: 1.5 },
    });
    expect(hello.source.file).toMatch(/gelf_python\.py$/);
  });

  it.each(["udp", "tcp", "http"])("sends exceptions over %s with their trace", async (by) => {
    const [failed] = await collector.waitFor(`"failed in ${client}.${by}"`);

    expect(failed).toMatchObject({ severity: "ERROR" });
    expect(failed.attributes["exception.type"]).toBe("ValueError");
    expect(failed.attributes["exception.stacktrace"]).toContain("no money");
  });

  it("sends in chunks what is long", async () => {
    const [long] = await collector.waitFor(`"long from ${client}.udp"`);

    expect(long.body.length).toBeGreaterThan(4000); // rows of a list are cut
  });
});

describe("gelf-pro (Node)", () => {
  it.each(["udp", "tcp"])("logs over %s", async (by) => {
    const [hello] = await collector.waitFor(`"hello by ${by}"`);

    expect(hello).toMatchObject({
      severity: "ERROR",
      requestId: "req-00001234",
      attributes: { order_id: 7 },
    });
  });
});

it("refuses nothing", async () => {
  const stats = await collector.stats();

  const gelf = stats.receivers.find(({ receiver }: { receiver: string }) => receiver === "gelf");
  expect(gelf).toMatchObject({ refused: {}, dropped: {} });
});
