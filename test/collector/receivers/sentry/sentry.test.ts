import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { OverloadedError } from "../../../../src/collector/pipeline/intake";
import { createSentry } from "../../../../src/collector/receivers/sentry/sentry";
import { TestContext } from "../aContext";
import { ask, type Sent } from "../httpHarness";

function aSentry() {
  const context = new TestContext();
  const receiver = createSentry(context);
  const post = (path: string, body: string | Uint8Array, sent: Sent = {}) =>
    ask(receiver, path, { ...sent, body });
  return { context, receiver, post, envelope: (body: string) => post("/api/1/envelope", body) };
}

const bodies = ({ logs }: TestContext) => logs.map(({ body }) => body);
const attributesOf = (context: TestContext) =>
  context.logs.map(({ attributes }) => JSON.parse(attributes) as Record<string, unknown>);
const anEvent = (event: object) => `{}\n{"type":"event"}\n${JSON.stringify(event)}`;

describe("an envelope", () => {
  it.each([
    [
      "with a length",
      '{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}\n{"type":"event","length":132}\n{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","message":"hello world","level":"error","platform":"python","timestamp":1700000000.5}\n',
      ["hello world"],
    ],
    [
      "with a log",
      '{}\n{"type":"log","item_count":1,"content_type":"application/vnd.sentry.items.log+json","length":159}\n{"items":[{"timestamp":1544719860.5,"trace_id":"5b8efff798038103d269b633813fc60c","level":"info","body":"hi","attributes":{"n":{"value":1,"type":"integer"}}}]}\n',
      ["hi"],
    ],
    [
      "with a check-in of implicit length",
      '{}\n{"type":"check_in"}\n{"check_in_id":"83a7c03ed0a04e1b97e2e3b18d38f244","monitor_slug":"job","status":"ok","duration":1.5}',
      ["job: ok after 1.5 s"],
    ],
    [
      "with an attachment that holds line feeds",
      '{}\n{"type":"attachment","length":4,"filename":"a.txt"}\na\r\nb\n{"type":"event"}\n{"message":"hi"}',
      ["hi"],
    ],
    ["that is empty", "{}", []],
    ["with an item of no bytes", '{}\n{"type":"x","length":0}\n\n', []],
    [
      "with letters of several bytes",
      '{}\n{"type":"event","length":19}\n{"message":"grün"}\n',
      ["grün"],
    ],
  ])("%s is read", async (_name, body, expected) => {
    const { context, envelope } = aSentry();

    const reply = await envelope(body);

    expect(reply.status).toBe(200);
    expect(bodies(context)).toEqual(expected);
  });

  it("is answered with its event's id", async () => {
    const { envelope } = aSentry();
    const id = "9ec79c33ec9942ab8353589fcb2e04dc";

    const named = await envelope(`{"event_id":"${id}"}\n{"type":"event"}\n{"message":"m"}`);
    const plain = await envelope("{}");

    expect(JSON.parse(String(named.body))).toEqual({ id });
    expect(plain.body).toBe("{}");
    expect(Object.keys(plain.headers ?? {})).not.toContain("retry-after");
  });

  it.each([
    ["bad-envelope-header", "hello\n", []],
    ["bad-item-header", '{}\n{"type":"event"}\n{"message":"a"}\nnonsense\n{}', ["a"]],
    ["bad-item-length", '{}\n{"type":"event","length":99}\n{"message":"a"}', []],
    ["bad-item-length", '{}\n{"type":"event","length":5}\n{"message":"a"}', []],
  ])("with a %s is refused; what was whole is kept", async (reason, body, expected) => {
    const { context, envelope } = aSentry();

    const reply = await envelope(body);

    expect(reply).toMatchObject({
      status: 400,
      headers: { "x-sentry-error": expect.stringContaining(reason) },
    });
    expect(JSON.parse(String(reply.body))).toHaveProperty("detail");
    expect(bodies(context)).toEqual(expected);
    expect(context.refused("sentry")).toEqual({ [reason]: 1 });
  });

  it("keeps its good items beside one that is no JSON", async () => {
    const { context, envelope } = aSentry();

    const reply = await envelope('{}\n{"type":"event"}\n{oops\n{"type":"event"}\n{"message":"b"}');

    expect(reply.status).toBe(200);
    expect(bodies(context)).toEqual(["b"]);
    expect(context.refused("sentry")).toEqual({ "bad-json": 1 });
  });

  it("counts what is not kept", async () => {
    const { context, envelope } = aSentry();

    await envelope(
      '{}\n{"type":"session"}\n{}\n{"type":"profile"}\n{}\n{"type":"news"}\n{}\n{"type":"attachment"}\nx',
    );

    expect(context.refused("sentry")).toEqual({
      "unknown-item": 1,
      "attachment-not-kept": 1,
    });
    expect(context.leftOut("sentry")).toEqual({ session: 1, profile: 1 });
  });

  it("that comes twice is stored once, and answered as the first", async () => {
    const { context, envelope, post } = aSentry();
    const event = anEvent({ event_id: "9ec79c33ec9942ab8353589fcb2e04dc", message: "once" });

    const replies = await Promise.all([envelope(event), post("/stream", event)]);

    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(bodies(context)).toEqual(["once"]);
    expect(context.leftOut("sentry")).toEqual({ duplicate: 1 });
  });

  it("may come again when the first could not be stored", async () => {
    const { context, envelope } = aSentry();
    const event = anEvent({ event_id: "9ec79c33ec9942ab8353589fcb2e04dc", message: "again" });
    const accept = context.intake.accept.bind(context.intake);
    context.intake.accept = () => Promise.reject(new OverloadedError());

    const first = await envelope(event);
    context.intake.accept = accept;
    const second = await envelope(event);

    expect(first).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
    expect(second.status).toBe(200);
    expect(bodies(context)).toEqual(["again"]);
  });

  it("without room asks to come again, and is counted", async () => {
    const { context, envelope } = aSentry();
    context.intake.hasRoom = () => false;

    const reply = await envelope(anEvent({ message: "m" }));

    expect(reply).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
    expect(context.refused("sentry")).toEqual({ "queue-full": 1 });
  });
});

describe("an event", () => {
  const aFrame = (frame: object) => ({ filename: "a.py", function: "f", lineno: 1, ...frame });
  const thrown = (frames: object[], platform = "python") => ({
    platform,
    exception: { values: [{ type: "E", value: "v", stacktrace: { frames } }] },
  });

  it.each([
    [
      "the newest of the app's own",
      [
        aFrame({ abs_path: "/app/main.py", lineno: 3 }),
        aFrame({ abs_path: "/app/job.py", lineno: 7, function: "work" }),
        aFrame({ abs_path: "/app/vendored.py", lineno: 9, in_app: false }),
        aFrame({ abs_path: "/v/site-packages/lib.py", lineno: 11 }),
      ],
      { file: "/app/job.py", line: 7, function: "work" },
    ],
    [
      "a library's where there is no other",
      [aFrame({ abs_path: "/v/site-packages/lib.py", lineno: 11, in_app: false })],
      { file: "/v/site-packages/lib.py", line: 11 },
    ],
    [
      "named by its file alone",
      [aFrame({ filename: "src/a.py", lineno: 2 })],
      { file: "src/a.py", line: 2 },
    ],
    [
      "of an ESM module",
      [aFrame({ filename: "file:///app/a%20b.mjs", lineno: 2 })],
      { file: "/app/a b.mjs", line: 2 },
    ],
    [
      "of a dev server's page",
      [aFrame({ abs_path: "http://localhost:5173/src/a.ts?t=1", lineno: 2 })],
      { file: "/src/a.ts", line: 2 },
    ],
    [
      "of a React Native bundle",
      [aFrame({ abs_path: "app:///index.bundle", lineno: 2 })],
      { file: "index.bundle", line: 2 },
    ],
    ["without a line: none", [aFrame({ lineno: null })], { file: "", line: 0 }],
  ])("leads to the frame %s", async (_name, frames, source) => {
    const { context, envelope } = aSentry();

    await envelope(anEvent(thrown(frames)));

    expect(context.logs[0]).toMatchObject(source);
  });

  it("of Java leads to the file of its package", async () => {
    const { context, envelope } = aSentry();
    const frames = [
      aFrame({ filename: "Shop.java", module: "com.acme.Shop", function: "pay", lineno: 5 }),
    ];

    await envelope(anEvent(thrown(frames, "java")));

    expect(context.logs[0]).toMatchObject({ file: "com/acme/Shop.java", line: 5 });
  });

  it("with a runaway recursion keeps both ends of its stack", async () => {
    const { context, envelope } = aSentry();
    const frames = Array.from({ length: 5000 }, (_, i) =>
      aFrame({ abs_path: "/app/r.py", lineno: i + 1 }),
    );

    await envelope(anEvent(thrown(frames)));

    const stack = String(attributesOf(context)[0]?.["exception.stacktrace"]);
    expect(context.logs[0]).toMatchObject({ file: "/app/r.py", line: 5000 });
    expect(stack).toContain("line 1,");
    expect(stack).toContain("… 4900 more");
    expect(stack).toContain("line 5000,");
  });

  it.each([
    [{ message: "a" }, "a"],
    [{ message: { message: "a" } }, "a"],
    [{ logentry: { message: "a %s", params: ["b"] } }, "a b"],
    [{ logentry: { message: "a %s", params: ["b"], formatted: "a c" } }, "a c"],
    [{ "sentry.interfaces.Message": { message: "old" } }, "old"],
    [{ exception: { type: "E", value: "v" } }, "E: v"],
    [
      {
        exception: [
          { type: "C", value: "cause" },
          { type: "E", value: "v" },
        ],
      },
      "E: v",
    ],
    [{ exception: { values: [{ type: "E" }] } }, "E"],
    [{ message: "m", exception: { values: [{ type: "E", value: "v" }] } }, "m"],
    [{}, "(no message)"],
  ])("%j says %j", async (event, body) => {
    const { context, envelope } = aSentry();

    await envelope(anEvent(event));

    expect(bodies(context)).toEqual([body]);
  });

  it.each([
    ["fatal", 21],
    ["error", 17],
    ["warning", 13],
    ["info", 9],
    ["debug", 5],
    [undefined, 17],
    ["odd", 17],
  ])("of level %s has severity %d", async (level, severityNumber) => {
    const { context, envelope } = aSentry();

    await envelope(anEvent({ message: "m", level }));

    expect(context.logs[0]).toMatchObject({ severityNumber });
  });

  it.each([
    ["2023-11-14T22:13:20.5Z", 1_700_000_000_500_000_000n],
    ["2023-11-14T22:13:20.500000+00:00", 1_700_000_000_500_000_000n],
    ["2023-11-14T22:13:20.5", 1_700_000_000_500_000_000n],
    [1700000000.5, 1_700_000_000_500_000_000n],
    ["soon", 1_700_000_000_250_000_000n],
  ])("at %j", async (timestamp, timeUnixNano) => {
    const { context, envelope } = aSentry();

    await envelope(anEvent({ message: "m", timestamp }));

    expect(context.logs[0]).toMatchObject({ timeUnixNano });
  });

  it("keeps the app's tags and extras under their own names, without taking them for its own", async () => {
    const { context, envelope } = aSentry();

    await envelope(
      anEvent({
        message: "m",
        level: "info",
        tags: [
          ["request_id", "req-12345678"],
          ["name", "tea"],
          ["level", "fatal"],
        ],
        extra: { name: "again", amount: 3, time: "2001-01-01" },
      }),
    );

    expect(context.logs[0]).toMatchObject({
      requestId: "req-12345678",
      logger: "",
      severityNumber: 9,
      timeUnixNano: context.clock,
    });
    expect(attributesOf(context)[0]).toMatchObject({
      name: "tea",
      level: "fatal",
      "extra.name": "again",
      amount: 3,
      time: "2001-01-01",
    });
  });

  it("names the request, the person and the place by OpenTelemetry's names", async () => {
    const { context, envelope } = aSentry();

    await envelope(
      anEvent({
        message: "m",
        request: {
          method: "POST",
          url: "http://localhost/pay",
          query_string: [["a", "b"]],
          headers: [["X-Request-Id", "req-00001234"]],
          data: { card: "visa" },
        },
        user: { id: 42, email: "a@b", plan: "gold" },
        release: "shop@1.2.3+4",
        environment: "dev",
      }),
    );

    expect(context.logs[0]).toMatchObject({ service: "shop", requestId: "req-00001234" });
    expect(attributesOf(context)[0]).toMatchObject({
      "http.request.method": "POST",
      "url.full": "http://localhost/pay",
      "url.query": "a=b",
      "http.request.body": '{"card":"visa"}',
      "user.id": "42",
      "user.email": "a@b",
      "user.plan": "gold",
    });
    expect(JSON.parse(context.logs[0]!.resource.attributes)).toEqual({
      "service.name": "shop",
      "service.version": "1.2.3+4",
      "deployment.environment.name": "dev",
    });
  });

  it("shows the stack of a message and the variables of its innermost frame", async () => {
    const { context, envelope } = aSentry();
    const frames = [aFrame({ abs_path: "/app/a.py", lineno: 4, vars: { x: "1", __doc__: "d" } })];

    await envelope(
      anEvent({ message: "m", threads: { values: [{ current: true, stacktrace: { frames } }] } }),
    );

    expect(context.logs[0]).toMatchObject({ file: "/app/a.py", line: 4, eventName: "" });
    expect(attributesOf(context)[0]).toMatchObject({ locals: "x = 1" });
  });
});

describe("a transaction", () => {
  it("is spans with their kinds and statuses", async () => {
    const { context, envelope } = aSentry();
    const trace_id = "5b8efff798038103d269b633813fc60c";
    const span = (op: string, status?: string) => ({
      span_id: "eee19b7ec3c1b175",
      parent_span_id: "eee19b7ec3c1b174",
      op,
      status,
      description: op,
      start_timestamp: 1700000000,
      timestamp: 1700000000.25,
    });

    await envelope(
      `{}\n{"type":"transaction"}\n${JSON.stringify({
        type: "transaction",
        transaction: "GET /pay",
        start_timestamp: 1700000000,
        timestamp: 1700000001.5,
        contexts: {
          trace: { trace_id, span_id: "eee19b7ec3c1b174", op: "http.server", status: "not_found" },
        },
        measurements: { lcp: { value: 12.5, unit: "millisecond" } },
        spans: [
          span("db.sql.query", "ok"),
          span("http.client", "internal_error"),
          span("queue.publish"),
          span("function"),
        ],
      })}`,
    );

    const [top, ...children] = context.spans;
    expect(top).toMatchObject({
      name: "GET /pay",
      kind: "server",
      status: "error",
      statusMessage: "not_found",
      traceId: trace_id,
      parentSpanId: "",
      durationNanos: 1_500_000_000n,
    });
    expect(JSON.parse(top!.attributes)).toMatchObject({ "measurements.lcp": 12.5 });
    expect(children.map(({ kind, status, traceId }) => ({ kind, status, traceId }))).toEqual([
      { kind: "client", status: "ok", traceId: trace_id },
      { kind: "client", status: "error", traceId: trace_id },
      { kind: "producer", status: "", traceId: trace_id },
      { kind: "internal", status: "", traceId: trace_id },
    ]);
  });
});

describe("the old store endpoint", () => {
  const event = '{"message":"legacy","culprit":"views.pay","level":"warning"}';
  it.each([
    ["JSON", event],
    ["zlib", deflateSync(event)],
    ["gzip", gzipSync(event)],
    ["base64 of zlib", deflateSync(event).toString("base64")],
  ])("takes %s", async (_name, body) => {
    const { context, post } = aSentry();

    const reply = await post("/api/1/store", body);

    expect(reply.status).toBe(200);
    expect(context.logs[0]).toMatchObject({ body: "legacy", severityNumber: 13 });
  });

  it("takes the example of base64", async () => {
    const { context, post } = aSentry();

    await post(
      "/api/1/store",
      "eJyrVkotS80ric9MUbJSskxNNrdMNjZOTba0NDFKTLIwNjU2tbBMS04ySjUwSUlW0lHKTS0uTkxPBSrOyFSqBQBUKxKw",
    );

    expect(context.logs).toHaveLength(1);
  });

  it("takes a pixel's query", async () => {
    const { context, receiver } = aSentry();
    const query = new URLSearchParams({ sentry_data: event }).toString();

    const reply = await ask(receiver, "/api/1/store", { method: "GET", query });

    expect(reply.status).toBe(200);
    expect(bodies(context)).toEqual(["legacy"]);
  });

  it("refuses what holds no event", async () => {
    const { context, post } = aSentry();

    const reply = await post("/api/1/store", "hello, world!");

    expect(reply.status).toBe(400);
    expect(context.refused("sentry")).toEqual({ "bad-json": 1 });
  });

  it("keeps two events that are alike when they have no id", async () => {
    const { context, post } = aSentry();

    await post("/api/1/store", event);
    await post("/api/1/store", event);

    expect(context.logs).toHaveLength(2);
  });
});

it("of a launched app belongs to its run, and has its name unless it says one", async () => {
  const { context, post } = aSentry();

  await post("/run/r%201/shop/stream", anEvent({ message: "a" }));
  await post("/run/r%201/shop/stream", anEvent({ message: "b", release: "own@1" }));

  expect(context.logs).toMatchObject([
    { run: "r 1", service: "shop" },
    { run: "r 1", service: "own" },
  ]);
});

it("says which directive a page broke", async () => {
  const { context, post } = aSentry();

  await post(
    "/api/1/security",
    '{"csp-report":{"violated-directive":"script-src","blocked-uri":"http://x/a.js"}}',
  );

  expect(bodies(context)).toEqual(["csp-report: script-src blocked http://x/a.js"]);
});

it.each([
  ["/api/1/envelope", true],
  ["/prefix/api/12/envelope", true],
  ["/stream", true],
  ["/api/1/store", true],
  ["/api/1/minidump", true],
  ["/api/1/unreal/0123456789abcdef", true],
  ["/api/1/security", true],
  ["/api/1/item", false],
  ["/api/prom/push", false],
  ["/a/stream", false],
  ["/run/r1/stream", true],
  ["/run/r1/shop/stream", true],
  ["/run/r1/shop/more/stream", false],
])("of paths, %s: %s", (path, isOurs) => {
  const { receiver } = aSentry();

  expect(receiver.routes!.some((route) => route.matches(path))).toBe(isOurs);
});
