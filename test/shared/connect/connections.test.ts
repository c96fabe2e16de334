import { describe, expect, it, test } from "vitest";
import { receivers } from "../../../src/collector/receivers/registry";
import { addressesOf } from "../../../src/shared/connect/addresses";
import { type Connection, textOf } from "../../../src/shared/connect/connection";
import { connectionsFor, missingListener } from "../../../src/shared/connect/connections";
import { type System, systems } from "../../../src/shared/connect/systems";

const ids = new Set(Object.values<System>(systems).map(({ receiver }) => receiver));
const all = connectionsFor(ids);
const at = addressesOf({
  http: "http://127.0.0.1:40001",
  grpc: "127.0.0.1:40002",
  statsd: "127.0.0.1:40003",
  syslog: "127.0.0.1:40004",
  gelf: "127.0.0.1:40005",
  fluent: "127.0.0.1:40006",
});
const portOf: Readonly<Record<string, string>> = {
  http: "40001",
  grpc: "40002",
  statsd: "40003",
  syslog: "40004",
  gelf: "40005",
  fluent: "40006",
};
const one = (id: string): Connection => all.find((way) => way.id === id)!;

describe("the table of connections", () => {
  it("names each way once", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ language, title }) => `${language} ${title}`)).size).toBe(all.length);
  });

  it("has at least one way for every receiver there is", () => {
    const proven = new Set(all.map(({ system }) => systems[system].receiver));

    // Files are opened by the user; no app sends them.
    const sentTo = Object.keys(receivers).filter((id) => id !== "import");
    expect(sentTo.filter((id) => !proven.has(id as never))).toEqual([]);
  });

  it("offers nothing that the collector cannot receive", () => {
    const offered = connectionsFor(new Set(["statsd"]));

    expect(new Set(offered.map(({ system }) => system))).toEqual(new Set(["statsd"]));
    expect(offered.length).toBeGreaterThan(3);
  });

  it.each(all.filter(({ system }) => systems[system].listener !== "").map((way) => [way.id, way]))(
    "%s has the collector's real address",
    (_id, way) => {
      const text = textOf(way, at);
      const { listener } = systems[way.system];
      const isRun = text.includes("sidelight run --");

      expect(text).toMatch(isRun ? /sidelight run -- / : new RegExp(`\\b${portOf[listener]}\\b`));
      expect(text).not.toMatch(/\b(?:4317|4318|8125|5514|12201|24224|undefined)\b/);
    },
  );
});

test("variables become lines of an environment file", () => {
  expect(textOf(one("any-otlp"), at)).toBe(
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:40001\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\n",
  );
});

test("the command line is called as it can be called here", () => {
  const there = addressesOf(at.endpoints, "node /opt/sidelight/cli.js");

  expect(textOf(one("any-run"), there)).toBe("node /opt/sidelight/cli.js run -- npm run dev");
});

test("a listener that is off is named", () => {
  const without = addressesOf({ http: "http://127.0.0.1:1" });

  expect(missingListener(one("python-statsd"), without)).toBe("statsd");
  expect(missingListener(one("any-files"), without)).toBe("");
  expect(missingListener(one("python-statsd"), at)).toBe("");
});

test("an IPv6 address keeps its brackets", () => {
  const { gelf } = addressesOf({ gelf: "[::1]:9" });

  expect(gelf).toEqual({ host: "[::1]", port: 9 });
});
