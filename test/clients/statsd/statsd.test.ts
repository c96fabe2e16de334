import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("statsd/statsd_python.py", collector);
  await node("statsd/hotShots.mjs", collector);
});
afterAll(() => collector.stop());

/** A second that ends between two of a counter's samples makes it two points. */
async function total(query: string): Promise<number> {
  let sum = 0;
  for (const { value } of await collector.rows(query, "metrics")) sum += Number(value);
  return sum;
}

describe("statsd (Python)", () => {
  it("counts", async () => {
    await expect.poll(() => total("name:talk.auth.success")).toBe(3);
    await expect.poll(() => total("name:talk.piped")).toBe(2);
  });

  it("times, gauges, counts distinct members", async () => {
    const [timer] = await collector.waitFor("name:talk.login.timer", "metrics");
    const [gauge] = await collector.waitFor("name:talk.queue", "metrics");
    const [set] = await collector.waitFor("name:talk.users", "metrics");

    expect(timer).toMatchObject({ type: "histogram", unit: "ms", count: 1, min: 320, max: 320 });
    expect(gauge).toMatchObject({ type: "gauge", value: 7 });
    expect(set).toMatchObject({ type: "set", value: 1 });
  });
});

describe("datadog (Python)", () => {
  it("counts with tags, and measures distributions", async () => {
    const [counter] = await collector.waitFor("name:index.response.total", "metrics");
    const [histogram] = await collector.waitFor("name:index.size", "metrics");
    const [distribution] = await collector.waitFor("name:index.latency", "metrics");

    expect(counter).toMatchObject({ type: "counter", value: 1, attributes: { env: "dev" } });
    expect(histogram).toMatchObject({ type: "histogram", count: 1, sum: 12.5 });
    expect(distribution).toMatchObject({ type: "histogram", count: 1, attributes: { env: "dev" } });
  });

  it("sends events and service checks as log records", async () => {
    const [event] = await collector.waitFor("deploy receiver:statsd");
    const [check] = await collector.waitFor("pycon receiver:statsd");

    expect(event).toMatchObject({ severity: "WARN" });
    expect(event.body).toContain("version 7 is out\nsecond line");
    expect(check).toMatchObject({ severity: "ERROR" });
    expect(check.body).toContain("it is down");
  });
});

describe("hot-shots (Node)", () => {
  it("counts, times, gauges and counts members for its service", async () => {
    const [orders] = await collector.waitFor("name:orders.placed", "metrics");
    const [time] = await collector.waitFor("name:orders.time", "metrics");
    const [open] = await collector.waitFor("name:orders.open", "metrics");
    const [users] = await collector.waitFor("name:orders.users", "metrics");

    expect(orders).toMatchObject({
      value: 2,
      service: "node-shop",
      attributes: { tenant: "acme" },
    });
    expect([time.sum, open.value, users.value]).toEqual([42, 9, 1]);
  });

  it("sends events and checks", async () => {
    const [event] = await collector.waitFor("deployed");
    const [check] = await collector.waitFor("slow receiver:statsd");

    expect(event).toMatchObject({ severity: "ERROR" });
    expect(check).toMatchObject({ severity: "WARN" });
  });
});
