import { describe, expect, it } from "vitest";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { collectorParams } from "../../../src/shared/contract/collectorParams";
import { WrongParamsError } from "../../../src/shared/contract/params";

const decode = (name: keyof CollectorApi, params: unknown): unknown =>
  collectorParams[name](params, "");
function problemOf(name: keyof CollectorApi, params: unknown): string {
  try {
    decode(name, params);
  } catch (error) {
    if (error instanceof WrongParamsError) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

const rows = { signal: "logs", query: "a", order: "newest", limit: 10 };
const chart = { series: [1], from: "now-1h", to: "now", maxPoints: 100 };
const groups = { signal: "logs", query: "", by: ["service"] };

describe("parameters of a call", () => {
  it.each<[keyof CollectorApi, unknown]>([
    ["hello", null],
    ["rows", { ...rows, beforeSeq: 5, from: "2024-01-01T00:00:00Z", seqs: [3, 1] }],
    [
      "groups",
      { ...groups, order: { of: "count()", isAscending: false }, aggregates: ["count()"] },
    ],
    ["chart", chart],
    ["requests", { limit: 5, isFailedOnly: true }],
    ["compare", { bad: "level:error", good: "*" }],
  ])("%s takes what its contract says", (name, params) => {
    expect(decode(name, params)).toEqual(params ?? undefined);
  });

  it("are those that are known alone, and null is as good as absent", () => {
    const params = JSON.parse(
      '{"signal":"logs","seq":1,"__proto__":{"query":"x"},"constructor":1,"more":{}}',
    ) as unknown;

    expect(decode("record", params)).toEqual({ signal: "logs", seq: 1 });
    expect(decode("rows", { ...rows, beforeSeq: null })).toEqual(rows);
    expect(problemOf("rows", Object.create(rows) as unknown)).toBe(
      "signal has to be one of logs, spans, metrics, not absent.",
    );
  });

  it.each<[keyof CollectorApi, unknown, string]>([
    ["rows", undefined, "The parameters have to be an object, not absent."],
    ["rows", null, "The parameters have to be an object, not null."],
    ["rows", [rows], "The parameters have to be an object, not a list."],
    [
      "rows",
      { ...rows, signal: "constructor" },
      'signal has to be one of logs, spans, metrics, not "constructor".',
    ],
    ["rows", { ...rows, query: { toString: 1 } }, "query has to be a text, not an object."],
    ["rows", { ...rows, limit: "10" }, 'limit has to be a number, not "10".'],
    ["rows", { ...rows, limit: NaN }, "limit has to be a number, not null."],
    ["rows", { ...rows, limit: 1e308 }, "limit has to be a number, not 1e+308."],
    ["rows", { ...rows, beforeSeq: 1.5 }, "beforeSeq has to be a whole number, not 1.5."],
    ["rows", { ...rows, seqs: [1, 2, "3"] }, 'seqs[2] has to be a whole number, not "3".'],
    ["rows", { ...rows, seqs: Array(10_001).fill(1) }, "seqs has 10001 items, and may have 10000."],
    ["rows", { ...rows, seqs: { length: 1e9 } }, "seqs has to be a list, not an object."],
    [
      "rows",
      { ...rows, query: "x".repeat(100_001) },
      "query has 100001 characters, and may have 100000.",
    ],
    [
      "rows",
      { ...rows, order: "x".repeat(1000) },
      `order has to be one of newest, oldest, not "${"x".repeat(59)}….`,
    ],
    [
      "groups",
      { ...groups, order: { of: 1, isAscending: true } },
      "order.of has to be a text, not 1.",
    ],
    ["chart", { ...chart, series: [-1.5] }, "series[0] has to be a whole number, not -1.5."],
    ["watchStats", { isOn: 1 }, "isOn has to be true or false, not 1."],
    ["untail", {}, "subscription has to be a whole number, not absent."],
    ["followFile", { path: ["/x"] }, "path has to be a text, not a list."],
    [
      "exportFile",
      { ...rows, format: "exe", path: "/x", job: 1 },
      'format has to be one of jsonl, csv, parquet, otlp, not "exe".',
    ],
  ])("%s names what is wrong: %j", (name, params, problem) => {
    expect(problemOf(name, params)).toBe(problem);
  });
});
