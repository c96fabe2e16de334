// Blocks make answers faster and never other: random records in random blocks, random queries, each asked of
// the blocks and of the records alone.

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BlockIndex } from "../../../../src/collector/store/blocks/blockIndex";
import { readFields } from "../../../../src/collector/store/read/fields";
import { readGroups } from "../../../../src/collector/store/read/groups";
import { readHistogram } from "../../../../src/collector/store/read/histogram";
import { readRowIndex } from "../../../../src/collector/store/read/rowIndex";
import { readRows } from "../../../../src/collector/store/read/rows";
import { planOf } from "../../../../src/collector/store/read/plan";
import type { ReadContext } from "../../../../src/collector/store/read/selection";
import { readValues } from "../../../../src/collector/store/read/values";
import { ResourceIndex } from "../../../../src/collector/store/resourceIndex";
import type { FieldInfo } from "../../../../src/shared/contract/fields";
import { parseQuery } from "../../../../src/shared/query/parser";
import { compilePredicate } from "../../../../src/shared/query/predicate";
import { QueryError } from "../../../../src/shared/query/queryError";
import type { LogRecord } from "../../../../src/shared/record";
import { aLog } from "../builders";
import { drawnLog, drawnQueries, keys, nowNanos } from "../drawn";
import { MemoryStore } from "../memoryStore";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 25);
const { signal } = new AbortController();

class NoBlocks extends BlockIndex {
  override refresh(): Promise<void> {
    return Promise.resolve();
  }
}

describe("a store with blocks", () => {
  let store: MemoryStore;
  let context: ReadContext;
  let plain: ReadContext;
  /** How many questions were answered by the index, how many left blocks out, and how many attributes of blocks. */
  const used = { index: 0, leftOut: 0, attributes: 0 };
  beforeAll(async () => {
    store = await MemoryStore.open();
  });
  beforeEach(async () => {
    await store.clear();
    used.index = used.leftOut = used.attributes = 0;
    const now = () => nowNanos;
    const { reader } = store;
    context = { reader, resources: new ResourceIndex(), blocks: new BlockIndex(), now };
    plain = { reader, resources: new ResourceIndex(), blocks: new NoBlocks(), now };
  });
  afterAll(() => store.dispose());

  const fill = async (records: readonly LogRecord[], blockRows: number) => {
    await store.clear();
    await store.commit({ logs: records });
    return store.buildBlocks(blockRows);
  };
  const note = async (query: string) => {
    const { segments, records } = await planOf({ signal: "logs", query }, [], context, signal);
    if (records.arms?.arms.some((arm) => arm.segments !== undefined)) used.attributes++;
    if (segments.some(({ isIndexed }) => isIndexed)) used.index++;
    // Seqs begin at 0, and each segment where the last one ended, unless a block between them was left out.
    let next = 0;
    for (const { from, to } of segments) {
      if (from !== next) used.leftOut++;
      next = to + 1;
    }
  };
  const drawnRecords = fc.array(drawnLog, { minLength: 1, maxLength: 14 });
  /** As in a real store a seq is never used again. */
  let lastSeq = 0;
  const toLogs = (drawn: readonly (typeof drawnLog extends fc.Arbitrary<infer T> ? T : never)[]) =>
    drawn.map(({ resourceAttributes, ...rest }, i) =>
      aLog({
        ...rest,
        seq: (lastSeq += 1 + (i % 2)),
        resource: store.interner.resource({ service: "", run: "", attributes: resourceAttributes }),
      }),
    );

  it("finds the records that the live tail finds, in both orders", async () => {
    await fc.assert(
      fc.asyncProperty(
        drawnQueries,
        drawnRecords,
        fc.integer({ min: 1, max: 6 }),
        async (texts, drawn, size) => {
          const records = toLogs(drawn);
          await fill(records, size);
          // Patterns with texts that each match has are drawn too seldom.
          for (const text of [...texts, '"error timeout"~2', "/user.*name/", "tim?out"]) {
            const predicate = predicateOf(text);
            if (predicate === undefined) continue;
            await note(text);
            const query = { signal: "logs", query: text, limit: 1000 } as const;

            const newest = await readRows({ ...query, order: "newest" }, context, signal);
            const oldest = await readRows({ ...query, order: "oldest" }, context, signal);
            const { total } = await readRowIndex(query, context, signal);

            const expected = records.filter(predicate).map(({ seq }) => seq);
            expect(
              oldest.rows.map(({ seq }) => seq),
              text,
            ).toEqual(expected);
            expect(
              newest.rows.map(({ seq }) => seq),
              text,
            ).toEqual(expected.toReversed());
            expect(total, text).toBe(expected.length);
          }
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
    // Far below what is usual, which is several a run: a property that is never tried proves nothing.
    expect(used.index).toBeGreaterThan(runs / 5);
    expect(used.leftOut).toBeGreaterThan(runs / 5);
    expect(used.attributes).toBeGreaterThan(runs / 5);
  }, 600_000);

  it("gives the figures that the records alone give", async () => {
    await fc.assert(
      fc.asyncProperty(
        drawnQueries,
        drawnRecords,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(...keys, "service", "logger", "line", "message", "request_id"),
        async (texts, drawn, size, by) => {
          await fill(toLogs(drawn), size);
          for (const text of texts.slice(0, 3)) {
            if (predicateOf(text) === undefined) continue;
            const query = { signal: "logs", query: text } as const;
            const ask = async (of: ReadContext, readTwiceUpTo: number) => ({
              histogram: await readHistogram(
                { ...query, by, bars: 4, zone: [{ fromMs: 0, minutes: 330 }] },
                of,
                signal,
                readTwiceUpTo,
              ),
              groups: await readGroups({ ...query, by: [by, "level"] }, of, signal),
              sums: await readGroups(
                { ...query, by: ["service"], aggregate: `max("${by.replaceAll('"', "")}")` },
                of,
                signal,
              ),
              values: await readValues({ ...query, field: by }, of, signal),
              fields: rounded(await readFields(query, of, signal)),
              newest: (await readFields({ ...query, newest: 1000 }, of, signal)).map((info) => ({
                ...info,
                stats: undefined,
              })),
            });

            expect(await ask(context, 100), text).toEqual(await ask(plain, -1));
          }
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
  }, 600_000);
});

/** Sums of fractions depend on their order, which the index does not keep. */
const rounded = (fields: readonly FieldInfo[]) =>
  fields.map(({ stats, ...info }) => ({
    ...info,
    ...(stats === undefined
      ? {}
      : { avg: stats.avg.toPrecision(9), stddev: stats.stddev.toPrecision(6) }),
    ...{ min: stats?.min, max: stats?.max, p50: stats?.p50, p95: stats?.p95, p99: stats?.p99 },
  }));

function predicateOf(text: string) {
  try {
    return compilePredicate(parseQuery(text), "logs", "logs", () => Number(nowNanos / 1_000_000n));
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
