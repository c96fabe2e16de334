import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, root, succeeded, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  for (const way of ["dsn", "spotlight", "both"]) {
    await python("sentry/sentry_python.py", collector, way);
  }
  for (const way of ["dsn", "spotlight"]) await node("sentry/sentryNode.mjs", collector, way);
  const folder = join(root, "test/clients/sentry");
  const interpreter = process.env.SIDELIGHT_TEST_PYTHON ?? "python3";
  for (const command of [
    [interpreter, join(folder, "sentry_python.py")],
    [process.execPath, join(folder, "sentryNode.mjs")],
  ]) {
    succeeded(await collector.cli("run", "--", ...command, "launched"));
  }
}, 300_000);
afterAll(() => collector.stop());

/** Line of the client's script in which a text stands. */
function lineOf(script: string, text: string): number {
  const lines = readFileSync(join(root, "test/clients/sentry", script), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

const clients = [
  {
    client: "sentry-sdk (Python)",
    language: "python",
    script: "sentry_python.py",
    thrown: { type: "RuntimeError", raise: "raise RuntimeError", cause: "ValueError: no money" },
  },
  {
    client: "@sentry/node",
    language: "node",
    script: "sentryNode.mjs",
    thrown: { type: "Error", raise: "throw new Error", cause: "TypeError: no money" },
  },
];

describe.each(clients)("$client", ({ language, script, thrown }) => {
  describe.each(["dsn", "spotlight"])("by %s", (way) => {
    it("leads an error to the line that raised it, with its cause", async () => {
      const [error] = await collector.waitFor(`event:exception AND "order 7 failed by ${way}"
        AND request_id:req-${language}-${way}`);

      expect(error).toMatchObject({
        severity: "ERROR",
        body: `${thrown.type}: order 7 failed by ${way}`,
        receiver: "sentry",
        source: { line: lineOf(script, thrown.raise), function: "pay" },
      });
      expect(error.source.file).toBe(join(root, "test/clients/sentry", script));
      expect(error.attributes["exception.stacktrace"]).toContain(thrown.cause);
      expect(error.attributes.breadcrumbs).toContain("cart: item added");
    });

    it("draws the trace, with errors and logs in their spans", async () => {
      const name = `GET /${language}/${way}`;
      const [top] = await collector.waitFor(`name:"${name}"`, "spans");
      const spans = await collector.waitFor(`trace_id:${top.traceId}`, "spans", 2);
      const [error] = await collector.waitFor(`event:exception trace_id:${top.traceId}`);

      expect(top).toMatchObject({ kind: "server" });
      const child = spans.find((span) => span.name === "SELECT order");
      expect(child).toMatchObject({ kind: "client", parentSpanId: top.spanId });
      expect(spans.map((span) => span.spanId)).toContain(error.spanId);
      // Without a DSN the Python SDK gathers logs for five seconds and forgets them at its end.
      if (language === "python" && way === "spotlight") return;
      const [log] = await collector.waitFor(`"stock of tea is low" trace_id:${top.traceId}`);
      expect(log).toMatchObject({ severity: "WARN", spanId: top.spanId, attributes: { left: 2 } });
    });

    it("sends messages with their tags", async () => {
      const [message] = await collector.waitFor(`"hello from ${language} by ${way}"`);

      expect(message).toMatchObject({
        severity: "INFO",
        body: `hello from ${language} by ${way}`,
        requestId: `req-${language}-${way}`,
      });
    });
  });

  it("sends check-ins", async () => {
    const slug = language === "python" ? "nightly" : "hourly";
    const status = language === "python" ? "error" : "ok";
    const [checkIn] = await collector.waitFor(
      `event:sentry.check_in AND "${slug}: ${status} after 1.5 s"`,
    );

    expect(checkIn).toMatchObject({ severity: status === "error" ? "ERROR" : "INFO" });
  });
});

it.each([
  ["python", "sentry_python"],
  ["node", "sentryNode"],
])("of a launched %s app belongs to its run", async (language, service) => {
  const [message] = await collector.waitFor(`"hello from ${language} by launched" receiver:sentry`);

  expect(message.service).toBe(service);
  expect(message.run).toMatch(/./);
});

it("sends what logging says with its call site", async () => {
  const [log] = await collector.waitFor(
    `"card visa was refused by dsn" AND _exists_:sentry.message.template`,
  );

  expect(log).toMatchObject({
    severity: "ERROR",
    logger: "shop.log",
    source: { line: lineOf("sentry_python.py", 'getLogger("shop.log")') },
  });
});

it("sends metrics of Node", async () => {
  const [count] = await collector.waitFor("name:orders", "metrics");
  const [took] = await collector.waitFor("name:took", "metrics");

  expect(count).toMatchObject({ type: "counter", value: 3, attributes: { tenant: "acme" } });
  expect(took).toMatchObject({ type: "histogram", unit: "ms", sum: 12.5 });
});

it("keeps once what comes by DSN and by Spotlight", async () => {
  for (const query of [
    `event:exception "order 7 failed by both"`,
    `"hello from python by both"`,
    `"card visa was refused by both" AND _exists_:sentry.message.template`,
  ]) {
    await collector.waitFor(query);
    expect(await collector.rows(query), query).toHaveLength(1);
  }
  expect(await collector.rows(`name:"GET /python/both"`, "spans")).toHaveLength(1);
});

it("refuses nothing", async () => {
  const stats = await collector.stats();

  const sentry = stats.receivers.find(
    ({ receiver }: { receiver: string }) => receiver === "sentry",
  );
  expect(sentry).toMatchObject({ refused: {}, dropped: {} });
});
