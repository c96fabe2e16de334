import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReceiverContext } from "../../../../src/collector/pipeline/receiver";
import { readPushPath } from "../../../../src/collector/receivers/prometheus/pushPath";
import { StoreFailedError } from "../../../../src/collector/pipeline/intake";
import { TestContext } from "../aContext";
import { aReceiver } from "./harness";

describe("the path of a push", () => {
  it.each([
    ["/metrics/job/a", "a", []],
    [
      "/metrics/job/a/instance/b/x/y",
      "a",
      [
        ["instance", "b"],
        ["x", "y"],
      ],
    ],
    ["/metrics/job/a%20b%2Fc", "a b/c", []],
    ["/metrics/job@base64/bmlnaHRseS9pbXBvcnQ=", "nightly/import", []],
    ["/metrics/job/batch/path@base64/L3Zhci90bXA", "batch", [["path", "/var/tmp"]]],
    ["/metrics/job/a/x@base64/=", "a", [["x", ""]]],
    ["/metrics/job/a/x@base64/w7zDn_8-", "a", [["x", "üß\ufffd>"]]],
  ])("%s is a group", (path, job, labels) => {
    expect(readPushPath(path)).toEqual({ job, labels });
  });

  it.each([
    ["/metrics/job", "odd"],
    ["/metrics/job/a/x", "odd"],
    ["/metrics/job@base64/=", "job name is required"],
    ["/metrics/job/a/__x/y", "improper label name"],
    ["/metrics/job/a/x-y/z", "improper label name"],
    ["/metrics/job/a/x@base64/§§", "invalid base64"],
    ["/metrics/job/a/x@base64/abcde", "invalid base64"],
    ["/metrics/job/%zz", "not URI-encoded"],
  ])("%s is none, and says why", (path, why) => {
    expect(readPushPath(path)).toContain(why);
  });
});

describe("a push", () => {
  it("is stored under its job, with the labels of its group", async () => {
    const { send, points } = aReceiver();

    const reply = await send("PUT", "/metrics/job/batch/instance/w1/shard/1", "x 3.14\n");

    expect(reply.status).toBe(200);
    expect(points()).toMatchObject([
      {
        name: "x",
        value: 3.14,
        service: "batch",
        attributes: { shard: "1" },
        resource: { "service.name": "batch", "service.instance.id": "w1" },
      },
    ]);
  });

  it("has labels of its group before those of the same name in the body", async () => {
    const { send, points } = aReceiver();

    await send(
      "POST",
      "/metrics/job/a/shard/1/instance/i",
      'x{shard="2",job="b",instance="j",y="z"} 1',
    );

    expect(points()[0]?.attributes).toEqual({ shard: "1", y: "z" });
  });

  it("counts what a job counted in its first push, and what it added in the next", async () => {
    const { send, named } = aReceiver();

    await send("POST", "/metrics/job/a", "x_total 500");
    await send("POST", "/metrics/job/a", "x_total 520");

    expect(named("x_total").map(({ value }) => value)).toEqual([500]);
    // The clock stands still: a second push at the same time is a repetition.
  });

  it("of a later time adds what was added", async () => {
    const { context, send, named } = aReceiver();

    await send("POST", "/metrics/job/a", "x_total 500");
    context.clock += 1_000_000_000n;
    await send("POST", "/metrics/job/a", "x_total 520");

    expect(named("x_total").map(({ value }) => value)).toEqual([500, 20]);
  });

  it("of another process of the same job counts in whole", async () => {
    const { context, send, named } = aReceiver();
    const start = Number(context.clock / 1_000_000_000n);
    const push = (started: number, count: number) => {
      context.clock += 10_000_000_000n;
      return send(
        "PUT",
        "/metrics/job/a",
        `x_total ${count}\nprocess_start_time_seconds ${started}`,
      );
    };

    await push(start + 5, 10);
    await push(start + 15, 25);

    expect(named("x_total").map(({ value }) => value)).toEqual([10, 25]);
  });

  it.each([
    ["x 1 1395066363000", "pushed metrics must not have timestamps", "pushed-times"],
    ["x 1\ny one", "line 2: bad-value", "bad-value"],
    ['x{a="1', "line 1: bad-labels", "bad-labels"],
  ])("of %j is refused as a whole", async (body, why, reason) => {
    const { context, send, points } = aReceiver();

    const reply = await send("PUT", "/metrics/job/a", body);

    expect(reply).toMatchObject({ status: 400, body: expect.stringContaining(why) });
    expect(points()).toEqual([]);
    expect(context.refused("prometheus")).toEqual({ [reason]: 1 });
  });

  it.each(["", "# EOF\n"])("of %j is fine", async (body) => {
    expect((await aReceiver().send("PUT", "/metrics/job/a", body)).status).toBe(200);
  });

  it("may be OpenMetrics, cut off or not", async () => {
    const { send, points } = aReceiver();

    const reply = await send("PUT", "/metrics/job/a", "# TYPE x counter\nx_total 1\n", {
      "content-type": "application/openmetrics-text; version=1.0.0",
    });

    expect(reply.status).toBe(200);
    expect(points()).toMatchObject([{ name: "x_total", type: "counter" }]);
  });

  it("is taken back by DELETE, which is answered 202", async () => {
    expect((await aReceiver().send("DELETE", "/metrics/job/a")).status).toBe(202);
  });

  it("on a wrong path is refused", async () => {
    const { context, send } = aReceiver();

    expect((await send("PUT", "/metrics/job/a/b", "x 1")).status).toBe(400);
    expect(context.refused("prometheus")).toEqual({ "bad-path": 1 });
  });

  it("without room is asked to come again", async () => {
    const context = new TestContext();
    context.intake.hasRoom = () => false;

    const reply = await aReceiver(context).send("PUT", "/metrics/job/a", "x 1");

    expect(reply).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    expect(context.refused("prometheus")).toEqual({ "queue-full": 1 });
  });

  it("that could not be stored counts in whole when it comes again", async () => {
    const { context, send, named } = aReceiver();
    const accept = context.intake.accept.bind(context.intake);
    context.intake.accept = () => Promise.reject(new StoreFailedError("disk"));
    await expect(send("PUT", "/metrics/job/a", "x_total 5")).rejects.toThrow(StoreFailedError);
    context.intake.accept = accept;

    await send("PUT", "/metrics/job/a", "x_total 5");

    expect(named("x_total").map(({ value }) => value)).toEqual([5]);
  });
});

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, "fixtures/requests.json"), "utf8"),
) as Recorded[];

describe("recorded pushes", () => {
  /** With a clock behind the recording, so that its `_created` times are of our time. */
  const replay = async (client: string) => {
    const context: ReceiverContext & TestContext = new TestContext();
    context.clock = 1_795_000_000_000_000_000n;
    const receiver = aReceiver(context);
    context.clock = 1_796_000_000_000_000_000n;
    for (const { method, path, headers, body } of recorded) {
      if (
        !path.startsWith("/metrics") ||
        !(headers["user-agent"] ?? "prom-client").includes(client)
      )
        continue;
      context.clock += 1_000_000_000n;
      const reply = await receiver.send(method, path, Buffer.from(body, "base64"), headers);
      expect(reply.status).toBeLessThan(300);
    }
    return receiver.points();
  };

  it("of Python's client are read", async () => {
    const [counter, histogram, again] = await replay("Python");

    expect(counter).toMatchObject({
      name: "batch_records_total",
      service: "nightly/import",
      value: 500,
      attributes: { path: "/var/tmp", table: "orders" },
      description: "Records that were read.",
    });
    expect(counter?.start).toMatch(/^1795359681/);
    expect(histogram).toMatchObject({
      name: "batch_seconds",
      type: "histogram",
      unit: "s",
      count: 1,
      sum: 0.7,
      distribution: { lower: [0.5], upper: [1], counts: [1] },
    });
    expect(again).toMatchObject({ service: "nightly", value: 500 });
  });

  it("of prom-client are read", async () => {
    expect(await replay("prom-client")).toMatchObject([
      { name: "jobs_total", value: 3, attributes: { kind: "mail", shard: "1" } },
      { name: "job_seconds", count: 1, sum: 2 },
      { name: "jobs_total", value: 3, attributes: { kind: "mail" } },
      { name: "job_seconds", count: 1 },
    ]);
  });

  describe("with native buckets", () => {
    const frame = (tag: number, bytes: readonly number[]) => [tag, bytes.length, ...bytes];
    const double = (value: number) => [...Buffer.from(new Float64Array([value]).buffer)];
    const pushHistogram = async (...fields: readonly number[]) => {
      const histogram = [0x08, 3, 0x11, ...double(6), ...fields];
      const family = [...frame(0x0a, [104]), 0x18, 4, ...frame(0x22, frame(0x3a, histogram))];
      const { send, points, context } = aReceiver();
      const body = Buffer.from([family.length, ...family]);
      const reply = await send("PUT", "/metrics/job/batch", body, {
        "content-type":
          "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
      });
      expect(reply.status).toBe(200);
      return { points: points(), refused: context.refused("prometheus") };
    };
    /** (0.5, 1]: 1, (1, 2]: 2 */
    const span = frame(0x62, [0x08, 0, 0x10, 2]);

    it.each([
      ["not packed, as Go writes them", [0x68, 2, 0x68, 2]],
      ["packed", frame(0x6a, [2, 2])],
      ["as doubles", [0x71, ...double(1), 0x71, ...double(2)]],
    ])("%s, they are its buckets", async (_, counts) => {
      const { points, refused } = await pushHistogram(0x28, 0, ...span, ...counts);

      expect(points).toMatchObject([
        {
          ...{ name: "h", type: "histogram", count: 3, sum: 6 },
          distribution: { lower: [0.5, 1], upper: [1, 2], counts: [1, 2] },
        },
      ]);
      expect(refused).toEqual({});
    });

    it("beside classic ones, those count", async () => {
      const bucket = frame(0x1a, [0x08, 3, 0x11, ...double(4)]);

      const { points, refused } = await pushHistogram(
        0x28,
        0,
        ...bucket,
        ...span,
        0x68,
        2,
        0x68,
        2,
      );

      expect(points).toMatchObject([{ count: 3, distribution: { upper: [4], counts: [3] } }]);
      expect(refused).toEqual({});
    });

    it("that do not fit their spans, count and sum are kept, and it is counted", async () => {
      const { points, refused } = await pushHistogram(0x28, 0, ...span, 0x68, 2);

      expect(points).toMatchObject([{ name: "h", type: "histogram", count: 3, sum: 6 }]);
      expect(refused).toEqual({ "bad-native-histogram": 1 });
    });
  });

  it("of Go's client, which are protobuf, are read", async () => {
    const points = await replay("Go-http-client");

    expect(points).toMatchObject([
      {
        name: "go_job_bytes",
        type: "summary",
        count: 1,
        sum: 10,
        quantiles: [{ q: 0.5, value: 10 }],
      },
      { name: "go_job_seconds", type: "histogram", count: 1, sum: 2, service: "go job" },
      { name: "go_jobs_total", value: 4, exemplars: [{ value: 4 }] },
      { name: "go_last", value: -1.5 },
    ]);
  });
});
