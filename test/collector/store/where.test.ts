// The query language's specification against the store, and what must never reach its SQL.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Slots } from "../../../src/collector/store/blocks/slots";
import { ResourceIndex } from "../../../src/collector/store/resourceIndex";
import { compileArms, compileWhere } from "../../../src/collector/store/where";
import { parseQuery } from "../../../src/shared/query/parser";
import { QueryError } from "../../../src/shared/query/queryError";
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

  it.each(["logs", "spans", "series"] as const)(
    "nor is any of a field's name, a word, a bound or a number in that of %s",
    (target) => {
      const columnsOf = () => ({ string: "a", plain: "b", number: "c" });
      const slots = { columnsOf } as unknown as Slots;
      const fields = ["", "zq7x:", "zq7x.zq8x:", "_exists_:", "service:", "level:", "trace_id:"];
      const values = [
        ...["zq7x", '"zq7x zq8x"', '"zq7x zq8x"~3', "zq7x*", "*zq7x", "z?zq7x", "/zq7x[0-9]+/"],
        ...["zq7x~", "zqzqzqzqzq7x~1", "[zq7x TO zq8x}", ">zq7x", "98761", "-98761.5"],
        ...["[98761 TO 98769]", ">=98761.5", "{98761 TO *]", "(98761 OR 98769)"],
      ];
      const seqs = Array.from({ length: 20 }, (_, i) => 987_610 + 2 * i);
      const others = [
        "line:>98761",
        `seq:(${seqs.join(" OR ")})`,
        "duration:>98761us",
        "seq:(98761 OR 98763)",
        "pattern:zq7x",
      ];
      const queries = [
        ...fields.flatMap((field) => values.map((value) => field + value)),
        ...others,
      ];

      const compiled = queries.flatMap((query) => {
        try {
          const condition = resolveQuery(parseQuery(query), target, nowNanos);
          const plain = compileWhere(condition, target, resources);
          if (target !== "logs") return [plain];
          const arms = compileArms(condition, target, resources)?.arms ?? [];
          return [plain, compileWhere(condition, target, resources, { slots }), ...arms];
        } catch (error) {
          if (error instanceof QueryError) return []; // a number's field takes no word
          throw error;
        }
      });

      expect(compiled.length).toBeGreaterThan(values.length * 3);
      expect(compiled.filter(({ sql }) => /zq|9876/i.test(sql))).toEqual([]);
    },
  );
});
