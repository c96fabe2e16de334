// The store and the live tail must never disagree: random records, random queries, both asked.

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ResourceIndex } from "../../../src/collector/store/resourceIndex";
import type { SqlParams } from "../../../src/collector/store/reader";
import { compileArms, compileWhere } from "../../../src/collector/store/where";
import { parseQuery } from "../../../src/shared/query/parser";
import { never, toEnd } from "../../../src/shared/query/effort";
import {
  type AnyRecord,
  compileLiveTest,
  compilePredicate,
} from "../../../src/shared/query/predicate";
import { QueryError } from "../../../src/shared/query/queryError";
import { resolveQuery } from "../../../src/shared/query/resolve";
import type { LogRecord, SpanRecord } from "../../../src/shared/record";
import { aLog, aSpan } from "./builders";
import { drawnLog, drawnQueries, drawnSpan, nowNanos } from "./drawn";
import { MemoryStore } from "./memoryStore";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 40);

describe("the store and the live tail", () => {
  let store: MemoryStore;
  const resources = new ResourceIndex();
  beforeAll(async () => {
    store = await MemoryStore.open();
  });
  beforeEach(() => store.clear());
  afterAll(() => store.dispose());

  /** How often a query found some records and not others: a property that is never tried proves nothing. */
  let telling = 0;
  let inArms = 0;
  const agree = async (
    target: "logs" | "spans",
    texts: readonly string[],
    records: readonly LogRecord[] | readonly SpanRecord[],
  ) => {
    await store.clear();
    await store.commit({ [target]: records });
    await resources.refresh(store.reader);
    for (const text of texts) {
      const compiled = compileBoth(target, text);
      if (compiled === undefined) continue;
      const where = compileWhere(compiled.condition, target, resources);
      const ask = (sql: string, params: SqlParams) =>
        store.reader.all<{ seq: bigint }>(`${sql} order by seq`, params);

      const rows = await ask(`select seq from ${target} where ${where.sql}`, where.params);
      const arms = compileArms(compiled.condition, target, resources);
      if (arms !== undefined) {
        const each = arms.sqls.map((sql) => `select seq from ${target} where ${sql}`);
        expect(await ask(each.join(" union "), arms.params), text).toEqual(rows);
        inArms++;
      }

      const stored = rows.map(({ seq }) => records[Number(seq) - 1]);
      expect(stored, text).toEqual(records.filter(compiled.predicate));
      expect(stored, text).toEqual(records.filter(compiled.inSteps));
      if (rows.length > 0 && rows.length < records.length) telling++;
    }
  };

  it("give the same logs for any query", async () => {
    telling = 0;
    await fc.assert(
      fc.asyncProperty(
        drawnQueries,
        fc.array(drawnLog, { minLength: 1, maxLength: 12 }),
        (texts, drawn) =>
          agree(
            "logs",
            texts,
            drawn.map(({ resourceAttributes, ...rest }, i) =>
              aLog({ ...rest, seq: i + 1, resource: aResource(resourceAttributes) }),
            ),
          ),
      ),
      { numRuns: runs },
    );
    expect(telling).toBeGreaterThan(runs);
    expect(inArms).toBeGreaterThan(runs / 4);
  }, 600_000);

  const aResource = (attributes: string) =>
    store.interner.resource({ service: "", run: "", attributes });

  it("give the same spans for any query", async () => {
    telling = 0;
    await fc.assert(
      fc.asyncProperty(
        drawnQueries,
        fc.array(drawnSpan, { minLength: 1, maxLength: 12 }),
        (texts, drawn) =>
          agree(
            "spans",
            texts,
            drawn.map(({ resourceAttributes, ...rest }, i) =>
              aSpan({ ...rest, seq: i + 1, resource: aResource(resourceAttributes) }),
            ),
          ),
      ),
      { numRuns: runs },
    );
    expect(telling).toBeGreaterThan(runs);
  }, 600_000);
});

function compileBoth(target: "logs" | "spans", text: string) {
  try {
    const query = parseQuery(text);
    const nowMs = () => Number(nowNanos / 1_000_000n);
    const live = compileLiveTest(query, target, target, nowMs);
    return {
      condition: resolveQuery(query, target, nowNanos),
      predicate: compilePredicate(query, target, target, nowMs),
      inSteps: (record: AnyRecord) => toEnd(live.inSteps(record, never)),
    };
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
