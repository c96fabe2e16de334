import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, root, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("rollbar/rollbar_python.py", collector);
  await node("rollbar/rollbarNode.mjs", collector);
});
afterAll(() => collector.stop());

const clients = [
  {
    client: "Python",
    script: "rollbar_python.py",
    type: "RuntimeError",
    raise: "raise RuntimeError",
    id: "req-rollbar-py",
  },
  {
    client: "Node",
    script: "rollbarNode.mjs",
    type: "Error",
    raise: "throw new Error",
    id: "req-rollbar-node",
  },
];

describe.each(clients)("rollbar ($client)", ({ client, script, type, raise, id }) => {
  it("leads an error to the line that raised it, with its cause", async () => {
    const [error] = await collector.waitFor(`event:exception AND request_id:${id}`);

    const path = join(root, "test/clients/rollbar", script);
    const lines = readFileSync(path, "utf8").split("\n");
    expect(error).toMatchObject({
      severity: "ERROR",
      body: `${type}: order 7 failed`,
      receiver: "rollbar",
      source: {
        file: path,
        line: lines.findIndex((line) => line.includes(raise)) + 1,
        function: "pay",
      },
    });
    expect(error.attributes["exception.stacktrace"]).toContain("no money for 12.5");
  });

  it("sends messages with what was given to them", async () => {
    const [hello] = await collector.waitFor(`"hello from rollbar (${client})"`);

    expect(hello).toMatchObject({ severity: "WARN", requestId: id, attributes: { left: 2 } });
    expect(hello.resource["deployment.environment.name"]).toBe("dev");
  });
});

it("sends what logging says with its call site", async () => {
  const [refused] = await collector.waitFor('"card visa was refused"');

  expect(refused).toMatchObject({
    severity: "ERROR",
    logger: "shop.log",
    attributes: { amount: 3 },
  });
  expect(refused.source.file).toMatch(/rollbar_python\.py$/);
});

it("refuses nothing", async () => {
  const stats = await collector.stats();

  const rollbar = stats.receivers.find(
    ({ receiver }: { receiver: string }) => receiver === "rollbar",
  );
  expect(rollbar).toMatchObject({ refused: {}, dropped: {} });
});
