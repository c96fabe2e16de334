import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type {
  PatternInfo,
  PatternList,
  PatternsQuery,
} from "../../../src/shared/contract/patterns";
import type { Selection } from "../../../src/shared/contract/selection";
import { patternIn, Patterns, withoutPattern, worstLevel } from "../../../webview/logs/patterns";

const now = Date.parse("2024-01-01T12:00:00Z");

function aPattern(over: Partial<PatternInfo> = {}): PatternInfo {
  return {
    id: "00000000000a",
    text: "took <num> ms",
    count: 3,
    levels: { INFO: 3 },
    trend: [1, 2],
    firstTime: "2024-01-01T11:00:00.000Z",
    lastTime: "2024-01-01T11:59:00.000Z",
    firstSeen: "2024-01-01T11:00:00.000Z",
    lastSeq: 9,
    cases: 1,
    ...over,
  };
}

function open(found: readonly PatternInfo[]) {
  const asked: PatternsQuery[] = [];
  const selection = signal<Selection | undefined>({ signal: "logs", query: "level:error" });
  const list: PatternList = { total: 9, count: found.length, patterns: found };
  const patterns = new Patterns({
    collector: {
      patterns: (query) => {
        asked.push(query);
        return Promise.resolve(list);
      },
    },
    nowMs: () => now,
    selection: () => selection.value,
    onFailure: (error) => {
      throw error;
    },
  });
  return { patterns, asked, selection };
}

describe("the list", () => {
  it("is asked for only while it is shown, with what the panel asks for", async () => {
    const { patterns, asked, selection } = open([aPattern()]);
    expect(asked).toEqual([]);

    patterns.open();
    await expect.poll(() => patterns.list.value?.count).toBe(1);
    expect(asked).toEqual([expect.objectContaining({ query: "level:error" })]);

    selection.value = { signal: "logs", query: "other" };
    await expect.poll(() => asked.at(-1)?.query).toBe("other");
    patterns.close();
  });

  it("is asked for again when records came, and not while it is not shown", async () => {
    const { patterns, asked } = open([aPattern()]);
    patterns.changed();
    patterns.open();
    await expect.poll(() => patterns.list.value?.count).toBe(1);
    expect(asked).toHaveLength(1);

    patterns.changed();

    await expect.poll(() => asked.length).toBe(2);
    patterns.close();
  });

  it("of what is new is by the time of the first record", async () => {
    const { patterns, asked } = open([]);
    patterns.age.value = "1h";

    patterns.open();

    await expect.poll(() => asked.at(-1)?.newSince).toBe("2024-01-01T11:00:00.000Z");
    patterns.close();
  });

  it("is asked for in the order that was chosen, and shown as it comes", async () => {
    const usual = aPattern({ id: "a", count: 9 });
    const young = aPattern({ id: "b", count: 5, firstSeen: "2024-01-01T11:58:00.000Z" });
    const { patterns, asked } = open([usual, young]);
    patterns.open();
    await expect.poll(() => asked.at(-1)?.order).toBe("count");

    patterns.order.value = "rare";

    await expect.poll(() => asked.at(-1)?.order).toBe("rare");
    expect(patterns.shown.value).toEqual([usual, young]);
    expect([usual, young].map((pattern) => patterns.isNew(pattern))).toEqual([false, true]);
    patterns.close();
  });
});

it("a pattern that is opened is asked for its values, within the query", async () => {
  const { patterns, asked } = open([aPattern()]);

  patterns.open("00000000000a");

  await expect.poll(() => patterns.opened.value?.id).toBe("00000000000a");
  expect(asked).toContainEqual(
    expect.objectContaining({ query: "level:error pattern:00000000000a", values: 8 }),
  );
  patterns.close();
});

it("rows of one pattern say which it is", async () => {
  const { patterns, selection } = open([aPattern()]);
  expect(patterns.filtered.value).toBeUndefined();

  selection.value = { signal: "logs", query: "x pattern:00000000000a" };
  await expect.poll(() => patterns.filtered.value?.text).toBe("took <num> ms");

  selection.value = { signal: "logs", query: "x" };
  expect(patterns.filtered.value).toBeUndefined();
});

it.each([
  ["pattern:0123456789ab", "0123456789ab", ""],
  ["level:error pattern:0123456789ab user", "0123456789ab", "level:error user"],
  ["(a OR b) pattern:0123456789ab", "0123456789ab", "(a OR b)"],
  ["NOT pattern:0123456789ab", undefined, "NOT pattern:0123456789ab"],
  ["-pattern:0123456789ab", undefined, "-pattern:0123456789ab"],
  ["pattern:0123*", undefined, "pattern:0123*"],
  ["my.pattern:0123456789ab", undefined, "my.pattern:0123456789ab"],
])("of %s the pattern is %s, and without it %s stays", (query, id, rest) => {
  expect(patternIn(query)).toBe(id);
  expect(withoutPattern(query)).toBe(rest);
});

it.each([
  ['pattern:0123456789ab message:"of 3"', ""],
  ['(a OR b) pattern:0123456789ab message:"of 3"', "(a OR b)"],
  ['a pattern:0123456789ab message:"of 3" b', 'a message:"of 3" b'],
  ['pattern:0123456789ab NOT_message:"of 3"', 'NOT_message:"of 3"'],
])("of %s without its value %s stays", (query, rest) => {
  expect(withoutPattern(query, 'message:"of 3"')).toBe(rest);
});

it("the worst level is of any of its records", () => {
  expect(worstLevel(aPattern({ levels: { INFO: 90, WARN: 1 } }))).toBe("WARN");
  expect(worstLevel(aPattern({ levels: {} }))).toBeUndefined();
});
