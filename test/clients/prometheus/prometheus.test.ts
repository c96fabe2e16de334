import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { node, python, root, TestCollector } from "../collector";

/** A client that exposes until its input ends. */
class Exposing {
  private constructor(
    readonly process: ChildProcess,
    private readonly lines: Interface,
    readonly port: number,
  ) {}

  static async start(command: string, script: string): Promise<Exposing> {
    const child = spawn(command, [join(root, "test/clients/prometheus", script), "serve"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    const port = Number(await new Promise((resolve) => lines.once("line", resolve)));
    return new Exposing(child, lines, port);
  }

  async tell(line: string): Promise<void> {
    const answer = new Promise((resolve) => this.lines.once("line", resolve));
    this.process.stdin!.write(`${line}\n`);
    await answer;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("close", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }
}

const folder = mkdtempSync(join(tmpdir(), "sidelight-prometheus-"));
let collector: TestCollector;
let pythonApp: Exposing;
let nodeApp: Exposing;
let pushed: string;

beforeAll(async () => {
  pythonApp = await Exposing.start(process.env.SIDELIGHT_TEST_PYTHON!, "prometheus_python.py");
  nodeApp = await Exposing.start(process.execPath, "promClient.mjs");
  const settings = join(folder, "settings.json");
  const prometheus = {
    targets: {
      shop: `localhost:${pythonApp.port}`,
      web: `http://127.0.0.1:${nodeApp.port}/metrics`,
      gone: "127.0.0.1:1",
    },
    scrapeIntervalSeconds: 1,
    discover: "launched",
  };
  writeFileSync(settings, JSON.stringify({ receivers: { prometheus } }));
  collector = await TestCollector.start({ args: ["--settings", settings] });
  pushed = (await python("prometheus/prometheus_python.py", collector)).stdout;
  await node("prometheus/promClient.mjs", collector);
});
afterAll(async () => {
  await collector.stop();
  await nodeApp.stop();
  await pythonApp.stop();
  rmSync(folder, { recursive: true, force: true });
});

const metrics = (query: string) => collector.waitFor(query, "metrics");
const prometheusOf = async () =>
  (await collector.stats()).receivers.find(
    ({ receiver }: { receiver: string }) => receiver === "prometheus",
  );

describe("prometheus_client (Python), scraped", () => {
  it("is asked for OpenMetrics, which has exemplars", async () => {
    const [point] = await metrics("name:py_orders_total");

    expect(point).toMatchObject({
      type: "counter",
      service: "shop",
      attributes: { shop: "north" },
      exemplars: [{ traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174" }],
    });
  });

  it.each([
    ["py_queue_depth", { type: "gauge", value: 7 }],
    ["py_request_seconds", { type: "histogram", unit: "s", attributes: { path: "/orders" } }],
    ["py_reply_bytes", { type: "summary", unit: "By" }],
    ["py_build_info", { type: "gauge", value: 1, attributes: { version: "1.2" } }],
    ['py_state AND py_state:"off"', { type: "gauge", value: 1 }],
    ['"py.dotted_total"', { type: "counter", attributes: { "http.method": "GET" } }],
    ["up AND service:shop", { type: "gauge", value: 1 }],
  ])("has %s", async (query, expected) => {
    expect((await metrics(`name:${query}`))[0]).toMatchObject(expected);
  });

  it("counts what is added between two scrapes", async () => {
    await metrics("name:py_orders_total");

    await pythonApp.tell("39");

    expect((await metrics("name:py_orders_total AND value:39"))[0].total).toBe(42);
  });
});

describe("prom-client (Node), scraped", () => {
  it.each([
    ["node_hits_total", { type: "counter", service: "web" }],
    ["node_request_seconds", { type: "histogram", attributes: { path: "/x" } }],
    ["process_start_time_seconds", { type: "gauge" }],
    ["nodejs_eventloop_lag_p99_seconds", { type: "gauge", unit: "s" }],
  ])("has %s", async (name, expected) => {
    expect((await metrics(`name:${name} AND service:web`))[0]).toMatchObject(expected);
  });
});

describe("prometheus_client (Python), pushed", () => {
  it("counts in whole, under the job and the labels of the group", async () => {
    const [point] = await metrics('name:batch_records_total AND service:"nightly/import"');

    expect(point).toMatchObject({
      value: 500,
      total: 500,
      attributes: { path: "/var/tmp", table: "orders" },
      resource: { "service.instance.id": "w1" },
    });
  });

  it("has its histogram as one series", async () => {
    const [point] = await metrics('name:batch_seconds AND service:"nightly add"');

    expect(point).toMatchObject({ type: "histogram", count: 1, sum: 0.7 });
  });

  it("is told what is wrong", () => {
    expect(pushed).toContain("400");
  });
});

it("prom-client (Node) pushes with groups", async () => {
  const [point] = await metrics("name:node_jobs_total AND shard:1");

  expect(point).toMatchObject({ value: 3, service: "mailer", attributes: { kind: "mail" } });
});

it("the state of each target is seen, and why one is down", async () => {
  await metrics("name:up AND service:gone");

  await expect
    .poll(async () => (await prometheusOf()).targets)
    .toMatchObject([
      { name: "shop", isUp: true },
      { name: "web", isUp: true },
      { name: "gone", isUp: false, lastError: "refuses the connection" },
    ]);
  expect((await collector.cli("stats")).stdout).toContain("down, refuses the connection");
});

it.runIf(process.platform === "linux")(
  "an app that is launched is found, if that is wanted, and keeps its name and run",
  async () => {
    const cli = join(root, "dist/cli.js");
    const app = spawn(
      process.execPath,
      [
        cli,
        "run",
        "--",
        process.execPath,
        join(root, "test/clients/prometheus/promClient.mjs"),
        "serve",
      ],
      {
        env: { ...process.env, SIDELIGHT_DATA: collector.dataPath, OTEL_SERVICE_NAME: "launched" },
        stdio: ["pipe", "ignore", "inherit"],
      },
    );
    const ended = new Promise((resolve) => app.once("close", resolve));

    const [point] = await metrics("name:node_hits_total AND service:launched");
    app.stdin.end();
    await ended;

    expect(point).toMatchObject({ type: "counter", run: expect.any(String) });
  },
);

it("nothing is lost, and nothing but the wrong push refused", async () => {
  expect(await prometheusOf()).toMatchObject({ refused: { "bad-path": 1 }, dropped: {} });
});
