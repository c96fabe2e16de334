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
import type { Target } from "../../../src/shared/query/fields";
import { QueryError } from "../../../src/shared/query/queryError";
import { resolveQuery } from "../../../src/shared/query/resolve";
import type { LogRecord, MetricPoint, Signal, SpanRecord } from "../../../src/shared/record";
import { aLog, aPoint, aSpan } from "./builders";
import { drawnLog, drawnPoint, drawnQueries, drawnSpan, nowNanos } from "./drawn";
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
    target: keyof typeof askedOf,
    texts: readonly string[],
    records: readonly LogRecord[] | readonly SpanRecord[] | readonly MetricPoint[],
  ) => {
    const { from, seq, table } = askedOf[target];
    await store.clear();
    await store.commit({ [table]: records });
    await resources.refresh(store.reader);
    for (const text of texts) {
      const compiled = compileBoth(target, text);
      if (compiled === undefined) continue;
      const where = compileWhere(compiled.condition, target, resources);
      const ask = (sql: string, params: SqlParams) =>
        store.reader.all<{ seq: bigint }>(`${sql} order by 1`, params);

      const select = `select ${seq} as seq from ${from} where`;
      const rows = await ask(`${select} (${where.sql})`, where.params);
      const arms = compileArms(compiled.condition, target, resources);
      if (arms !== undefined) {
        const each = arms.arms.map(({ sql }) => `${select} (${sql})`);
        expect(await ask(each.join(" union "), arms.params), text).toEqual(rows);
        inArms++;
      }

      const stored = rows.map((row) => records[Number(row.seq) - 1]);
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
      { numRuns: 2 * runs },
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
      { numRuns: 2 * runs },
    );
    expect(telling).toBeGreaterThan(runs);
  }, 600_000);

  it.each(["points", "series"] as const)(
    "give the same %s of metrics for any query",
    async (target) => {
      telling = 0;
      await fc.assert(
        fc.asyncProperty(
          drawnQueries,
          fc.array(drawnPoint, { minLength: 1, maxLength: 12 }),
          (texts, drawn) =>
            agree(
              target,
              texts,
              drawn.map(({ timeUnixNano, value, resourceAttributes, ...own }, i) => {
                const series = store.interner.series({
                  ...{ ...own, description: `of ${i}`, receiver: "test" },
                  resource: aResource(resourceAttributes),
                });
                if (series === undefined) throw new Error("no room for another series");
                return aPoint(series, { seq: i + 1, timeUnixNano, value });
              }),
            ),
        ),
        { numRuns: 3 * runs }, // of metrics few queries find some: about one a run
      );
      expect(telling).toBeGreaterThan(runs);
    },
    600_000,
  );
});

/** Each target as the store's questions ask it. */
const askedOf = {
  logs: { signal: "logs", table: "logs", from: "logs", seq: "seq" },
  spans: { signal: "spans", table: "spans", from: "spans", seq: "seq" },
  points: {
    ...{ signal: "metrics", table: "points", seq: "p.seq" },
    from: "points p join series s on s.id = p.series_id",
  },
  // Each series has one point, which tells its place among the records.
  series: {
    ...{ signal: "metrics", table: "points", seq: "p.seq" },
    from: "(select seq, series_id from points) p join series on series.id = p.series_id",
  },
} as const satisfies Record<Target, Asked>;

interface Asked {
  readonly signal: Signal;
  readonly table: string;
  readonly from: string;
  readonly seq: string;
}

function compileBoth(target: keyof typeof askedOf, text: string) {
  const { signal } = askedOf[target];
  try {
    const query = parseQuery(text);
    const nowMs = () => Number(nowNanos / 1_000_000n);
    const live = compileLiveTest(query, signal, target, nowMs);
    return {
      condition: resolveQuery(query, target, nowNanos),
      predicate: compilePredicate(query, signal, target, nowMs),
      inSteps: (record: AnyRecord) => toEnd(live.inSteps(record, never)),
    };
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
