// Whatever the contract lets one ask is answered, or refused in words of the product: random questions with bounds,
// sizes and names at their extremes, about records at the extremes of time. The database's own errors reach nobody.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReads } from "../../../../src/collector/store/reads";
import type { StoreReads } from "../../../../src/collector/store/recordStore";
import { collectorParams } from "../../../../src/shared/contract/collectorParams";
import { patternOrders } from "../../../../src/shared/contract/patterns";
import { RpcError } from "../../../../src/shared/contract/rpc";
import { QueryError } from "../../../../src/shared/query/queryError";
import { aLog, aPoint, aSeries, aSpan } from "../builders";
import { drawnQueries, nowNanos } from "../drawn";
import { MemoryStore } from "../memoryStore";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 30);
const { signal } = new AbortController();
const greatest = Number.MAX_SAFE_INTEGER;

/** Each present half the time. */
const maybe = <T>(drawn: fc.Arbitrary<T>) => fc.option(drawn, { nil: undefined, freq: 1 });
const seldom = <T>(drawn: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: drawn });
/** Mostly what may be asked, so that most questions are answered. */
const mostly = (right: readonly string[], wrong: readonly string[]) =>
  fc.oneof(
    { weight: 19, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const time = mostly(
  [
    ...["0", "-1", "9223372036854775807", "-9223372036854775808", "1", String(nowNanos)],
    ...["2023-11-14T22:13:20Z", "2023-11-14T22:13:20.123456789+05:30"],
    ...["0001-01-01T00:00:00Z", "1677-09-21T00:12:43Z", "2262-04-12T00:00:00Z"],
    "9999-12-31T23:59:59Z",
  ],
  ["soon", ""],
);
const whole = fc.constantFrom(0, -1, 1, 2, 5, 2 ** 31, 2 ** 32, 1e15, greatest, -greatest);
const size = fc.constantFrom(0, -1, 0.5, 1, 2, 10, 1000, 100_000, 2 ** 31, greatest, -greatest);
const field = fc.constantFrom(
  ...["", "level", "service", "message", "user", "took ms", "no.such", "seq", "time", "pattern"],
  ...["trace_id", "request_id", "duration", "name", "kind", "status", "value", "run", "file"],
  ...["type", "unit", "receiver", "record", "request", "trace", "$.x", "a'b", 'a"b', "a\\b"],
  ...["a\u0000b", "\ud800", "x".repeat(1000)],
);
const figure = mostly(
  [
    ...["count()", "rate()", "count(user)", "distinct(user)", "avg(took ms)", "sum(took ms)"],
    ...["min(took ms)", "max(took ms)", "stddev(took ms)", "p50(took ms)", "p99(took ms)"],
    ...["sum(seq)", "min(service)", "max(time)", "max(message)", "avg(level)", "p50(value)"],
  ],
  ["distinct()", "p101(took ms)", "p0(took ms)", "avg(", "()", "x(y)", ""],
);
const query = fc.oneof(
  { weight: 1, arbitrary: drawnQueries.map(([first = ""]) => first) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...["", "*", "(", "level:>=warn", "user:a", "took\\ ms:>1e308", "took\\ ms:>-1e400"],
      ...["took\\ ms:NaN", "seq:1", "seq:[1 TO 3]", "seq:99999999999999999999", "time:>now-5m"],
      ...["time:>now+99999999y", "time:<0001-01-01", "time:[* TO 9999-12-31]", "value:>0"],
      ...["duration:>1s", "duration:>99999999999d", "status:error", "kind:server", "_exists_:user"],
      ...["line:>9999999999999999999", "level:[debug TO warn]", '"a b"~2', "/a.*b/", "timeot~"],
    ),
  },
);
const selectionOfAny = {
  query,
  from: maybe(time),
  to: maybe(time),
  sinceSeq: seldom(whole),
  untilSeq: seldom(whole),
  seqs: seldom(fc.array(whole, { maxLength: 3 })),
};
const asked = fc.constantFrom("logs", "logs", "spans", "metrics");
const selection = { signal: asked, ...selectionOfAny };
const zone = maybe(
  fc.array(
    fc.record({
      fromMs: fc.constantFrom(0, 1.7e12, -1e15, greatest, -greatest),
      minutes: fc.constantFrom(0, 60, -720, 840, 1e9, -1e9),
    }),
    { maxLength: 3 },
  ),
);
const fieldsOf = (maxLength: number) => fc.array(field, { maxLength });

const drawnParams: {
  readonly [Name in keyof StoreReads]: fc.Arbitrary<object | undefined>;
} = {
  rows: fc.record({
    ...selection,
    afterSeq: seldom(whole),
    beforeSeq: seldom(whole),
    order: fc.constantFrom("newest", "oldest"),
    limit: size,
  }),
  record: fc.record({ signal: asked, seq: whole }),
  rowIndex: fc.record(selection),
  histogram: fc.record({
    ...selection,
    intervalNanos: maybe(fc.constantFrom("1", "0", "-1", "1000000000", "86400000000000", "wide")),
    bars: maybe(size),
    zone,
    by: maybe(field),
  }),
  groups: fc.record({
    ...selection,
    by: fieldsOf(3),
    aggregate: maybe(figure),
    aggregates: seldom(fc.array(figure, { maxLength: 4 })),
    order: seldom(fc.record({ of: fc.oneof(field, figure), isAscending: fc.boolean() })),
    limit: maybe(size),
  }),
  groupTotals: fc.record({ ...selection, by: fieldsOf(3) }),
  groupChart: fc.record({
    ...selection,
    by: fieldsOf(2),
    aggregate: maybe(figure),
    bars: maybe(size),
    zone,
    lines: maybe(size),
  }),
  fields: fc.record({ ...selection, topValues: maybe(size), newest: maybe(size) }),
  values: fc.record({ ...selection, field, prefix: maybe(query), limit: maybe(size) }),
  patterns: fc.record({
    ...selectionOfAny,
    bars: maybe(size),
    limit: maybe(size),
    order: maybe(fc.constantFrom(...patternOrders)),
    newSince: maybe(time),
    values: maybe(size),
  }),
  timeline: fc.record({
    id: fc.oneof(field, fc.constantFrom("%", "*", "'", "r1", "0".repeat(32))),
  }),
  requests: fc.record({ limit: size, isFailedOnly: maybe(fc.boolean()) }),
  compare: fc.record({
    bad: query,
    badSeqs: seldom(fc.array(whole, { maxLength: 3 })),
    good: query,
    within: seldom(query),
    isOfSameRoute: maybe(fc.boolean()),
    by: maybe(field),
    from: maybe(time),
    to: maybe(time),
  }),
  services: fc.constant(undefined),
  series: fc.record({ query, limit: maybe(size) }),
  chart: fc.record({
    series: fc.array(whole, { maxLength: 4 }),
    // Most of them before most ends, so that most are answered.
    from: mostly(["0", "-1", "-9223372036854775808", "0001-01-01T00:00:00Z"], [String(nowNanos)]),
    to: time,
    maxPoints: size,
    by: maybe(field),
  }),
};

describe.each(["no records", "records of now", "records of all times"] as const)("of %s", (of) => {
  let store: MemoryStore;
  let reads: StoreReads;
  beforeAll(async () => {
    store = await MemoryStore.open();
    reads = createReads(store.reader);
    const times = {
      "no records": [],
      "records of now": [nowNanos, nowNanos + 1n, nowNanos + 1_000_000_000n, nowNanos],
      "records of all times": [2n ** 63n - 1n, 0n, nowNanos, 1n, -(2n ** 63n), -1n],
    }[of];
    const own = (at: number) => ({ user: "ab"[at % 2], "took ms": at === 1 ? 1e308 : at });
    await store.commit({
      logs: times.map((timeUnixNano, i) =>
        aLog({
          ...{ seq: 3 * i + 1, timeUnixNano, requestId: `r${i % 2}`, body: `took ${i} ms` },
          attributes: JSON.stringify(own(i)),
        }),
      ),
      spans: times.map((timeUnixNano, i) =>
        aSpan({
          ...{ seq: 3 * i + 2, timeUnixNano, traceId: String(i % 2).repeat(32) },
          ...{ requestId: `r${i % 2}`, attributes: JSON.stringify(own(i)) },
        }),
      ),
      points: times.map((timeUnixNano, i) =>
        aPoint(aSeries(), {
          seq: 3 * i + 3,
          timeUnixNano,
          startTimeUnixNano: times[i + 1] ?? 0n,
          value: i,
        }),
      ),
    });
    await store.buildBlocks(2);
  });
  afterAll(() => store.dispose());

  it.each(Object.keys(drawnParams) as (keyof StoreReads)[])("%s", async (name) => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(drawnParams[name], async (drawn) => {
        try {
          // As they come over the wire.
          const params = collectorParams[name](drawn && JSON.parse(JSON.stringify(drawn)), "");
          await reads[name](params as never, signal, () => undefined);
          answers++;
        } catch (error) {
          if (error instanceof QueryError) return;
          expect(error).toBeInstanceOf(RpcError);
          expect((error as RpcError).failure).toMatchObject({ kind: "query" });
        }
      }),
      { numRuns: runs },
    );
    // A property that is only ever refused proves nothing.
    expect(answers).toBeGreaterThan(0);
  });
});
