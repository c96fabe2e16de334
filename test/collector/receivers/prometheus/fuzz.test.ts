// Mutated expositions, pushes and writes: each line or request is read or refused with a reason, nothing throws.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compress } from "snappyjs";
import { describe, expect, it } from "vitest";
import { unsnap } from "../../../../src/collector/pipeline/snappy";
import { PointMaker } from "../../../../src/collector/receivers/prometheus/points";
import { createPrometheus } from "../../../../src/collector/receivers/prometheus/prometheus";
import { PushRoute } from "../../../../src/collector/receivers/prometheus/push";
import { WriteRoute } from "../../../../src/collector/receivers/prometheus/write";
import { fuzz } from "../fuzz";
import { aRequest } from "../aRequest";
import { ask } from "../httpHarness";
import { Ledger } from "../ledger";
import { aRandom, mutate, mutations } from "../mutate";
import { ATarget } from "./harness";

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
  });

  it("single lines are a sample, a comment or a refusal each", () => {
    const target = new ATarget();
    const random = aRandom(4);
    const seeds = [
      'x_bucket{le="0.5",path="/o"} 3 1700000000 # {trace_id="5b8efff7"} 0.43 1700000000.1',
      '{"my.metric","label.x"="v \\" \\\\"} -1.5e3',
      "# TYPE x histogram",
    ].map((text) => Buffer.from(text));
    const lost: string[] = [];

    for (let n = 0; n < mutations / 2; n++) {
      const input = mutate(seeds[n % seeds.length]!, pieces, random);
      const line = input.toString("latin1").replace(/[\n\r]/g, " ");
      const { samples, refused } = target.reader.read(Buffer.from(line, "latin1"), "text");
      const units = /^[ \t]*(?:#|$)/.test(line) ? 0 : 1;
      if (samples + refused.length < units) lost.push(line);
    }

    expect(lost).toEqual([]);
  });

  it.each([
    ["pushed text", "PUT", "/metrics/job/a", "text/plain", bodyOf("/metrics", "text/plain")],
    [
      "a pushed protobuf",
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
  ])(`%s is accounted for (of ${mutations})`, async (_name, method, path, type, seed) => {
    const ledger = new Ledger("prometheus");
    const points = new PointMaker(ledger.intake, "prometheus", ledger.clock);
    const route =
      method === "POST" ? new WriteRoute(ledger, points) : new PushRoute(ledger, points);

    await fuzz(
      ledger,
      {
        seeds: [seed],
        pieces,
        share: 1 / 10,
        send: async (mutated) => {
          const body = method === "POST" ? Buffer.from(compress(mutated)) : mutated;
          const request = aRequest({ method, path, headers: { "content-type": type }, body });
          const { status } = await route.handle(request);
          // Histograms wait for their rest, which does not come.
          if (route instanceof WriteRoute) route.flush();
          return status;
        },
        units: () => 1,
      },
      5,
    );
  });

  it("paths of pushes are groups or refused", async () => {
    const ledger = new Ledger("prometheus");
    const receiver = createPrometheus(ledger);
    const seed = Buffer.from("/metrics/job@base64/bmlnaHRseQ/instance/w1/path@base64/L3Zhci90bXA=");

    await fuzz(
      ledger,
      {
        seeds: [seed],
        pieces: ["%", "@base64", "/", "="],
        share: 1 / 100,
        send: async (input) => {
          const path = `/metrics/job/${input.toString()}`;
          return (await ask(receiver, path, { method: "PUT", body: "x 1\n" })).status;
        },
        units: () => 1,
      },
      6,
    );

    await receiver.dispose?.();
  });
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
  });

  it("series that change with each scrape do not stay in memory", () => {
    const target = new ATarget();
    const label = "y".repeat(200);

    for (let n = 0; n < 400; n++) {
      const lines = Array.from({ length: 500 }, (_, i) => `x{a="${n}-${i}-${label}"} 1`);
      expect(target.read(lines.join("\n")).samples).toBe(500);
    }

    const { cachedBytes } = target.reader as unknown as { cachedBytes: number };
    expect(cachedBytes).toBeLessThan(17 * 1024 * 1024);
  });
});
