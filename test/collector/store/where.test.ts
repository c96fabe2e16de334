// The query language's specification against the store, and what must never reach its SQL.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ResourceIndex } from "../../../src/collector/store/resourceIndex";
import { compileWhere } from "../../../src/collector/store/where";
import { parseQuery } from "../../../src/shared/query/parser";
import { resolveQuery } from "../../../src/shared/query/resolve";
import { chapters, logs, nowNanos, spans } from "../../../src/shared/query/specification";
import { aLog, aSpan } from "./builders";
import { MemoryStore } from "./memoryStore";

const names = { logs: logs.map(({ name }) => name), spans: spans.map(({ name }) => name) };

describe("the store answers as specified", () => {
  let store: MemoryStore;
  let resources: ResourceIndex;
  beforeAll(async () => {
    store = await MemoryStore.open();
    resources = new ResourceIndex(store.interner.patterns);
    const resource = (attributes: object = {}) =>
      store.interner.resource({ service: "", attributes: JSON.stringify(attributes), run: "" });
    await store.commit({
      logs: logs.map((log, i) =>
        aLog({ ...log.record, seq: i + 1, resource: resource(log.resource) }),
      ),
      spans: spans.map((span, i) =>
        aSpan({ ...span.record, seq: i + 1, resource: resource(span.resource) }),
      ),
    });
    await resources.refresh(store.reader);
  });
  afterAll(() => store.dispose());

  const find = async (signal: "logs" | "spans", query: string) => {
    const condition = resolveQuery(parseQuery(query), signal, nowNanos);
    const { sql, params } = compileWhere(condition, signal, resources);
    const rows = await store.reader.all<{ seq: bigint }>(
      `select seq from ${signal} where ${sql} order by seq`,
      params,
    );
    return rows.map(({ seq }) => names[signal][Number(seq) - 1]);
  };

  describe.each(chapters)("$title", ({ signal, examples }) => {
    it.each(examples)("$query", async ({ query, finds }) => {
      expect(await find(signal, query)).toEqual(finds);
    });
  });

  it("finds records by their numbers, however many are named", async () => {
    const beyond = Array.from({ length: 450 }, (_, i) => 2 * i + 10);

    expect(await find("logs", `seq:(${[1, 3, ...beyond].join(" OR ")})`)).toEqual([
      "order",
      "warning",
    ]);
  });

  it.each([
    "x'; drop table logs; --",
    '"x\'; drop table logs; --"',
    "user:\"' OR '1'='1\"",
    '_exists_:"a\') or true --"',
    '\\$.\\"a\\"b\\":1',
    "a\\'b:c",
    'user:"$w0"',
    "user:/'; select 1/",
    "user:['a' TO 'b;--']",
  ])("no text of %s is in the SQL", async (query) => {
    const condition = resolveQuery(parseQuery(query), "logs", nowNanos);

    const { sql } = compileWhere(condition, "logs", resources);

    expect(sql).not.toMatch(/drop|select 1|--|or true|1'='1/i);
    expect(await find("logs", query)).toEqual([]);
  });
});
