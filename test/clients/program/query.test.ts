// What scripts go by: the names of a record's fields, what `--from` and `--to` leave, counts over time, live records.

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { helpPage } from "../../../src/shared/query/helpPage";
import { root, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
});
afterAll(async () => {
  await collector.stop();
});

/** 2023-11-14T22:13:20Z, and so many seconds later. */
const at = (seconds: number, nanos = 0) =>
  String(1_700_000_000_000_000_000n + BigInt(Math.round(seconds * 1e9)) + BigInt(nanos));
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const whole = (key: string, value: number) => ({ key, value: { intValue: String(value) } });

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const scope = { name: "shop.cart" };
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const resource = {
  attributes: [text("service.name", "shop"), text("host.name", "n-1"), text("sidelight.run", "r1")],
};
const place = [
  text("code.file.path", "src/cart.ts"),
  whole("code.line.number", 7),
  text("code.function.name", "take"),
  text("request.id", "a-request-of-its-own"),
];

async function send(path: "logs" | "traces" | "metrics", body: object): Promise<void> {
  const reply = await fetch(`${collector.endpoints.http}/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(await reply.json()).toEqual({});
}

const sendLogs = (logRecords: readonly object[], of: object = resource, by: object = scope) =>
  send("logs", { resourceLogs: [{ resource: of, scopeLogs: [{ scope: by, logRecords }] }] });

const sendSpans = (spans: readonly object[], of: object = resource, by: object = scope) =>
  send("traces", { resourceSpans: [{ resource: of, scopeSpans: [{ scope: by, spans }] }] });

const sendMetrics = (metrics: readonly object[]) =>
  send("metrics", { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] });

const aSeq = expect.any(Number) as number;
/** What a record of a sender who says nothing more has. */
const nothingMore = { attributes: {}, resource: {}, receiver: "otlp", seq: aSeq };
const said = {
  ...{ service: "shop", run: "r1", receiver: "otlp", seq: aSeq },
  resource: { "service.name": "shop", "host.name": "n-1", "sidelight.run": "r1" },
};
const placed = {
  ...{ traceId, spanId, logger: "shop.cart", requestId: "a-request-of-its-own" },
  source: { file: "src/cart.ts", line: 7, function: "take" },
  attributes: {
    ...{ "code.file.path": "src/cart.ts", "code.line.number": 7, "code.function.name": "take" },
    "request.id": "a-request-of-its-own",
  },
};

describe("--json has the names of the contract, and leaves out what is absent:", () => {
  it("a log record", async () => {
    const full = {
      ...{ timeUnixNano: at(0, 1), traceId, spanId, eventName: "cart.taken", severityNumber: 17 },
      ...{ body: { stringValue: "cart taken" }, attributes: place },
    };
    await sendLogs([full]);
    await sendLogs([{ body: { stringValue: "cart alone" } }], {}, {});

    const ofStore = { pattern: expect.stringMatching(/^[0-9a-f]{12}$/) as string };
    expect(await collector.query('"cart taken"')).toEqual([
      {
        ...{ ...said, ...placed, ...ofStore, eventName: "cart.taken", body: "cart taken" },
        ...{ severity: "ERROR", severityNumber: 17 },
        time: "2023-11-14T22:13:20.000000001Z",
        observedTime: expect.stringMatching(rfc3339) as string,
      },
    ]);
    expect(await collector.query('"cart alone"')).toEqual([
      {
        ...{ ...nothingMore, ...ofStore, body: "cart alone" },
        time: expect.stringMatching(rfc3339) as string,
      },
    ]);
  });

  it("a log with long texts is whole", async () => {
    const body = `long ${"b".repeat(20_000)}`;
    const stack = "s".repeat(30_000);
    await sendLogs([{ body: { stringValue: body }, attributes: [text("stack", stack)] }]);

    const [log] = await collector.query("long*");

    expect(log).toMatchObject({ body, attributes: { stack } });
    expect(log).toHaveProperty("pattern");
    expect(log).not.toHaveProperty("isCut");
  });

  it("a span", async () => {
    const linked = "1bf7651916cd43dd8448eb211c80319c";
    const full = {
      ...{ traceId, spanId, parentSpanId: "00f067aa0ba902b7", name: "GET /cart", kind: 2 },
      ...{ startTimeUnixNano: at(0), endTimeUnixNano: at(1.5), attributes: place },
      status: { code: 2, message: "no stock" },
      events: [{ timeUnixNano: at(1), name: "retry", attributes: [whole("times", 2)] }],
      links: [{ traceId: linked, spanId, attributes: [text("k", "v")] }],
    };
    const alone = { traceId, spanId: "c8be7c8270314442", name: "alone" };
    await sendSpans([full]);
    await sendSpans([{ ...alone, startTimeUnixNano: at(0), endTimeUnixNano: at(0) }], {}, {});

    const time = "2023-11-14T22:13:20.000000000Z";
    expect(await collector.query("name:GET*", "spans")).toEqual([
      {
        ...{ ...said, ...placed, time, durationNanos: "1500000000", name: "GET /cart" },
        ...{ kind: "server", status: "error", statusMessage: "no stock" },
        parentSpanId: "00f067aa0ba902b7",
        events: [
          { time: "2023-11-14T22:13:21.000000000Z", name: "retry", attributes: { times: 2 } },
        ],
        links: [{ traceId: linked, spanId, attributes: { k: "v" } }],
      },
    ]);
    expect(await collector.query("name:alone", "spans")).toEqual([
      { ...nothingMore, ...alone, time, durationNanos: "0", events: [], links: [] },
    ]);
  });

  it("metric points", async () => {
    const attributes = [text("k", "v")];
    const point = { timeUnixNano: at(10), startTimeUnixNano: at(0), attributes };
    const delta = { aggregationTemporality: 1 };
    const counted = { ...point, asInt: "3" };
    const buckets = { explicitBounds: [10], bucketCounts: ["2", "2"] };
    const sampled = { ...point, ...buckets, count: "4", sum: 30, min: 1, max: 20 };
    const summed = { ...point, quantileValues: [{ quantile: 0.5, value: 7 }] };
    await sendMetrics([
      { name: "carts", sum: { ...delta, isMonotonic: true, dataPoints: [counted] } },
      { name: "size", unit: "By", gauge: { dataPoints: [{ ...point, asDouble: 1.5 }] } },
      { name: "took", unit: "ms", histogram: { ...delta, dataPoints: [sampled] } },
      { name: "waited", summary: { dataPoints: [{ ...summed, count: "1", sum: 1 }] } },
    ]);
    const later = { ...summed, timeUnixNano: at(20), count: "4", sum: 31 };
    await sendMetrics([{ name: "waited", summary: { dataPoints: [later] } }]);

    const of = { ...said, attributes: { k: "v" }, time: "2023-11-14T22:13:30.000000000Z" };
    const since = { startTime: "2023-11-14T22:13:20.000000000Z" };
    const points = await collector.query("", "metrics");
    expect(points.filter((_, i) => i !== 3)).toEqual([
      { ...of, ...since, name: "carts", type: "counter", value: 3, total: 3 },
      { ...of, name: "size", type: "gauge", unit: "By", value: 1.5 },
      {
        ...{ ...of, ...since, name: "took", type: "histogram", unit: "ms" },
        ...{ value: 7.5, count: 4, sum: 30, min: 1, max: 20 },
        quantiles: { "0.5": 10, "0.95": 19, "0.99": 19.8 },
      },
      {
        ...{ ...of, startTime: of.time, time: "2023-11-14T22:13:40.000000000Z", name: "waited" },
        ...{ type: "summary", value: 10, count: 3, sum: 30, quantiles: { "0.5": 7 } },
      },
    ]);
  });
});

/** Three within a minute, one in the next, one two minutes later; the level of the second is another. */
const seconds = [0, 1, 39, 40, 160];
const ofCounted = "service:counted";
const asked = async (...args: string[]) => {
  const { code, stdout, stderr } = await collector.cli("query", ofCounted, ...args, "--json");
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { code, stderr, rows: lines.map((line) => JSON.parse(line) as { body: string }) };
};
const bodies = async (...args: string[]) => (await asked(...args)).rows.map(({ body }) => body);

it("help query prints the language's help page", async () => {
  const { code, stdout } = await collector.cli("help", "query");

  expect({ code, page: stdout.trim() }).toEqual({ code: 0, page: helpPage().trim() });
});

describe("query", () => {
  beforeAll(() =>
    sendLogs(
      seconds.map((second) => ({
        ...{ timeUnixNano: at(second), severityNumber: second === 1 ? 17 : 9 },
        body: { stringValue: `at ${second}` },
        attributes: [text("worker", second < 40 ? "w1" : "w2")],
      })),
      { attributes: [text("service.name", "counted")] },
    ),
  );

  it("--histogram counts by minutes, and what each is made of", async () => {
    const byLevel = await asked("--histogram", "1m");
    const byField = await asked("--histogram", "1m", "--group-by", "worker");

    const bar = (minute: string, count: number, by: object) => ({
      time: `2023-11-14T22:${minute}:00.000000000Z`,
      count,
      by,
    });
    expect(byLevel.rows).toEqual([
      bar("13", 3, { INFO: 2, ERROR: 1 }),
      bar("14", 1, { INFO: 1 }),
      bar("16", 1, { INFO: 1 }),
    ]);
    expect(byField.rows).toEqual([
      bar("13", 3, { w1: 3 }),
      bar("14", 1, { w2: 1 }),
      bar("16", 1, { w2: 1 }),
    ]);
  });

  it("--from and --to leave what lies between them, to the nanosecond", async () => {
    const all = seconds.map((second) => `at ${second}`);

    expect(await bodies("--from", "2023-11-14T22:13:21Z")).toEqual(all.slice(1));
    expect(await bodies("--from", "2023-11-14T22:13:21.000000001Z")).toEqual(all.slice(2));
    expect(await bodies("--from", "2023-11-14T23:13:59+01:00")).toEqual(all.slice(2));
    expect(await bodies("--from", at(1, 1), "--to", at(40, 1))).toEqual(all.slice(2, 4));
    expect(await bodies("--to", "now-5m")).toEqual(all);
    expect(await bodies("--from", "now-5m")).toEqual([]);
  });

  it.each([
    { args: ["--from", "yesterday"], says: 'not "yesterday"' },
    { args: ["--to", "now-5"], says: 'not "now-5"' },
    { args: ["--histogram", "1w"], says: 'not "1w"' },
    { args: ["--histogram", "0m"], says: 'not "0m"' },
  ])("refuses $args, and says what it takes", async ({ args, says }) => {
    const { code, rows, stderr } = await asked(...args);

    expect(code).toBe(2);
    expect(rows).toEqual([]);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/now-5m|1m/);
  });
});

describe("what finds nothing offers what finds rows:", () => {
  const other = 'service:"other-name"';
  beforeAll(() =>
    sendLogs([{ severityNumber: 17, body: { stringValue: "failed" } }], {
      attributes: [text("service.name", "other-name")],
    }),
  );
  const offered =
    /Nothing matches app:"other-name"\. Perhaps you meant:\n {2}service:"other-name" {2}\(1 row\)\n/;

  it.each([
    { of: "rows", args: ["query"] },
    { of: "groups", args: ["query", "--group-by", "level"] },
    { of: "counts over time", args: ["query", "--histogram", "1m"] },
    { of: "patterns", args: ["patterns"] },
    { of: "a comparison", args: ["compare", "--good", other, "--by", "record", "--bad"] },
  ])("$of", async ({ args }) => {
    const { code, stderr } = await collector.cli(...args, 'app:"other-name"');

    expect(code).toBe(0);
    expect(stderr).toMatch(offered);
  });

  it("live records", async () => {
    const tail = spawn(process.execPath, [join(root, "dist/cli.js"), "tail", 'app:"other-name"'], {
      env: { ...process.env, SIDELIGHT_DATA: collector.dataPath },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    tail.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    try {
      await expect.poll(() => said).toMatch(offered);
    } finally {
      tail.kill("SIGKILL");
    }
  });

  it("and nothing where records are found, or no other query finds any", async () => {
    expect((await collector.cli("query", other)).stderr).toBe("");
    expect((await collector.cli("query", "zzz:nowhere")).stderr).toBe("");
    expect((await collector.cli("query", other, "--to", "2001-01-01")).stderr).toBe("");
  });
});

it.each([10_001, 100_001])("a query of %d characters is wrong use", async (length) => {
  for (const args of [["query"], ["patterns"], ["tail"], ["compare", "--good", "a", "--bad"]]) {
    const { code, stderr } = await collector.cli(...args, "a".repeat(length));

    expect([args[0], code]).toEqual([args[0], 2]);
    expect(stderr).toMatch(/too long|may have 100000/);
  }
});

describe("tail", () => {
  const tails: ChildProcess[] = [];
  afterEach(() => {
    for (const tail of tails.splice(0)) tail.kill("SIGKILL");
  });

  /** What is printed of what `send` sends again and again: the tail is open once a first match comes through. */
  async function tailed(args: readonly string[], again: () => Promise<void>): Promise<string> {
    const tail = spawn(process.execPath, [join(root, "dist/cli.js"), "tail", ...args], {
      env: { ...process.env, SIDELIGHT_DATA: collector.dataPath },
      stdio: ["ignore", "pipe", "inherit"],
    });
    tails.push(tail);
    let printed = "";
    tail.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const sendAndLook = async () => {
      await again();
      return printed;
    };
    await expect.poll(sendAndLook, { interval: 200 }).toContain("\n");
    return printed.split("\n")[0]!;
  }

  const aSpan = { traceId, spanId, startTimeUnixNano: at(0), endTimeUnixNano: at(0.002) };
  const twoSpans = () =>
    sendSpans([
      { ...aSpan, name: "quick" },
      { ...aSpan, name: "slow", endTimeUnixNano: at(2) },
    ]);
  const twoGauges = () =>
    sendMetrics(
      [1, 9].map((asDouble) => ({
        name: `level ${asDouble}`,
        gauge: { dataPoints: [{ timeUnixNano: at(0), asDouble }] },
      })),
    );

  it("of spans and of metrics shows those that match", async () => {
    const span = await tailed(["duration:>1s", "--signal", "spans", "--json"], twoSpans);
    const point = await tailed(["value:>5", "--signal", "metrics", "--json"], twoGauges);

    expect(JSON.parse(span)).toMatchObject({ name: "slow", durationNanos: "2000000000" });
    expect(JSON.parse(point)).toMatchObject({ name: "level 9", type: "gauge", value: 9 });
  });

  it("without --json is for people", async () => {
    const span = await tailed(["name:slow", "--signal", "spans"], twoSpans);
    const point = await tailed(["value:>5", "--signal", "metrics"], twoGauges);

    expect(span).toMatch(/^\d\d:\d\d:\d\d\.000 +shop {2}slow {2}2\.00 s/);
    expect(point).toMatch(/^\d\d:\d\d:\d\d\.000 gauge +level 9 {2}value=9/);
  });
});
