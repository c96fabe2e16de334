// Groups agree with what a program finds that looks at every record: random records in random blocks, several
// figures at once, any order.

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import type { GroupRow } from "../../../../src/shared/contract/groups";
import type { LogRecord } from "../../../../src/shared/record";
import { severityName } from "../../../../src/shared/severity";
import { aLog } from "../builders";
import { MemoryStore } from "../memoryStore";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 25);
const { signal } = new AbortController();
const second = 1_000_000_000n;

const names = ["user", "took ms", "tenant", "service", "level"] as const;
const figures = [
  "count()",
  "rate()",
  "count(user)",
  "distinct(user)",
  ...["avg", "sum", "min", "max", "stddev", "p50", "p90", "p99"].map((name) => `${name}(took ms)`),
];
const value = fc.constantFrom<unknown>("a", "b", "Ä", "", 7, -1.5, 12, true, undefined, null);
const drawnLog = fc.record({
  user: value,
  tookMs: fc.oneof(value, fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer()),
  tenant: value,
  tenantOfResource: value,
  service: fc.constantFrom("", "shop", "pay"),
  severityNumber: fc.integer({ min: 0, max: 24 }),
  atSecond: fc.integer({ min: 0, max: 100 }),
});
type Drawn = typeof drawnLog extends fc.Arbitrary<infer T> ? T : never;

let store: MemoryStore;
let reads: StoreReads;
beforeAll(async () => {
  store = await MemoryStore.open();
  reads = createReads(store.reader);
});
afterAll(() => store.dispose());

it("groups and their figures are those of a program that looks at every record", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawnLog, { minLength: 1, maxLength: 24 }),
      fc.integer({ min: 1, max: 9 }),
      fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }),
      fc.uniqueArray(fc.constantFrom(...figures), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fc.boolean(),
      async (drawn, blockRows, by, aggregates, pick, isAscending) => {
        await store.clear();
        await store.commit({ logs: drawn.map(toLog) });
        await store.buildBlocks(blockRows);
        const columns = [...by, ...aggregates];
        const of = columns[pick % columns.length] ?? "";

        const rows = await reads.groups(
          { signal: "logs", query: "", by, aggregates, order: { of, isAscending }, limit: 1000 },
          signal,
        );

        const totals = await reads.groupTotals({ signal: "logs", query: "", by }, signal);

        const expected = groupsOf(drawn, by, aggregates);
        expect(totals).toEqual({ groups: expected.length, rows: drawn.length });
        expect(keyed(rows)).toEqual(
          keyed(expected).map(([key, values]) => [key, values?.map(near)]),
        );
        if (by.includes(of as (typeof names)[number])) expectFieldOrder(rows, of, isAscending);
        else expectFigureOrder(rows, aggregates.indexOf(of), isAscending);
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
}, 600_000);

it("groups over time are those of the records of each interval", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawnLog, { minLength: 1, maxLength: 24 }),
      fc.integer({ min: 1, max: 9 }),
      fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
      fc.constantFrom(...figures),
      fc.integer({ min: 1, max: 12 }),
      async (drawn, blockRows, by, aggregate, bars) => {
        await store.clear();
        await store.commit({ logs: drawn.map(toLog) });
        await store.buildBlocks(blockRows);

        const chart = await reads.groupChart(
          { signal: "logs", query: "", by, aggregate, bars, lines: 50 },
          signal,
        );

        const seconds = Number(chart.intervalNanos) / 1e9;
        expect(chart.timesMs.length).toBeLessThanOrEqual(bars);
        const empty = /^(?:count|rate|sum|distinct)/.test(aggregate) ? 0 : null;
        const expected = [...membersOf(drawn, by)].map(([key, members]) => [
          key,
          chart.timesMs.map((ms) => {
            const from = ms / 1000;
            const its = members.filter(
              (log) => log.atSecond >= from && log.atSecond < from + seconds,
            );
            return near(its.length === 0 ? empty : figureOf(aggregate, its, seconds));
          }),
        ]);
        const told = chart.lines.map(({ group, values }) => [
          JSON.stringify(by.map((name) => group[name])),
          values,
        ]);
        expect(told.sort(byKey)).toEqual(expected.sort(byKey));
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
}, 600_000);

const byKey = (a: readonly unknown[], b: readonly unknown[]) =>
  String(a[0]) < String(b[0]) ? -1 : 1;

let lastSeq = 0;
function toLog({ user, tookMs, tenant, tenantOfResource, ...log }: Drawn): LogRecord {
  return aLog({
    seq: ++lastSeq,
    timeUnixNano: BigInt(log.atSecond) * second,
    service: log.service,
    severityNumber: log.severityNumber,
    attributes: JSON.stringify({ user, "took ms": tookMs, tenant }),
    resource: store.interner.resource({
      ...{ service: "", run: "" },
      attributes: JSON.stringify({ tenant: tenantOfResource }),
    }),
  });
}

function fieldOf(log: Drawn, name: string): unknown {
  switch (name) {
    case "user":
      return log.user ?? null;
    case "took ms":
      return log.tookMs ?? null;
    case "tenant":
      return log.tenant ?? log.tenantOfResource ?? null;
    case "service":
      return log.service === "" ? null : log.service;
    default:
      return severityName(log.severityNumber) ?? null;
  }
}

function membersOf(logs: readonly Drawn[], by: readonly string[]): Map<string, Drawn[]> {
  const groups = new Map<string, Drawn[]>(by.length === 0 ? [["[]", []]] : []);
  for (const log of logs) {
    const key = JSON.stringify(by.map((name) => shown(fieldOf(log, name))));
    groups.set(key, [...(groups.get(key) ?? []), log]);
  }
  return groups;
}

function groupsOf(logs: readonly Drawn[], by: readonly string[], texts: readonly string[]) {
  const groups = membersOf(logs, by);
  const times = logs.map(({ atSecond }) => atSecond);
  const seconds = Math.max(Math.max(...times) - Math.min(...times), 1e-9);
  return [...groups].map(([key, members]): GroupRow => {
    const group = JSON.parse(key) as (string | number | null)[];
    const values = texts.map((text) => figureOf(text, members, seconds));
    return {
      group: Object.fromEntries(by.map((name, i) => [name, group[i] ?? null])),
      value: values[0] ?? null,
      values,
    };
  });
}

/** Booleans are told as text. */
const shown = (value: unknown) => (typeof value === "boolean" ? String(value) : value);

function figureOf(text: string, logs: readonly Drawn[], seconds: number): number | null {
  const name = text.slice(0, text.indexOf("("));
  const users = logs.map(({ user }) => user ?? null).filter((user) => user !== null);
  const numbers = logs
    .map(({ tookMs }) => tookMs)
    .filter((took) => typeof took === "number")
    .sort((a, b) => a - b);
  const sum = numbers.reduce((total, each) => total + each, 0);
  const mean = sum / numbers.length;
  if (text === "count()") return logs.length;
  if (name === "rate") return logs.length / seconds;
  if (name === "count") return users.length;
  if (name === "distinct") return new Set(users.map(String)).size;
  if (numbers.length === 0) return null;
  if (name === "sum") return sum;
  if (name === "avg") return mean;
  if (name === "min") return numbers[0] ?? null;
  if (name === "max") return numbers.at(-1) ?? null;
  if (name === "stddev") {
    return Math.sqrt(numbers.reduce((all, each) => all + (each - mean) ** 2, 0) / numbers.length);
  }
  const place = (Number(name.slice(1)) / 100) * (numbers.length - 1);
  const below = numbers[Math.floor(place)] ?? 0;
  return below + ((numbers[Math.ceil(place)] ?? 0) - below) * (place - Math.floor(place));
}

const keyed = (rows: readonly GroupRow[]) =>
  rows
    .map(({ group, values }) => [JSON.stringify(group), values] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

const near = (value: number | null): unknown =>
  value === null
    ? null
    : { asymmetricMatch: (other: unknown) => isNear(other, value), toString: () => String(value) };

const isNear = (other: unknown, value: number) =>
  typeof other === "number" && Math.abs(other - value) <= 1e-7 * Math.max(1, Math.abs(value));

function expectFigureOrder(rows: readonly GroupRow[], at: number, isAscending: boolean): void {
  const values = rows.map(({ values: all }) => all?.[at] ?? null);
  const known = values.filter((value) => value !== null);
  expect(values.slice(0, known.length)).toEqual(known);
  expect(known).toEqual(known.toSorted((a, b) => (isAscending ? a - b : b - a)));
}

/** Numbers in their order and before texts, groups without the field last. */
function expectFieldOrder(rows: readonly GroupRow[], name: string, isAscending: boolean): void {
  const values = rows.map(({ group }) => group[name] ?? null);
  const numbers = values.filter((value) => typeof value === "number");
  const texts = values.filter((value) => typeof value === "string");
  expect(values).toEqual([...numbers, ...texts, ...values.filter((value) => value === null)]);
  expect(numbers).toEqual(numbers.toSorted((a, b) => (isAscending ? a - b : b - a)));
}
