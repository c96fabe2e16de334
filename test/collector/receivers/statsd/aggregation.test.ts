import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startUnixNano } from "../aContext";
import { aStatsd, brief } from "./harness";

const second = 1_000_000_000n;

describe("aggregation", () => {
  it("gives a point a series and interval, with increase and running total", async () => {
    const statsd = aStatsd();
    statsd.send("hits:2|c\nhits:3|c");
    const [first] = await statsd.flush();
    statsd.send("hits:1|c|@0.5");

    const [next] = await statsd.flush();

    expect(first).toMatchObject({ value: 5, total: 5 });
    expect(next).toMatchObject({ value: 2, total: 7 });
    expect(next!.series).toBe(first!.series);
  });

  it("says nothing of a quiet series", async () => {
    const statsd = aStatsd();
    statsd.send("hits:2|c\nt:1|ms\nu:1|s\ng:1|g");
    await statsd.flush();

    expect(await statsd.flush()).toEqual([]);
  });

  it("repeats a gauge that stays the same only every ten seconds", async () => {
    const statsd = aStatsd();
    const written: number[] = [];
    for (let at = 0; at < 25; at++) {
      statsd.clock = startUnixNano + BigInt(at) * second;
      statsd.send(at < 21 ? "g:7|g" : "g:8|g");
      if ((await statsd.flush()).length > 0) written.push(at);
    }

    expect(written).toEqual([0, 10, 20, 21]);
  });

  it("keeps a gauge's value for changes that come later", async () => {
    const statsd = aStatsd();
    statsd.send("g:7|g");
    await statsd.flush();
    statsd.send("g:+1|g");

    expect((await statsd.flush()).map(brief)).toEqual([{ name: "g", type: "gauge", value: 8 }]);
  });

  it("gives exact quantiles of few samples, one of them each", async () => {
    const statsd = aStatsd();
    statsd.send("t:320|ms\nt:120|ms\nt:121|ms");

    const [point] = await statsd.flush();

    expect(point!.quantiles.map(({ value }) => value)).toEqual([121, 320, 320]);
  });

  it("weighs quantiles by the sample rate", async () => {
    const statsd = aStatsd();
    statsd.send("t:100|ms|@0.01\nt:500|ms");

    const [point] = await statsd.flush();

    expect(point).toMatchObject({ count: 101, max: 500 });
    expect(point!.quantiles[1]!.value).toBeLessThan(103);
  });

  it("gives count, sum, extremes and quantiles of many samples", async () => {
    const statsd = aStatsd();
    statsd.send(Array.from({ length: 100 }, (_, i) => `t:${i + 1}|ms`).join("\n"));
    statsd.send(Array.from({ length: 100 }, (_, i) => `t:${i + 1}|ms`).join("\n"));

    const [point] = await statsd.flush();

    expect(point).toMatchObject({ count: 200, sum: 10100, min: 1, max: 100, value: 50.5 });
    expect(point!.quantiles.map(({ q }) => q)).toEqual([0.5, 0.95, 0.99]);
    for (const { q, value } of point!.quantiles) {
      expect(Math.abs(value - q * 100)).toBeLessThan(q * 2.2);
    }
    expect(point!.distribution!.counts.reduce((a, b) => a + b)).toBe(200);
  });

  it("starts samples and sets anew with each interval", async () => {
    const statsd = aStatsd();
    statsd.send("t:100|ms\nu:a|s\nu:b|s");
    await statsd.flush();
    statsd.send("t:5|ms\nu:a|s");

    const [timer, set] = await statsd.flush();

    expect(timer).toMatchObject({ count: 1, min: 5, max: 5 });
    expect(set).toMatchObject({ value: 1 });
  });

  it("counts many distinct members within 5 %", async () => {
    const statsd = aStatsd();
    for (let i = 0; i < 200; i++) {
      statsd.send(Array.from({ length: 500 }, (_, j) => `u:user-${i * 500 + j}|s`).join("\n"));
    }

    const [point] = await statsd.flush();

    expect(Math.abs(point!.value - 100_000)).toBeLessThan(5_000);
  });

  it("passes samples with a time of their own straight through", async () => {
    const statsd = aStatsd();

    statsd.send("n:15|c|T1656581400\nn:2|c|@0.5|T1656581401\ng:3|g|T1656581402");

    const points = await statsd.flush();
    expect(points.map(({ value, timeUnixNano }) => [value, timeUnixNano / second])).toEqual([
      [3, 1656581402n],
      [15, 1656581400n],
      [4, 1656581401n],
    ]);
    expect(points[2]).toMatchObject({ total: 19, startTimeUnixNano: 0n });
  });

  it("never lets a sum become infinite", async () => {
    const statsd = aStatsd();

    statsd.send("c:1e308|c\nc:1e308|c\nt:1e308|h\nt:1e308|h");

    for (const point of await statsd.flush()) expect(Number.isFinite(point.value)).toBe(true);
  });
});

describe("signed gauges", () => {
  const dogStatsdSender = 7;

  it.each([
    ["auto", "g:5|g\ng:-2|g", 1, 3],
    ["auto", "g:5|g\ng:+2|g", 1, 7],
    ["auto", "g:5|g\ng:-2|g", dogStatsdSender, -2],
    ["auto", "g:5|g\ng:+2|g", dogStatsdSender, 7],
    ["change", "g:5|g\ng:-2|g", dogStatsdSender, 3],
    ["value", "g:5|g\ng:-2|g", 1, -2],
    ["value", "g:5|g\ng:+2|g", 1, 2],
  ])("%s: %s", async (signedGauges, datagram, sender, value) => {
    const statsd = aStatsd({ signedGauges });
    statsd.send("_sc|alive|0", dogStatsdSender);

    statsd.send(datagram, sender);

    expect((await statsd.flush())[0]).toMatchObject({ value });
  });
});

describe("telemetry of Datadog's clients about themselves", () => {
  const line = "datadog.dogstatsd.client.metrics:1|c|#client:py";

  it("is counted and not kept", async () => {
    const statsd = aStatsd();

    statsd.send(`${line}\n${line}\na:1|c`);

    expect((await statsd.flush()).map(({ series }) => series.name)).toEqual(["a"]);
    expect(statsd.refused("statsd")).toEqual({});
    expect(statsd.leftOut("statsd")).toEqual({ "client-telemetry": 2 });
  });

  it("is kept when asked for", async () => {
    const statsd = aStatsd({ keepClientTelemetry: true });

    statsd.send(line);

    expect(await statsd.flush()).toHaveLength(1);
  });
});

describe("bounds", () => {
  it("counts samples of series past the bound, and keeps the others", async () => {
    const statsd = aStatsd({}, 2);

    statsd.send("a:1|c\nb:1|c\nc:1|c\nc:1|c\na:1|c");

    expect((await statsd.flush()).map(brief)).toEqual([
      { name: "a", type: "counter", value: 2 },
      { name: "b", type: "counter", value: 1 },
    ]);
    expect(statsd.dropped("statsd")).toEqual({ "series-limit": 2 });
  });

  it("forgets a service name past the bound, not the sample", async () => {
    const statsd = aStatsd();
    for (let i = 0; i < 1005; i++) statsd.send(`a:1|c|#service:s${i}`);

    const points = await statsd.flush();

    expect(points.reduce((sum, { value }) => sum + value, 0)).toBe(1005);
    expect(points.filter(({ series }) => series.service === "")).toHaveLength(1);
    expect(statsd.refused("statsd")).toEqual({ "service-limit": 5 });
  });
});

describe("flushing", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Number(startUnixNano / 1_000_000n) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("happens at full seconds of the clock, within a second of the first sample", async () => {
    const statsd = aStatsd();
    vi.spyOn(statsd, "now").mockImplementation(() => BigInt(Date.now()) * 1_000_000n);
    statsd.send("a:1|c");

    await vi.advanceTimersByTimeAsync(700);
    const before = statsd.points.length;
    await vi.advanceTimersByTimeAsync(100);
    statsd.send("a:2|c");
    await vi.advanceTimersByTimeAsync(1100);

    expect(before).toBe(0);
    expect(
      statsd.points.map(({ timeUnixNano, startTimeUnixNano, value }) => [
        timeUnixNano / second,
        startTimeUnixNano / second,
        value,
      ]),
    ).toEqual([
      [1_700_000_001n, 1_700_000_000n, 1],
      [1_700_000_002n, 1_700_000_001n, 2],
    ]);
    expect(statsd.points[0]!.timeUnixNano % second).toBe(0n);
  });

  it("leaves no timer running when nothing arrives", async () => {
    const statsd = aStatsd();
    vi.spyOn(statsd, "now").mockImplementation(() => BigInt(Date.now()) * 1_000_000n);
    statsd.send("a:1|c");
    await vi.advanceTimersByTimeAsync(2000);

    expect(vi.getTimerCount()).toBe(0);
  });

  it("is done at the end", async () => {
    const statsd = aStatsd();
    statsd.send("a:1|c");

    statsd.statsd.dispose();
    await vi.advanceTimersByTimeAsync(1000);

    expect(statsd.points).toHaveLength(1);
  });
});
