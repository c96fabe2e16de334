// Mutated expositions, pushes and writes: each line or request is read or refused with a reason, nothing throws.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compress } from "snappyjs";
import { describe, expect, it } from "vitest";
import { unsnap } from "../../../../src/collector/pipeline/snappy";
import { aRandom, mutate, mutations } from "../mutate";
import { aReceiver, ATarget } from "./harness";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", name));
const recorded = JSON.parse(fixture("requests.json").toString()) as {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}[];
const bodyOf = (part: string, type: string) => {
  const found = recorded.find(
    ({ path, headers }) => path.includes(part) && (headers["content-type"] ?? "").includes(type),
  );
  return Buffer.from(found!.body, "base64");
};
const pieces = [
  "{",
  "}",
  '"',
  "\\",
  ",",
  "=",
  "#",
  " # {",
  "\n",
  "\t",
  "NaN",
  "+Inf",
  "é",
  "# EOF\n",
];

describe("mutated", () => {
  it("expositions are read line by line, each a sample, a comment or a refusal", () => {
    const target = new ATarget();
    const random = aRandom(3);
    const seeds = ["python-openmetrics.txt", "python-text.txt", "python-utf8.txt"].map(fixture);
    let samples = 0;
    let refused = 0;

    for (let n = 0; n < mutations / 10; n++) {
      const text = mutate(seeds[n % seeds.length]!, pieces, random);
      const format = n % 2 === 0 ? "text" : "openmetrics";
      const exposition = target.reader.read(text, format);
      target.context.clock += 1_000_000_000n;
      target.maker.pointsOf(exposition.readings, target.source, target.context.clock);
      samples += exposition.samples;
      refused += exposition.refused.length;
      // What stands behind `# EOF` is not read.
      if (!text.includes("EOF") && !text.includes("\r")) {
        const lines = text
          .toString("latin1")
          .split("\n")
          .filter((line) => /^[ \t]*[^# \t]/.test(line));
        const comments = exposition.refused.filter(({ reason }) => reason === "bad-comment");
        expect(exposition.samples + exposition.refused.length - comments.length).toBe(lines.length);
      }
    }

    expect(samples).toBeGreaterThan(mutations / 10);
    expect(refused).toBeGreaterThan(mutations / 100);
  }, 120_000);

  it("single lines are a sample or a refusal each", () => {
    const target = new ATarget();
    const random = aRandom(4);
    const seeds = [
      'x_bucket{le="0.5",path="/o"} 3 1700000000 # {trace_id="5b8efff7"} 0.43 1700000000.1',
      '{"my.metric","label.x"="v \\" \\\\"} -1.5e3',
      "# TYPE x histogram",
    ].map((text) => Buffer.from(text));
    let accounted = 0;

    for (let n = 0; n < mutations; n++) {
      const { samples, refused } = target.reader.read(
        mutate(seeds[n % seeds.length]!, pieces, random),
        "text",
      );
      accounted += samples + refused.length;
    }

    expect(accounted).toBeGreaterThan(mutations / 2);
  }, 120_000);

  it.each([
    ["pushed text", "PUT", "/metrics/job/a", "text/plain", bodyOf("/metrics", "text/plain")],
    [
      "pushed protobuf",
      "PUT",
      "/metrics/job/a",
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
      bodyOf("/metrics", "protobuf"),
    ],
    [
      "a remote write",
      "POST",
      "/api/v1/write",
      "application/x-protobuf",
      unsnap(bodyOf("/api/v1/write", ""), 10_000).bytes!,
    ],
  ])(
    "%s is stored or refused with a reason",
    async (_name, method, path, type, seed) => {
      const { context, receiver } = aReceiver();
      const random = aRandom(5);
      const route = receiver.routes!.find((one) => one.matches(path))!;
      const replies = new Map<number, number>();

      // Each waits for a commit: many at a time, as they come from many senders.
      for (let n = 0; n < mutations / 20; n += 250) {
        const answers = Array.from({ length: 250 }, async () => {
          const mutated = mutate(seed, pieces, random);
          const body = method === "POST" ? Buffer.from(compress(mutated)) : mutated;
          const reply = await route.handle({
            ...{ method, path, body, query: new URLSearchParams() },
            headers: { "content-type": type },
            mediaType: type.split(";")[0]!,
            signal: new AbortController().signal,
          });
          replies.set(reply.status, (replies.get(reply.status) ?? 0) + 1);
        });
        await context.intake.flush();
        await Promise.all(answers);
      }

      const refused = Object.values(context.refused("prometheus")).reduce(
        (sum, one) => sum + one,
        0,
      );
      expect([...replies.keys()].sort((a, b) => a - b)).toEqual([
        method === "POST" ? 204 : 200,
        400,
      ]);
      expect(refused).toBeGreaterThanOrEqual(replies.get(400)!);
    },
    120_000,
  );

  it("paths of pushes are groups or refused", async () => {
    const { context, send } = aReceiver();
    const random = aRandom(6);
    const seed = Buffer.from("/metrics/job@base64/bmlnaHRseQ/instance/w1/path@base64/L3Zhci90bXA=");
    let refused = 0;

    for (let n = 0; n < mutations / 100; n++) {
      const path = `/metrics/job/${mutate(seed, ["%", "@base64", "/", "="], random).toString()}`;
      const reply = await send("DELETE", path);
      expect([202, 400]).toContain(reply.status);
      if (reply.status === 400) refused++;
    }

    expect(context.refused("prometheus")["bad-path"]).toBe(refused);
  }, 120_000);
});

describe("hostile", () => {
  it("text without an end of line, a quote or a brace costs no more than its length", () => {
    const target = new ATarget();

    for (const piece of ["{", '"', "x{", 'x{a="', "# ", "\\", "x 1 #", "\n"]) {
      target.read(piece.repeat(1_000_000 / piece.length));
    }
    target.read("x{}\n".repeat(100_000));
    target.read("# TYPE x counter\n# TYPE x gauge\nx 1\n".repeat(20_000));

    expect(target.read("x 1").samples).toBe(1);
  }, 120_000);

  it("series that change with each scrape do not stay in memory", () => {
    const target = new ATarget();
    const label = "y".repeat(200);

    for (let n = 0; n < 400; n++) {
      const lines = Array.from({ length: 500 }, (_, i) => `x{a="${n}-${i}-${label}"} 1`);
      expect(target.read(lines.join("\n")).samples).toBe(500);
    }

    const { cachedBytes } = target.reader as unknown as { cachedBytes: number };
    expect(cachedBytes).toBeLessThan(17 * 1024 * 1024);
  }, 120_000);
});
