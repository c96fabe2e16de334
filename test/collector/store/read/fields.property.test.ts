// The fields of a result are those of a program that looks at every record: random records in random blocks,
// random filters.

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import type { FieldInfo } from "../../../../src/shared/contract/fields";
import { parseNumber } from "../../../../src/shared/query/number";
import { parseQuery } from "../../../../src/shared/query/parser";
import { compilePredicate } from "../../../../src/shared/query/predicate";
import type { LogRecord } from "../../../../src/shared/record";
import { severityName } from "../../../../src/shared/severity";
import { aLog } from "../builders";
import { MemoryStore } from "../memoryStore";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 25);
const { signal } = new AbortController();

const value = fc.constantFrom<unknown>(
  "a",
  "b",
  "Ä",
  "",
  "12",
  "7e2",
  7,
  -1.5,
  12,
  true,
  undefined,
);
const drawnLog = fc.record({
  body: fc.constantFrom("order placed", "order failed", "nothing"),
  user: value,
  // Of clocks: the differences are the last of nineteen digits.
  at: fc.option(fc.integer({ min: 0, max: 9 }).map((n) => 1_700_000_000_000 + n)),
  tenant: value,
  tenantOfResource: value,
  rare: fc.option(fc.constantFrom("x", 1), { freq: 5 }),
  list: fc.option(fc.constant([1, "b"]), { freq: 5 }),
  service: fc.constantFrom("", "shop", "pay"),
  requestId: fc.constantFrom("", "r1", "r2"),
  severityNumber: fc.integer({ min: 0, max: 24 }),
  line: fc.constantFrom(0, 3, 42),
});
type Drawn = typeof drawnLog extends fc.Arbitrary<infer T> ? T : never;

const queries = [
  "",
  "order",
  "level:>=warn",
  "user:a",
  "tenant:7 OR user:12",
  "request_id:r1",
  "NOT _exists_:rare",
  "user:>5 AND order",
  "no-such-word",
];

let store: MemoryStore;
let reads: StoreReads;
beforeAll(async () => {
  store = await MemoryStore.open();
  reads = createReads(store.reader);
});
afterAll(() => store.dispose());

const fill = async (drawn: readonly Drawn[], blockRows: number) => {
  const logs = drawn.map(toLog);
  await store.clear();
  await store.commit({ logs });
  await store.buildBlocks(blockRows);
  return logs;
};

it("each field's share, type, top values and statistics are of all that matches", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawnLog, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      async (drawn, blockRows) => {
        const logs = await fill(drawn, blockRows);
        for (const query of queries) {
          const matches = compilePredicate(parseQuery(query), "logs", "logs", Date.now);
          const matching = drawn.filter((_, i) => matches(logs[i] ?? aLog()));

          const fields = await reads.fields({ signal: "logs", query, topValues: 3 }, signal);

          const found = fields.toSorted((a, b) => (a.name < b.name ? -1 : 1));
          expect(found, query).toEqual(fieldsOf(matching).map(near));
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
}, 600_000);

it("fields are told one after the other, until all are", async () => {
  const user = (i: number) => ({ user: `u${i}`, [`of${i % 20}`]: i });
  await store.clear();
  await store.commit({
    logs: Array.from({ length: 100 }, (_, i) =>
      aLog({ seq: ++lastSeq, attributes: JSON.stringify(user(i)) }),
    ),
  });
  await store.buildBlocks(30);
  const told: Parameters<NonNullable<Parameters<StoreReads["fields"]>[2]>>[0][] = [];

  const fields = await reads.fields({ signal: "logs", query: "" }, signal, (part) =>
    told.push(part),
  );

  expect(told.length).toBeGreaterThan(3);
  expect(told.map(({ total }) => total)).toEqual(told.map(() => 100));
  expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b));
  expect(told.at(-1)?.done).toBe(told[0]?.of);
  const byName = (a: FieldInfo, b: FieldInfo) => (a.name < b.name ? -1 : 1);
  expect(told.flatMap((part) => part.fields).sort(byName)).toEqual(fields.toSorted(byName));
  expect(fields.filter(({ name }) => name.startsWith("of"))).toHaveLength(20);
});

it("nothing more is asked of the database once the question is cancelled", async () => {
  await fill([], 1);
  await store.commit({ logs: [aLog({ seq: ++lastSeq, attributes: '{"a":1}' })] });
  const abort = new AbortController();
  const told: number[] = [];

  const asked = reads.fields({ signal: "logs", query: "" }, abort.signal, ({ done }) => {
    told.push(done);
    abort.abort();
  });

  await expect(asked).rejects.toMatchObject({ name: "AbortedError" });
  expect(told).toEqual([0]);
});

let lastSeq = 0;
function toLog({ tenantOfResource, user, at, tenant, rare, list, ...log }: Drawn): LogRecord {
  const attributes = { user, at, tenant, rare: rare ?? undefined, list, service: "hidden" };
  return aLog({
    ...log,
    seq: ++lastSeq,
    attributes: JSON.stringify(attributes),
    resource: store.interner.resource({
      ...{ service: "", run: "" },
      attributes: JSON.stringify({ tenant: tenantOfResource }),
    }),
  });
}

function textsOf(log: Drawn): Record<string, string | undefined> {
  const { receiver } = aLog();
  const text = (each: unknown) =>
    typeof each === "object" && each !== null ? JSON.stringify(each) : String(each);
  const values = {
    level: severityName(log.severityNumber),
    service: log.service === "" ? undefined : log.service,
    request_id: log.requestId === "" ? undefined : log.requestId,
    line: log.line === 0 ? undefined : log.line,
    receiver: receiver === "" ? undefined : receiver,
    user: log.user,
    at: log.at ?? undefined,
    tenant: log.tenant ?? log.tenantOfResource,
    rare: log.rare ?? undefined,
    list: log.list ?? undefined,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, each]) => [name, each === undefined ? each : text(each)]),
  );
}

/** In the order of names. */
function fieldsOf(logs: readonly Drawn[]): FieldInfo[] {
  const valuesByName = new Map<string, string[]>();
  for (const log of logs) {
    for (const [name, text] of Object.entries(textsOf(log))) {
      if (text !== undefined) valuesByName.set(name, [...(valuesByName.get(name) ?? []), text]);
    }
  }
  return [...valuesByName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values]) => infoOf(name, values, logs.length));
}

function infoOf(name: string, values: readonly string[], total: number): FieldInfo {
  const counts = new Map<string, number>();
  for (const text of values) counts.set(text, (counts.get(text) ?? 0) + 1);
  const top = [...counts]
    .map(([text, count]) => ({ value: text, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, 3);
  const numbers = values.map(parseNumber).filter((number) => number !== undefined);
  numbers.sort((a, b) => a - b);
  const isBoolean = values.every((text) => text === "true" || text === "false");
  const type =
    numbers.length === values.length
      ? "number"
      : isBoolean
        ? "boolean"
        : numbers.length > 0
          ? "mixed"
          : "string";
  const info = { name, type, count: values.length, total, distinct: counts.size, top } as const;
  const [min] = numbers;
  const max = numbers.at(-1);
  if (min === undefined || max === undefined) return info;
  const avg = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const spread = numbers.reduce((sum, each) => sum + (each - avg) ** 2, 0) / numbers.length;
  const at = (share: number) =>
    numbers.find((_, i) => (i + 1) / numbers.length >= share) ?? Number.NaN;
  return {
    ...info,
    stats: {
      ...{ min, max, avg, stddev: Math.sqrt(spread) },
      ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    },
  };
}

/** Sums of fractions depend on their order. */
function near(info: FieldInfo): unknown {
  if (info.stats === undefined) return info;
  const { avg, stddev } = info.stats;
  return { ...info, stats: { ...info.stats, avg: about(avg), stddev: about(stddev) } };
}
const about = (value: number): unknown => ({
  asymmetricMatch: (other: unknown) =>
    typeof other === "number" && Math.abs(other - value) <= 1e-9 * Math.max(1, Math.abs(value)),
  toString: () => String(value),
});
