import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OverloadedError } from "../../../../src/collector/pipeline/intake";
import { createLines, type LinesReceiver } from "../../../../src/collector/receivers/lines/lines";
import { encodeFrames, outputMediaType } from "../../../../src/shared/outputFrames";
import { TestContext, until } from "../aContext";
import { aRequest } from "../aRequest";

let context: TestContext;
let receiver: LinesReceiver;
beforeEach(() => {
  context = new TestContext();
  receiver = createLines(context) as LinesReceiver;
});
afterEach(async () => {
  vi.useRealTimers();
  await receiver.dispose?.();
});

function post(
  body: Uint8Array | string,
  query = "",
  mediaType = "text/plain",
  signal = new AbortController().signal,
) {
  const [route] = receiver.routes ?? [];
  const request = { path: "/lines", query, headers: { "content-type": mediaType }, body, signal };
  return Promise.resolve(route!.handle(aRequest(request)));
}

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((next) => setTimeout(next, 1));
};
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

  test("ends the last line with the post: another sender's begins a new one", async () => {
    await Promise.all([post('[{"msg":"one"}]'), post('[{"msg":"two"}]')]);

    expect(bodies()).toEqual(["one", "two"]);
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

  test("says which ends of streams are not stored yet", async () => {
    const frames = encodeFrames([
      { stream: 1, bytes: Buffer.from("done\nTraceback (most recent call last):\n  File x\n") },
      { stream: 2, bytes: Buffer.from("begun") },
    ]);

    const reply = await post(frames, "run=r&more=1", outputMediaType);

    expect(bodies()).toEqual(["done"]);
    expect(reply.headers).toMatchObject({ "sidelight-open": "2=0 1=2" });
  });

  test("says that all is stored when no more is to come", async () => {
    const reply = await post("a\nb", "run=r");

    expect(reply.headers).toMatchObject({ "sidelight-open": "" });
  });

  test("asks again for what another collector had not stored", async () => {
    const first = await post("a\n", "run=r&more=1");
    const id = first.headers!["sidelight-collector"]!;

    const replies = [
      await post("b\n", `run=r&after=${id}`),
      await post("c\n", "run=r&after=other"),
    ];

    expect(replies.map(({ status }) => status)).toEqual([200, 412]);
    expect(bodies()).toEqual(["a", "b"]);
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

  test("a body of millions of empty frames costs no object each, and what is behind them is kept", async () => {
    const empty = Buffer.alloc(5 * 2_000_000);
    for (let at = 0; at < empty.length; at += 5) empty[at] = 1;
    const line = encodeFrames([{ stream: 1, bytes: Buffer.from("here\n") }]);
    const before = process.memoryUsage().heapUsed;

    const reply = await post(Buffer.concat([empty, line]), "service=s", outputMediaType);

    expect(reply.status).toBe(200);
    expect(context.logs.map(({ body }) => body)).toEqual(["here"]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
  });

  test("cuts a line of 10 MB at the limit, says so and counts it", async () => {
    await post(`${"x".repeat(10_000_000)}\nnext\n`);

    expect(bodies()[0]).toMatch(/x … \[9737856 characters skipped\]$/);
    expect(bodies()[1]).toBe("next");
    expect(context.refused("lines")).toEqual({ "line-truncated": 1 });
  });

  test("counts a short line with what its record takes in memory", async () => {
    const accept = vi.spyOn(context.intake, "accept");

    await post("x\n".repeat(1000));

    const charged = accept.mock.calls.reduce((sum, [, , sizeBytes]) => sum + sizeBytes, 0);
    expect(charged).toBe(256_000);
  });

  test("takes a large body in slices, and goes on when there is room", async () => {
    const taken = vi.spyOn(context, "now");
    const hasRoom = context.intake.hasRoom.bind(context.intake);
    let isFull = false;
    context.intake.hasRoom = (sizeBytes) => !isFull && hasRoom(sizeBytes);
    const line = `${"x".repeat(999)}\n`;

    const posted = post(line.repeat(1500));
    isFull = true;
    await turns(20);
    const takenWhileFull = taken.mock.calls.length;
    isFull = false;
    await posted;

    expect(takenWhileFull).toBe(1);
    expect(context.logs.length).toBe(1500);
    expect(new Set(bodies()).size).toBe(1);
  });

  test("keeps the lines of large posts to one source apart", async () => {
    const [a, b] = ["a", "b"].map((letter) => `${letter.repeat(99)}\n`.repeat(6000));

    await Promise.all([post(a!), post(b!)]);

    expect(new Set(bodies())).toEqual(new Set(["a".repeat(99), "b".repeat(99)]));
  });

  describe("while another sender keeps the source busy", () => {
    let busy: NodeJS.Timeout;
    beforeEach(() => {
      busy = setInterval(() => void post("busy\n", "run=r&more=1"), 20);
    });
    afterEach(() => clearInterval(busy));

    test("answers all the same", async () => {
      expect((await post("mine\n", "run=r")).status).toBe(200);
      expect(bodies()).toContain("mine");
    });
  });

  test("waits no longer for a sender that has gone", async () => {
    vi.useFakeTimers({ toFake: ["performance"] }); // as if no time passed: the entry stays open
    const sender = new AbortController();
    let isAnswered = false;

    const posted = post("mine\n", "run=r", "text/plain", sender.signal);
    void posted.then(() => (isAnswered = true));
    await turns(20);
    const whileThere = isAnswered;
    sender.abort();
    await posted;

    expect(whileThere).toBe(false);
  });

  test("keeps what the store could not write, says so, and takes no more until it is written", async () => {
    context.commitProblem = () => new Error("disk full");

    const kept = await post("one\n", "run=r");
    const more = post("two\n", "run=r");
    await expect(more).rejects.toThrow(OverloadedError);
    context.commitProblem = () => undefined;
    await until(() => context.logs.length > 0);
    await turns(5);
    const after = await post("two\n", "run=r");

    expect([kept.status, after.status]).toEqual([202, 200]);
    expect(bodies()).toEqual(["one", "two"]);
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
