// "Why do these fail?" through the command line: what it prints, and how it ends.

import { createSocket } from "node:dgram";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { TestCollector } from "../collector";

let collector: TestCollector;
const requests = 60;

beforeAll(async () => {
  collector = await TestCollector.start();
  const lines = Array.from({ length: requests }, (_, i) => {
    const isBad = i % 4 === 0;
    const common = { request_id: `a-request-of-its-own-${i}`, service: "shop" };
    return [
      { ...common, message: "taken up", worker: isBad ? "w7" : `w${i % 3}` },
      isBad
        ? { ...common, message: "connection timed out", level: "error" }
        : { ...common, message: "wrote row", level: "info" },
    ];
  }).flat();
  await collector.post(
    "shop",
    lines.map((line) => JSON.stringify(line)),
  );
  await collector.waitFor("", "logs", lines.length);
});
afterAll(async () => {
  await collector.stop();
});

test("--json prints a line a difference, the cause first", async () => {
  const { code, stdout } = await collector.cli(
    ...["compare", "--bad", "level:error", "--good", '"wrote row"', "--by", "request", "--json"],
  );

  expect(code).toBe(0);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toEqual({
    rank: 1,
    kind: "field",
    field: "worker",
    value: "w7",
    badShare: 1,
    goodShare: 0,
    badCount: 15,
    goodCount: 0,
    score: expect.any(Number) as number,
    query: "worker:w7",
  });
});

test("--all prints what goes with the cause, too, under its rank", async () => {
  const { stdout } = await collector.cli(
    ...["compare", "--bad", "level:error", "--good", "*", "--json", "--all"],
  );

  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { rank: number; kind: string; value: string });
  expect(lines.map(({ rank, kind, value }) => `${rank} ${kind} ${value}`)).toEqual(
    expect.arrayContaining(["1 field w7", "1 missing-template wrote row"]),
  );
});

test("people get words, and are told when there is too little", async () => {
  const all = await collector.cli("compare", "--bad", "level:error", "--good", "*");
  const none = await collector.cli("compare", "--bad", "nothing-like-it", "--good", "*", "--json");

  expect(all.stdout).toContain("worker = w7   100 % of failed · 0 % of passed");
  expect(none).toMatchObject({ code: 0, stdout: "" });
  expect(none.stderr).toContain("No request is in the bad group.");
});

test("a wrong query and a missing one are wrong use", async () => {
  const wrong = await collector.cli("compare", "--bad", "level:>=soon", "--good", "*");
  const missing = await collector.cli("compare", "--bad", "level:error");

  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("Column 9");
  expect(missing).toMatchObject({ code: 2, stdout: "" });
});

describe("of an app with more than one way to ask", () => {
  const each = 20;

  /** 20 orders fail with worker w7, 20 do not; 60 pages are shown meanwhile, and none of them fails. */
  beforeAll(async () => {
    const start = Date.parse("2026-01-01T10:00:00Z");
    const ofRequest = (i: number) => {
      const isOrder = i < 2 * each;
      const isBad = i < each;
      const common = {
        ...{
          request_id: `of-the-till-${i}`,
          service: "till",
          session: `session-${i % 10}-${isBad}`,
        },
        ...{ trace_id: (i + 1).toString(16).padStart(32, "0"), tenant: isOrder ? "acme" : "hooli" },
      };
      const at = (ms: number) => new Date(start + i * 1_000 + ms).toISOString();
      const worker = isBad ? "w7" : `w${i % 3}`;
      const level = isBad ? "error" : "info";
      return [
        { ...common, time: at(0), message: isOrder ? "order taken" : "page asked for", worker },
        { ...common, time: at(5), message: isBad ? "gave up" : "all done", level, worker },
      ];
    };
    const lines = Array.from({ length: 5 * each }, (_, i) => ofRequest(i)).flat();
    await collector.post(
      "till",
      lines.map((line) => JSON.stringify(line)),
    );
    await collector.waitFor("service:till", "logs", lines.length);
  });

  const asked = (...args: string[]) =>
    collector.cli("compare", "--bad", "service:till AND level:error", "--good", "*", ...args);

  it.each([
    { args: ["--within", "service:till"], counts: "20 failed against 80 passed requests" },
    {
      args: ["--within", "service:till", "--same-route"],
      counts: "20 failed against 20 passed requests",
    },
    { args: ["--within", "tenant:acme"], counts: "20 failed against 20 passed requests" },
    {
      args: ["--from", "2026-01-01T10:00:05Z", "--to", "2026-01-01T10:00:30Z"],
      counts: "15 failed against 10 passed requests",
    },
    { args: ["--within", "service:till", "--by", "trace"], counts: "20 failed against 80 passed" },
    {
      args: ["--within", "service:till", "--by", "session"],
      counts: "10 failed against 10 passed",
    },
  ])("$args compares $counts", async ({ args, counts }) => {
    const { code, stdout } = await asked(...args);

    expect(code).toBe(0);
    expect(stdout.split("\n")[0]).toContain(counts);
    expect(stdout).toMatch(/^1\. {2}worker = w7 /m);
  });

  it("--by record lets each record stand for itself", async () => {
    const { stdout } = await asked(
      "--within",
      'service:till AND ("gave up" OR "all done")',
      "--by",
      "record",
    );

    expect(stdout.split("\n")[0]).toContain("20 failed against 80 passed records");
  });

  it("--by and nothing is wrong use", async () => {
    expect(await asked("--by", " ")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("of an app that says with a request's id how large it is", () => {
  const idOf = (i: number) => `of-the-market-${i}`;

  /** DogStatsD gauges and OTLP gauges, of each request one, and a gauge of the whole app. */
  beforeAll(async () => {
    const all = Array.from({ length: requests }, (_, i) => ({ i, isBad: i % 4 === 0 }));
    const lines = all.map(({ i, isBad }) =>
      JSON.stringify({
        ...{ request_id: idOf(i), service: "market" },
        ...(isBad ? { message: "gave up", level: "error" } : { message: "paid", level: "info" }),
      }),
    );
    await collector.post("market", lines);
    const socket = createSocket("udp4");
    const send = (text: string) =>
      new Promise((done) => socket.send(text, collector.statsdPort, "127.0.0.1", done));
    for (const { i, isBad } of all) {
      await send(`cart.items:${(isBad ? 60 : 10) + (i % 9)}|g|#request_id:${idOf(i)},env:dev`);
      await send(`carts.open:${i % 7}|g`);
    }
    socket.close();
    const dataPoints = all.map(({ i, isBad }) => ({
      timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`,
      asDouble: (isBad ? 900 : 20) + ((i * 7) % 31),
      attributes: [{ key: "request.id", value: { stringValue: idOf(i) } }],
    }));
    await fetch(`${collector.endpoints.http}/v1/metrics`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        resourceMetrics: [
          { scopeMetrics: [{ metrics: [{ name: "cart.bytes", gauge: { dataPoints } }] }] },
        ],
      }),
    });
    await collector.waitFor("name:cart.items", "metrics", requests);
    await collector.waitFor("name:cart.bytes", "metrics", requests);
    await collector.waitFor("service:market", "logs", requests);
  });

  it("the gauges that are high in its failed requests are named, and queries that find their samples", async () => {
    const { stdout } = await collector.cli(
      ...["compare", "--bad", 'service:market AND "gave up"', "--good", "service:market"],
      ...["--json", "--all"],
    );

    const found = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; field: string; query: string })
      .filter(({ kind }) => kind === "range");
    const byField = new Map(found.map((one) => [one.field, one]));
    expect([...byField.keys()].sort()).toEqual(["cart.bytes", "cart.items"]);
    expect(byField.get("cart.items")).toMatchObject({
      ...{ value: "> 50", badShare: 1, goodShare: 0, badCount: 15, goodCount: 0 },
      signal: "metrics",
    });
    for (const { query } of found) {
      const rows = await collector.query(query, "metrics");
      expect(rows).toHaveLength(15);
    }
  });
});

describe("of services whose clocks differ", () => {
  const base = Date.parse("2026-01-02T10:00:00Z");

  /** The clock of "work" is 40 ms ahead; the gateway calls it, and waits. */
  beforeAll(async () => {
    const nanos = (ms: number) => String(BigInt(Math.round(ms * 1000)) * 1000n);
    const spansOf = (i: number) => {
      const traceId = (1_000 + i).toString(16).padStart(32, "0");
      const spanId = (side: number) => (2 * i + side + 1).toString(16).padStart(16, "0");
      const isBad = i % 4 === 0;
      const at = base + i * 1_000;
      const status = isBad ? { code: 2 } : {};
      const attributes = [{ key: "worker", value: { stringValue: isBad ? "w7" : `w${i % 3}` } }];
      return {
        gateway: {
          ...{ traceId, spanId: spanId(0), name: "pay", kind: 3, status },
          ...{ startTimeUnixNano: nanos(at), endTimeUnixNano: nanos(at + 10) },
        },
        work: {
          ...{ traceId, spanId: spanId(1), parentSpanId: spanId(0), name: "charge", kind: 2 },
          ...{ startTimeUnixNano: nanos(at + 42), endTimeUnixNano: nanos(at + 48), attributes },
        },
      };
    };
    const all = Array.from({ length: requests }, (_, i) => spansOf(i));
    const resourceSpans = (["gateway", "work"] as const).map((service) => ({
      resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
      scopeSpans: [{ spans: all.map((of) => of[service]) }],
    }));
    await fetch(`${collector.endpoints.http}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans }),
    });
    await collector.waitFor("service:work", "spans", requests);
  });

  const asked = (...args: string[]) =>
    collector.cli("compare", "--bad", "status:error", "--good", "name:pay", ...args);
  const said = "The clock of work was put right by the calls between services: -40 ms.";

  it("people are told", async () => {
    const { stdout, stderr } = await asked();

    expect(stdout).toMatch(/^1\. {2}worker = w7 /m);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(said);
    expect(stderr).toBe("");
  });

  it("--json has differences alone: it is said beside them", async () => {
    const { stdout, stderr } = await asked("--json");

    for (const line of stdout.trim().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({ rank: expect.any(Number) as number });
    }
    expect(stderr).toContain(said);
  });
});
