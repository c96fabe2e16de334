import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appEnvironment, finish, root, succeeded, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
});
afterAll(() => collector.stop());

const requestId = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b";

const clients = [
  {
    service: "python-http",
    command: process.env.SIDELIGHT_TEST_PYTHON ?? "python3",
    script: "otlp_python.py",
  },
  {
    service: "python-grpc",
    command: process.env.SIDELIGHT_TEST_PYTHON ?? "python3",
    script: "otlp_python.py",
  },
  { service: "node-proto", command: process.execPath, script: "otlpNode.mjs" },
  { service: "node-http", command: process.execPath, script: "otlpNode.mjs" },
  { service: "node-grpc", command: process.execPath, script: "otlpNode.mjs" },
];

describe.each(clients)("OpenTelemetry's SDK as $service", ({ service, command, script }) => {
  beforeAll(async () => {
    const env = { ...appEnvironment(collector), OTLP_TRANSPORT: service.split("-")[1] };
    succeeded(await finish(command, [`${root}/test/clients/otlp/${script}`], { env }));
  });

  it("sends a log that belongs to its span and its request", async () => {
    const [log] = await collector.waitFor(`service:${service} message:"cart is full"`);
    const [span] = await collector.waitFor(`service:${service} name:checkout`, "spans");

    expect(log).toMatchObject({
      severity: "WARN",
      logger: "shop.cart",
      body: "cart is full",
      service,
      requestId,
      receiver: "otlp",
    });
    expect(log.source.line).toBeGreaterThan(0);
    expect([log.traceId, log.spanId]).toEqual([span.traceId, span.spanId]);
    expect(span.attributes["cart.items"]).toBe(3);
    expect(span.events[0].name).toBe("exception");
  });

  it("sends counters and histograms", async () => {
    const [orders] = await collector.waitFor(`service:${service} name:orders`, "metrics");
    const [latency] = await collector.waitFor(`service:${service} name:latency`, "metrics");

    expect(orders).toMatchObject({
      type: "counter",
      unit: "{order}",
      value: 5,
      attributes: { tenant: "acme" },
    });
    expect(latency).toMatchObject({ type: "histogram", unit: "ms", count: 1, sum: 42 });
  });

  it("has a timeline with all of it", async () => {
    const [span] = await collector.waitFor(`service:${service} name:checkout`, "spans");

    const { stdout } = await collector.cli("timeline", span.traceId, "--json");

    const records = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records.some((record) => record.name === "checkout")).toBe(true);
    expect(records.some((record) => record.body === "cart is full")).toBe(true);
  });
});
