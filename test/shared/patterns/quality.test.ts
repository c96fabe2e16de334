// How well patterns fit what programs log: a pattern should be one statement, and a statement one pattern.

import { describe, expect, it } from "vitest";
import { PatternBook, patternOf } from "../../../src/shared/patterns/patternBook";
import { type Labelled, mixedLogs, shuffled, statementCount } from "./mixedLogs";

const logs = mixedLogs(20_000, 1);

function patternsOf(messages: readonly Labelled[], asked: readonly Labelled[] = messages) {
  const book = new PatternBook();
  for (const { message } of messages) book.templateOf(message, 1n);
  return asked.map(({ message }) => patternOf(book.templateOf(message, 1n)).text);
}

function grouped<K, V>(keys: readonly K[], values: readonly V[]): Map<K, Set<V>> {
  const groups = new Map<K, Set<V>>();
  keys.forEach((key, i) => {
    const value = values[i];
    if (value === undefined) return;
    const group = groups.get(key) ?? new Set<V>();
    groups.set(key, group.add(value));
  });
  return groups;
}

describe("of logs of many programs", () => {
  const patterns = patternsOf(logs);
  const statements = logs.map(({ statement }) => statement);

  it("no pattern holds two statements", () => {
    const merged = [...grouped(patterns, statements)].filter(([, of]) => of.size > 1);

    expect(merged).toEqual([]);
  });

  it("99 of 100 records of a statement are in one pattern", () => {
    let stray = 0;
    for (let statement = 0; statement < statementCount; statement++) {
      const counts = new Map<string, number>();
      patterns.forEach((pattern, i) => {
        if (statements[i] === statement) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
      });
      const all = [...counts.values()];
      stray += all.reduce((sum, count) => sum + count, 0) - Math.max(0, ...all);
    }

    expect(stray / logs.length).toBeLessThan(0.01);
  });
});

it("the order in which messages arrive makes no difference", () => {
  const expected = patternsOf(logs);

  for (const seed of [2, 3, 4]) {
    expect(patternsOf(shuffled(logs, seed), logs)).toEqual(expected);
  }
});
