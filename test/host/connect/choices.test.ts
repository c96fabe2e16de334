import { describe, expect, it, test } from "vitest";
import { deliveryItems, wayItem } from "../../../src/host/connect/choices";
import { commandLine } from "../../../src/host/connect/commandLine";
import { arrivalText, meanwhileText, openCommand } from "../../../src/host/connect/connectTexts";
import { addressesOf, customaryEndpoints } from "../../../src/shared/connect/addresses";
import { connectionsFor } from "../../../src/shared/connect/connections";

const ways = connectionsFor(new Set(["otlp", "statsd", "lines", "syslog"]));
const way = (id: string) => ways.find((one) => one.id === id)!;
const at = addressesOf(customaryEndpoints);

describe("the list of ways", () => {
  it("names language and client in one text, so that both can be typed", () => {
    expect(wayItem(way("python-statsd"), at)).toMatchObject({
      label: "$(code) Python: statsd",
      description: "pip install statsd",
    });
  });

  it("says the address where nothing is to be installed", () => {
    expect(wayItem(way("logger"), at).description).toBe("UDP or TCP 127.0.0.1:5514");
    expect(wayItem(way("any-run"), at).description).toBe("");
  });

  it("says what is off", () => {
    const without = addressesOf({ http: "http://127.0.0.1:4318" });

    expect(wayItem(way("python-statsd"), without).description).toBe("statsd is off");
  });
});

test("a snippet is inserted where there is an editor; an environment opens a terminal", () => {
  const kinds = (id: string, hasEditor: boolean) =>
    deliveryItems(way(id), hasEditor).map(({ delivery }) => delivery);

  expect(kinds("python-statsd", true)).toEqual(["insert", "copy", "open"]);
  expect(kinds("python-statsd", false)).toEqual(["copy", "open"]);
  expect(kinds("any-otlp", false)).toEqual(["terminal", "copy"]);
  expect(kinds("any-run", false)).toEqual(["type", "copy"]);
});

test("the command line is called by the program that runs the extension", () => {
  const here = {
    cliPath: "/home/ann/it's here/cli.js",
    execPath: "/usr/bin/node",
    isElectron: false,
    platform: "linux",
  };

  expect(commandLine(here)).toBe(`/usr/bin/node '/home/ann/it'\\''s here/cli.js'`);
  expect(commandLine({ ...here, isElectron: true })).toMatch(/^ELECTRON_RUN_AS_NODE=1 \/usr/);
  expect(commandLine({ ...here, platform: "win32" })).toBe(`node "/home/ann/it's here/cli.js"`);
});

describe("what is said", () => {
  const base = {
    time: "2026-01-01T00:00:00Z",
    attributes: {},
    resource: {},
    receiver: "otlp",
    seq: 7,
  };

  it("of a log names its service and its first line, and leads to it", () => {
    const arrival = {
      signal: "logs",
      record: { ...base, service: "shop", body: `${"x".repeat(90)}\nsecond` },
    } as const;

    expect(arrivalText(arrival)).toBe(`The first record of shop is here: ${"x".repeat(79)}…`);
    expect(openCommand(arrival)).toEqual([
      "Open Logs",
      "sidelight.openLogs",
      { query: 'service:"shop"', seq: 7 },
    ]);
  });

  it("of a span leads to its timeline, of a metric to its chart", () => {
    const span = {
      ...base,
      name: "GET /",
      durationNanos: "1",
      events: [],
      links: [],
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    };
    const point = { ...base, name: "hello", type: "counter" } as const;

    expect(openCommand({ signal: "spans", record: span })[2]).toEqual({ id: span.traceId });
    expect(openCommand({ signal: "metrics", record: point })[2]).toEqual({ metric: "hello" });
    expect(arrivalText({ signal: "metrics", record: point })).toBe(
      "The first record is here: hello",
    );
  });

  it("while waiting names who sends, and what was refused", () => {
    expect(meanwhileText({ kind: "known", service: "shop" })).toContain("only shop so far");
    expect(meanwhileText({ kind: "known", service: "" })).toContain("without a service name");
    expect(meanwhileText({ kind: "refused", reason: "bad-json" })).toContain("bad-json");
  });
});
