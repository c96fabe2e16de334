import { describe, expect, it } from "vitest";
import type { FieldInfo, FieldsQuery } from "../../../src/shared/contract/fields";
import { ResultFields } from "../../../webview/logs/resultFields";
import type { Asked } from "../../../webview/logs/selection";

const { signal } = new AbortController();
const asked = (query: string): Asked => ({
  ...{ query, hiddenLevels: [], hiddenServices: [], sinceSeq: 0 },
  range: { kind: "all" },
});
const selection = (query: string) => ({ signal: "logs", query }) as const;
const field = (name: string, total: number): FieldInfo => ({
  ...{ name, type: "string", count: 1, total, distinct: 1, top: [] },
});

/** Answers one after the other, when the test says so. */
function slowCollector(rows: number) {
  const asks: { query: FieldsQuery; answer: (fields: FieldInfo[]) => void }[] = [];
  const fields = new ResultFields({
    rows: () => rows,
    collector: {
      fields: (query: FieldsQuery) =>
        new Promise<FieldInfo[]>((answer) => asks.push({ query, answer })),
    },
  });
  const next = async (at: number) => {
    await expect.poll(() => asks.length).toBe(at + 1);
    const none: FieldsQuery = selection("");
    return asks[at] ?? { query: none, answer: () => undefined };
  };
  return { fields, next, asks };
}

describe("the fields of a result", () => {
  it("are those of the newest rows first, and say so until all rows were counted", async () => {
    const { fields, next } = slowCollector(1_000_000);

    const done = fields.ask(asked("a"), selection("a"), signal);
    const sample = await next(0);
    expect(fields.isWaiting.value).toBe(true);
    sample.answer([field("x", 50_000), field("y", 50_000)]);
    const exact = await next(1);

    expect(sample.query).toMatchObject({ query: "a", newest: 50_000 });
    expect(exact.query).toMatchObject({ query: "a", job: 1 });
    expect(exact.query.newest).toBeUndefined();
    expect(fields.isWaiting.value).toBe(false);
    expect(fields.list.value.map((each) => fields.isEstimate(each))).toEqual([true, true]);

    fields.take({ job: 1, total: 1_000_000, done: 8, of: 16, fields: [field("x", 1_000_000)] });
    const estimates = () => fields.list.value.filter((each) => fields.isEstimate(each));
    expect(estimates().map(({ name }) => name)).toEqual(["y"]);
    expect(fields.counting.value).toEqual({ total: 1_000_000, done: 8, of: 16 });

    exact.answer([field("x", 1_000_000), field("y", 1_000_000)]);
    await done;
    expect(estimates()).toEqual([]);
    expect(fields.isExact.value).toBe(true);
    expect(fields.counting.value).toBeUndefined();
    expect(fields.rows.value).toBe(1_000_000);
  });

  it("of a small result are exact at once", async () => {
    const { fields, next, asks } = slowCollector(1_000);

    const done = fields.ask(asked("a"), selection("a"), signal);
    (await next(0)).answer([field("x", 1_000)]);
    await done;

    expect(asks.map(({ query }) => query.newest)).toEqual([undefined]);
    expect(fields.isExact.value).toBe(true);
  });

  it("stay as they are while the same is counted again, and change all at once", async () => {
    const { fields, next } = slowCollector(1_000_000);
    const first = fields.ask(asked("a"), selection("a"), signal);
    (await next(0)).answer([field("x", 50_000)]);
    (await next(1)).answer([field("x", 1_000_000)]);
    await first;

    const again = fields.ask(asked("a"), selection("a"), signal);
    const exact = await next(2);
    fields.take({ job: 2, total: 1_000_100, done: 8, of: 8, fields: [field("x", 1_000_100)] });

    expect(fields.rows.value).toBe(1_000_000);
    expect(fields.counting.value).toBeUndefined();
    exact.answer([field("x", 1_000_100)]);
    await again;
    expect(fields.rows.value).toBe(1_000_100);
  });

  it("of another result leave nothing of the last one behind", async () => {
    const { fields, next } = slowCollector(1_000);
    const first = fields.ask(asked("a"), selection("a"), signal);
    (await next(0)).answer([field("only-in-a", 1_000)]);
    await first;

    void fields.ask(asked("b"), selection("b"), signal);
    await next(1);
    const names = () => fields.list.value.map(({ name }) => name);
    fields.take({ job: 2, total: 500, done: 0, of: 16, fields: [] });
    const before = [names(), fields.isWaiting.value];
    fields.take({ job: 2, total: 500, done: 8, of: 16, fields: [field("in-b", 500)] });

    expect(before).toEqual([["only-in-a"], true]);
    expect([names(), fields.isWaiting.value]).toEqual([["in-b"], false]);
  });

  it("hear nothing of a count that is no longer asked for", async () => {
    const { fields, next } = slowCollector(1_000);
    void fields.ask(asked("a"), selection("a"), signal);
    await next(0);
    void fields.ask(asked("b"), selection("b"), signal);
    await next(1);

    fields.take({ job: 1, total: 5, done: 8, of: 8, fields: [field("old", 5)] });

    expect(fields.list.value).toEqual([]);
  });
});
