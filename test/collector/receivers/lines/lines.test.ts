import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "../../../../src/collector/control/httpRoute";
import { createLines, type LinesReceiver } from "../../../../src/collector/receivers/lines/lines";
import { encodeFrames, outputMediaType } from "../../../../src/shared/outputFrames";
import { TestContext, until } from "../aContext";

let context: TestContext;
let receiver: LinesReceiver;
beforeEach(() => {
  context = new TestContext();
  receiver = createLines(context) as LinesReceiver;
});
afterEach(() => receiver.dispose?.());

function post(body: Uint8Array | string, query = "", mediaType = "text/plain") {
  const request: HttpRequest = {
    method: "POST",
    path: "/lines",
    query: new URLSearchParams(query),
    headers: {},
    mediaType,
    body: Buffer.from(body),
    signal: new AbortController().signal,
  };
  const [route] = receiver.routes ?? [];
  return Promise.resolve(route!.handle(request));
}

const bodies = () => context.logs.map((log) => log.body);

describe("POST /lines", () => {
  test("answers when the records are stored", async () => {
    const reply = await post(
      'plain\n{"msg":"json","level":"warn"}\nlast',
      "service=shop&run=r1&stream=stderr",
    );

    expect(reply.status).toBe(200);
    expect(bodies()).toEqual(["plain", "json", "last"]);
    expect(context.logs[1]).toMatchObject({
      service: "shop",
      run: "r1",
      severityNumber: 13,
      receiver: "lines",
    });
    expect(context.logs[1]!.resource.attributes).toBe('{"log.iostream":"stderr"}');
  });

  test("keeps the order of framed stdout and stderr", async () => {
    const frames = encodeFrames([
      { stream: 1, bytes: Buffer.from("a\nb\n") },
      { stream: 2, bytes: Buffer.from("c\n") },
      { stream: 1, bytes: Buffer.from("d\n") },
    ]);

    const reply = await post(frames, "service=s", outputMediaType);

    expect(reply.status).toBe(200);
    expect(bodies()).toEqual(["a", "b", "c", "d"]);
  });

  test("joins an entry over several posts of a run", async () => {
    await post("Traceback (most recent call last):\n", "run=r&more=1");
    await post('  File "a.py", line 1, in f\nE', "run=r&more=1");
    await post("rror: x\n", "run=r");

    expect(bodies()).toEqual([
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\nError: x',
    ]);
    expect(context.logs[0]).toMatchObject({ file: "a.py", line: 1, severityNumber: 17 });
  });

  test("stores what `more` has left open soon after", async () => {
    await post("open\n", "run=r&more=1");

    await until(() => context.logs.length === 1);

    expect(bodies()).toEqual(["open"]);
  });

  test.each([
    ["cut short", Buffer.from([1, 0, 0, 0, 9, 65])],
    ["of an unknown stream", Buffer.from([7, 0, 0, 0, 1, 65])],
  ])("refuses frames %s, and counts them", async (_, body) => {
    const reply = await post(body, "", outputMediaType);

    expect(reply.status).toBe(400);
    expect(context.refused("lines")).toEqual({ "bad-frames": 1 });
  });

  test("cuts a line of 10 MB at the limit, says so and counts it", async () => {
    await post(`${"x".repeat(10_000_000)}\nnext\n`);

    expect(bodies()[0]).toMatch(/x … \[9737856 characters skipped\]$/);
    expect(bodies()[1]).toBe("next");
    expect(context.refused("lines")).toEqual({ "line-truncated": 1 });
  });

  test("an empty body is fine", async () => {
    expect((await post("")).status).toBe(200);
  });
});

test("disposing stores what is still open", async () => {
  await post("Traceback (most recent call last):\n", "more=1");

  await receiver.dispose?.();
  await context.intake.flush();

  expect(bodies()).toEqual(["Traceback (most recent call last):"]);
});
