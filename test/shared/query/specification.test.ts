// The specification (specification.ts) against the live predicate; the store's side is in where.test.ts.

import { describe, expect, it } from "vitest";
import { createPatternIdsOf } from "../../../src/collector/store/patternsOfRecords";
import { PatternBook } from "../../../src/shared/patterns/patternBook";
import { compileQuery } from "../../../src/shared/query/compile";
import { parseQuery } from "../../../src/shared/query/parser";
import { compilePredicate } from "../../../src/shared/query/predicate";
import { QueryError } from "../../../src/shared/query/queryError";
import type { Resource } from "../../../src/shared/record";
import { aLog, aSpan } from "../../collector/store/builders";
import { chapters, logs, mistakes, nowNanos, spans } from "../../../src/shared/query/specification";

const resourceOf = (attributes: object = {}, id = 0): Resource => ({
  id,
  service: "",
  attributes: JSON.stringify(attributes),
  run: "",
});
const records = {
  logs: logs.map((log, i) =>
    aLog({ ...log.record, seq: i + 1, resource: resourceOf(log.resource) }),
  ),
  spans: spans.map((span, i) =>
    aSpan({ ...span.record, seq: i + 1, resource: resourceOf(span.resource) }),
  ),
};
const names = { logs: logs.map(({ name }) => name), spans: spans.map(({ name }) => name) };

const patternIdsOf = createPatternIdsOf(new PatternBook());

describe.each(chapters)("$title", ({ signal, examples }) => {
  it.each(examples)("$query", ({ query, finds }) => {
    const nowMs = () => Number(nowNanos / 1_000_000n);

    const matches = compilePredicate(parseQuery(query), signal, signal, nowMs, patternIdsOf);

    expect(names[signal].filter((_, i) => matches(records[signal][i]!))).toEqual(finds);
  });
});

it("has at least 80 examples", () => {
  const count = chapters.reduce((sum, { examples }) => sum + examples.length, 0);
  expect(count).toBeGreaterThanOrEqual(80);
});

describe("a wrong query names its place and what was expected", () => {
  it.each(mistakes)("$query", ({ query, position, length, message }) => {
    const compile = () => compileQuery(query, "logs");

    expect(compile).toThrow(QueryError);
    expect(compile).toThrow(message);
    let failure;
    try {
      compile();
    } catch (error) {
      failure = error instanceof QueryError ? error.failure : undefined;
    }
    expect(failure).toMatchObject({ kind: "query", position, length });
    const said = /^Column (\d+): .* Expected (.+)\.$/s.exec(failure?.message ?? "");
    expect(said?.slice(1)).toEqual([String(position + 1), failure?.expected]);
  });
});
