import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { aLog, aRequest, aSpan, at, modelOf, spanOf, type SpanShape } from "./builders";

describe("clock skew", () => {
  const call = (childFromMs: number, tookMs: number, rest: SpanShape = {}) =>
    modelOf(
      { id: "client", kind: "client", service: "web", fromMs: 0, tookMs: 100 },
      {
        id: "server",
        parent: "client",
        kind: "server",
        service: "api",
        fromMs: childFromMs,
        tookMs,
        ...rest,
      },
    );

  it("moves a service whose spans start before their callers into the middle of the call", () => {
    const model = call(-50, 80);

    expect(model.skews).toEqual([{ service: "api", host: "", correctionNanos: 60e6 }]);
    expect(spanOf(model, "server")).toMatchObject({ startNanos: 10e6, endNanos: 90e6 });
    expect(model.summary.durationNanos).toBe(100e6);
  });

  it("moves a service back whose spans end after a caller that waits for them", () => {
    const model = call(60, 80);

    expect(model.skews).toEqual([{ service: "api", host: "", correctionNanos: -50e6 }]);
  });

  it("moves no more than it must where the calls leave much room", () => {
    expect(call(-1, 50).skews).toMatchObject([{ service: "api", correctionNanos: 1e6 }]);
  });

  it("does not move a service for one wild time of it", () => {
    const model = modelOf(
      { id: "root", service: "web", tookMs: 100 },
      { id: "call", parent: "root", service: "api", fromMs: 10 },
      { id: "1970", parent: "root", service: "api", fromMs: -50 * 365 * 86_400e3 },
    );

    expect(model.skews).toEqual([]);
    expect(spanOf(model, "call").startNanos).toBe(10e6);
    expect(model.summary.durationNanos).toBe(100e6);
  });

  it("leaves clocks alone that agree", () => {
    expect(call(10, 80).skews).toEqual([]);
  });

  it("does not take a consumer that runs after its producer for skew", () => {
    const model = modelOf(
      { id: "send", kind: "producer", service: "web", tookMs: 1 },
      { id: "work", parent: "send", kind: "consumer", service: "worker", fromMs: 500, tookMs: 0.5 },
    );

    expect(model.skews).toEqual([]);
  });

  it("does not pull a message's consumer back into its producer, which never waited for it", () => {
    const model = modelOf(
      { id: "send", kind: "producer", service: "web", tookMs: 100 },
      { id: "work", parent: "send", kind: "consumer", service: "worker", fromMs: 60, tookMs: 80 },
    );

    expect(model.skews).toEqual([]);
  });

  it("moves the logs, the events and the callees of a service with it", () => {
    const spans = [
      aSpan({ id: "client", kind: "client", service: "web", tookMs: 100 }),
      aSpan({
        id: "server",
        parent: "client",
        kind: "server",
        service: "api",
        fromMs: -50,
        tookMs: 80,
        events: [{ time: at(-20), name: "cache miss", attributes: {} }],
      }),
      aSpan({ id: "query", parent: "server", service: "db", fromMs: -40, tookMs: 10 }),
    ];
    const logs = [aLog({ service: "api", atMs: -30, traceId: "t1", spanId: "server" })];

    const model = buildTimeline(aRequest({ spans, logs }));

    const starts = model.nodes.map((node) => [node.kind, node.startNanos / 1e6]);
    expect(starts).toEqual([
      ["span", 0],
      ["span", 10],
      ["span", 20],
      ["log", 30],
      ["event", 40],
    ]);
  });

  it("corrects hosts of one service each by their own clock", () => {
    const on = (host: string) => ({ resource: { "host.name": host } });
    const model = modelOf(
      { id: "root", service: "web", tookMs: 100 },
      {
        id: "a",
        parent: "root",
        kind: "server",
        service: "api",
        fromMs: 10,
        tookMs: 20,
        ...on("h1"),
      },
      {
        id: "b",
        parent: "root",
        kind: "server",
        service: "api",
        fromMs: -40,
        tookMs: 20,
        ...on("h2"),
      },
    );

    expect(model.skews).toEqual([{ service: "api", host: "h2", correctionNanos: 40e6 }]);
  });
});
