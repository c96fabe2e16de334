import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OverloadedError } from "../../../../src/collector/pipeline/intake";
import { createRollbar } from "../../../../src/collector/receivers/rollbar/rollbar";
import { TestContext } from "../aContext";
import { ask, stored } from "../httpHarness";
import { golden } from "../../../golden";

function aRollbar() {
  const context = new TestContext();
  const receiver = createRollbar(context);
  const post = (body: object | string) =>
    ask(receiver, "/api/1/item", { body: typeof body === "string" ? body : JSON.stringify(body) });
  return { context, receiver, post };
}

const bodyOf = ({ body }: { body?: unknown }) => JSON.parse(String(body)) as unknown;
const attributesOf = (context: TestContext) =>
  JSON.parse(context.logs[0]?.attributes ?? "{}") as Record<string, unknown>;
const anItem = (data: object) => ({ data: { environment: "dev", ...data } });
const aMessage = (body: unknown, data: object = {}) =>
  anItem({ body: { message: { body } }, ...data });
const folder = join(import.meta.dirname, "fixtures");
const captured = readdirSync(folder).filter((name) => /^[\w-]+\.json$/.test(name));

describe("captured items (rollbar 1.5 for Python, 3.1 for Node)", () => {
  it.each(captured)("%s is read as its golden file says", async (name) => {
    const { context, post } = aRollbar();

    const reply = await post(readFileSync(join(folder, name), "utf8"));

    expect(reply.status).toBe(200);
    const records = stored(context, "rollbar");
    expect(records).toEqual(golden(join(folder, name.replace(".json", ".golden.json")), records));
  });
});

describe("an item", () => {
  it("is answered with its uuid when it is stored", async () => {
    const { context, post } = aRollbar();

    const reply = await post(
      '{"access_token":"t","data":{"environment":"dev","level":"info","timestamp":1700000000,"uuid":"d4c7acef-55bf-4c9e-9a2f-0c6fd1a7b0aa","body":{"message":{"body":"hi","user":7}}}}',
    );

    expect(reply).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    expect(bodyOf(reply)).toEqual({
      err: 0,
      result: { id: null, uuid: "d4c7acef-55bf-4c9e-9a2f-0c6fd1a7b0aa" },
    });
    expect(context.logs[0]).toMatchObject({
      body: "hi",
      severityNumber: 9,
      timeUnixNano: 1_700_000_000_000_000_000n,
    });
    expect(attributesOf(context)).toMatchObject({ user: 7 });
  });

  it("of a trace leads to its newest frame", async () => {
    const { context, post } = aRollbar();

    await post(
      '{"data":{"environment":"dev","level":"error","language":"python","server":{"root":"/app"},"body":{"trace":{"frames":[{"filename":"/app/main.py","lineno":3,"method":"<module>","code":"run()"},{"filename":"job.py","lineno":12,"method":"run","code":"1/0","locals":{"x":"1"}}],"exception":{"class":"ZeroDivisionError","message":"division by zero"}}}}}',
    );

    expect(context.logs[0]).toMatchObject({
      body: "ZeroDivisionError: division by zero",
      eventName: "exception",
      severityNumber: 17,
      file: "/app/job.py",
      line: 12,
      function: "run",
    });
    expect(attributesOf(context)).toMatchObject({
      "exception.type": "ZeroDivisionError",
      "exception.stacktrace":
        'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    run()\n  File "/app/job.py", line 12, in run\n    1/0\nZeroDivisionError: division by zero',
      locals: "x = 1",
    });
  });

  it("of a chain is the first, with the others as its causes", async () => {
    const { context, post } = aRollbar();
    const frames = [{ filename: "/app/a.js", lineno: 2, method: "f" }];

    await post(
      anItem({
        body: {
          trace_chain: [
            { frames, exception: { class: "RuntimeError", message: "outer" } },
            { frames: [], exception: { class: "KeyError", message: "'a'" } },
          ],
        },
      }),
    );

    expect(context.logs[0]).toMatchObject({ body: "RuntimeError: outer", file: "/app/a.js" });
    expect(attributesOf(context)["exception.stacktrace"]).toBe(
      "RuntimeError: outer\n    at f (/app/a.js:2)\nCaused by: KeyError: 'a'",
    );
  });

  it("of a crash report keeps its text", async () => {
    const { context, post } = aRollbar();

    await post(anItem({ body: { crash_report: { raw: "Boom\n    at f (/app/a.js:2:1)" } } }));

    expect(context.logs[0]).toMatchObject({ body: "Boom", file: "/app/a.js", severityNumber: 17 });
  });

  it.each([
    ["critical", 21],
    ["error", 17],
    ["warning", 13],
    ["debug", 5],
    [undefined, 9],
  ])("of level %s has severity %d", async (level, severityNumber) => {
    const { context, post } = aRollbar();

    await post(aMessage("m", { level }));

    expect(context.logs[0]).toMatchObject({ severityNumber });
  });

  it.each([
    [1_700_000_000, 1_700_000_000_000_000_000n],
    [1_700_000_000_500, 1_700_000_000_500_000_000n],
    ["soon", 1_700_000_000_250_000_000n],
    [undefined, 1_700_000_000_250_000_000n],
  ])("at %j", async (timestamp, timeUnixNano) => {
    const { context, post } = aRollbar();

    await post(aMessage("m", { timestamp }));

    expect(context.logs[0]).toMatchObject({ timeUnixNano });
  });

  it("names request, person and what came before by their usual names", async () => {
    const { context, post } = aRollbar();

    await post(
      anItem({
        body: {
          message: { body: { odd: "object" } },
          telemetry: [
            {
              level: "info",
              type: "network",
              timestamp_ms: 1_700_000_000_500,
              body: { url: "/a" },
            },
          ],
        },
        request: {
          method: "GET",
          url: "http://localhost/a",
          headers: { "X-Request-Id": "req-00001234" },
          user_ip: "127.0.0.1",
        },
        person: { id: 7, username: "ann" },
        custom: { name: "tea" },
        attributes: [{ key: "trace_id", value: "5b8efff798038103d269b633813fc60c" }],
      }),
    );

    expect(context.logs[0]).toMatchObject({
      body: '{"odd":"object"}',
      requestId: "req-00001234",
      traceId: "5b8efff798038103d269b633813fc60c",
      logger: "",
    });
    expect(attributesOf(context)).toMatchObject({
      "http.request.method": "GET",
      "client.address": "127.0.0.1",
      "user.id": "7",
      "user.name": "ann",
      name: "tea",
      breadcrumbs: '22:13:20.500 info network: {"url":"/a"}',
    });
  });

  it("in a form's field is read", async () => {
    const { context, post } = aRollbar();

    await post(new URLSearchParams({ payload: JSON.stringify(aMessage("form")) }).toString());

    expect(context.logs[0]).toMatchObject({ body: "form" });
  });

  it("that comes twice is stored once", async () => {
    const { context, post } = aRollbar();

    const replies = await Promise.all([
      post(aMessage("m", { uuid: "u" })),
      post(aMessage("m", { uuid: "u" })),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(context.logs).toHaveLength(1);
    expect(context.leftOut("rollbar")).toEqual({ duplicate: 1 });
  });

  it.each([
    ["hello", 400, "bad-json"],
    ['{"data":7}', 422, "no-data"],
    ['{"data":{"environment":"dev"}}', 422, "no-body"],
  ])("of %s is refused in JSON", async (body, status, reason) => {
    const { context, post } = aRollbar();

    const reply = await post(body);

    expect(reply.status).toBe(status);
    expect(bodyOf(reply)).toMatchObject({ err: 1 });
    expect(context.refused("rollbar")).toEqual({ [reason]: 1 });
  });

  it("without room asks to come again", async () => {
    const { context, post } = aRollbar();
    context.intake.accept = () => Promise.reject(new OverloadedError());

    const reply = await post(aMessage("m"));

    expect(reply).toMatchObject({
      status: 429,
      headers: { "x-rate-limit-remaining": "0", "x-rate-limit-remaining-seconds": "1" },
    });
    expect(bodyOf(reply)).toMatchObject({ err: 1 });
  });
});

it("answers a session and counts it", async () => {
  const { context, receiver } = aRollbar();

  const reply = await ask(receiver, "/api/1/session", { body: "{}" });

  expect(bodyOf(reply)).toEqual({ err: 0 });
  expect(context.leftOut("rollbar")).toEqual({ session: 1 });
});
