import { describe, expect, it } from "vitest";
import { Counters } from "../../../src/collector/pipeline/counters";

const bytes = (text: string) => Buffer.from(text);

describe("the samples of what was refused", () => {
  it("keep the bytes as they came, and say whether they are text", () => {
    const counters = new Counters();
    counters.refused("gelf", "not-json", 1, bytes("grüße"));
    counters.refused("otlp", "bad-protobuf", 1, Buffer.from([0, 1, 2, 0xff]));

    const [text] = counters.refusals("gelf");
    const [binary] = counters.refusals("otlp");

    expect(text).toMatchObject({ reason: "not-json", sizeBytes: 7, sample: "grüße", isText: true });
    expect(binary).toMatchObject({ sample: "000102ff", isText: false });
    expect(Buffer.from(binary!.base64, "base64")).toEqual(Buffer.from([0, 1, 2, 0xff]));
  });

  it("are cut to a KiB, and do not hold the payload's memory", () => {
    const counters = new Counters();
    const payload = Buffer.alloc(100_000, "x");

    counters.refused("gelf", "not-json", 1, payload);
    payload.fill("y");

    expect(counters.refusals()[0]).toMatchObject({ sizeBytes: 100_000, sample: "x".repeat(1024) });
  });

  it("are the last ten of a reason, and a flood of one leaves the others", () => {
    const counters = new Counters();
    counters.refused("gelf", "bad-chunk", 1, bytes("rare"));
    counters.refused("otlp", "bad-json", 1, bytes("elsewhere"));

    for (let i = 0; i < 15; i++) counters.refused("gelf", "not-json", 1, bytes(`bad ${i}`));

    const kept = counters.refusals("gelf", "not-json");
    expect(kept.map(({ sample }) => sample)).toEqual(
      Array.from({ length: 10 }, (_, i) => `bad ${14 - i}`),
    );
    expect(counters.refusals("gelf", "bad-chunk")).toHaveLength(1);
    expect(counters.refusals("otlp")).toHaveLength(1);
    expect(counters.refusals()).toHaveLength(12);
  });

  it("stay few, however many reasons and payloads there are", () => {
    const counters = new Counters();

    for (let i = 0; i < 5_000; i++) counters.refused("gelf", `reason ${i}`, 1, bytes("x"));

    expect(counters.refusals().length).toBeLessThanOrEqual(100);
    expect(Object.fromEntries(counters.of("gelf").refused)).toMatchObject({ other: 4_900 });
  });
});
