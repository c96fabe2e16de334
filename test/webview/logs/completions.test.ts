import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { completionsAt } from "../../../webview/logs/completions";
import type { LogsModel } from "../../../webview/logs/model";

const field = (name: string, count: number) => ({ name, count, total: 1_000 });
const known = [field("service", 900), field("used", 30), field("user.session", 4)];
const model = {
  knownFields: { list: () => Promise.resolve(known) },
  // Of the half-typed word no row has any.
  resultFields: { list: signal([]) },
  connection: {
    collector: {
      values: async (query: { field: string; prefix: string }) => {
        asked.push(`${query.field}:${query.prefix}`);
        return [
          { value: "my shop", count: 1_200 },
          { value: "db", count: 3 },
        ];
      },
    },
  },
} as unknown as LogsModel;
const asked: string[] = [];
const complete = async (text: string, isAskedFor = false) => {
  const at = text.indexOf("|");
  const whole = text.replace("|", "");
  const found = await completionsAt(whole, at, model, isAskedFor, new AbortController().signal);
  return found.map(({ insert, from, to }) => whole.slice(0, from) + insert + whole.slice(to));
};

test("fields that begin with what is typed come before those that hold it", async () => {
  expect(await complete("x ser|")).toEqual(["x service:", "x user.session:"]);
  expect((await complete("se|")).at(-1)).toBe("user.session:");
});

test("of fields that begin alike the most frequent is first, whatever matches just now", async () => {
  expect(await complete("use|")).toEqual(["used:", "user.session:"]);
  expect(await complete("_exists_:us|")).toEqual(["_exists_:used", "_exists_:user.session"]);
});

test("in the middle of a field the whole name is replaced and its colon stays one", async () => {
  expect(await complete("serv|i:db")).toEqual(["service:db"]);
});

test("values are asked for by what is typed, and quoted where they need it", async () => {
  expect(await complete("service:m|")).toEqual(['service:"my shop"', "service:db"]);
  expect(await complete('service:("my|')).toEqual(['service:("my shop"', "service:(db"]);
  expect(asked).toEqual(["service:m", "service:my"]);
});

test("of a field with numbers comparisons are offered behind its values, until a value is typed", async () => {
  const withNumbers = { name: "took", type: "mixed", stats: {} };
  const fields = { list: signal([withNumbers, { name: "user", type: "string" }]) };
  const { knownFields, connection } = model;
  const numbers = { knownFields, connection, resultFields: fields } as unknown as LogsModel;
  const of = async (text: string) =>
    (await completionsAt(text, text.length, numbers, false, new AbortController().signal)).map(
      ({ insert }) => insert,
    );

  expect(await of("took:")).toEqual(['"my shop"', "db", ">=", "<=", ">", "<"]);
  expect(await of("level:")).toContain(">=");
  expect(await of("took:1")).not.toContain(">=");
  expect(await of("took:>=")).not.toContain(">=");
  expect(await of("user:")).not.toContain(">=");
});

test("after a finished term nothing is offered unasked, operators when asked", async () => {
  expect(await complete("a |")).toEqual([]);
  expect(await complete("a |", true)).toEqual(["a AND", "a OR", "a NOT"]);
});

describe("what is offered, with how often it was seen", () => {
  /** Of these fields, a thousand records, and so many values. */
  const offered = async (text: string, fields = known, valueCount = 2) => {
    const values = Array.from({ length: valueCount }, (_, i) => ({
      value: `v${i}`,
      count: 3_000 - i,
    }));
    const of = {
      knownFields: { list: () => Promise.resolve(fields) },
      resultFields: { list: signal([field("used", 1_000)]) },
      connection: { collector: { values: () => Promise.resolve(values) } },
    } as unknown as LogsModel;
    const found = await completionsAt(text, text.length, of, false, new AbortController().signal);
    return found.map(({ label, detail }) => `${label} ${detail}`);
  };

  test("a field that only holds what is typed comes behind, however often it was seen", async () => {
    const fields = [field("house", 900), field("used", 30), field("user", 20)];

    expect(await offered("us", fields)).toEqual(["used 3 %", "user 2 %", "house 90 %"]);
  });

  test("a field of all records that was not seen says so, and comes behind those that were", async () => {
    expect((await offered("s", [field("service", 900), field("session", 40)])).slice(0, 3)).toEqual(
      ["service 90 %", "session 4 %", "span_id not seen yet"],
    );
  });

  test("a field that is typed in full is not offered", async () => {
    expect(await offered("used")).toEqual([]);
  });

  test("values say how many records have them, and leave room for comparisons", async () => {
    expect((await offered("user:v")).at(0)).toBe("v0 3.0k");
    const ofLevel = await offered("level:", known, 12);
    expect(ofLevel).toHaveLength(12);
    expect(ofLevel.at(7)).toMatch(/^v7 /);
    expect(ofLevel.at(8)).toBe(">= at least");
  });
});
