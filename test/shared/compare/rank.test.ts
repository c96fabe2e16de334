// What is compared and how it is told, one small case each.

import { describe, expect, test } from "vitest";
import { parseQuery } from "../../../src/shared/query/parser";
import { compilePredicate } from "../../../src/shared/query/predicate";
import { aLog } from "../../builders";
import type { ComparedRequest, DifferenceKind } from "../../../src/shared/compare/model";
import { Comparison } from "../../../src/shared/compare/rank";
import { roundBetween } from "../../../src/shared/compare/ranges";
import { type FlatRecord, toCompared } from "./flatRecord";
import { differenceJson, rankingText, titleOf } from "../../../src/shared/compare/text";

let seq = 0;
const aRecord = (over: Partial<FlatRecord> = {}) =>
  toCompared({ seq: ++seq, text: "hello", service: "shop", severityNumber: 9, ...over });

/** 20 bad and 60 good requests of these records; moments are given by their order. */
function rank(
  recordsOf: (isBad: boolean, i: number) => readonly Partial<FlatRecord>[],
  bad = 20,
  good = 60,
) {
  const comparison = new Comparison();
  for (let i = 0; i < bad + good; i++) {
    const isBad = i < bad;
    const request: ComparedRequest = {
      id: `r${i}`,
      field: "request_id",
      isBad,
      matchedSeq: undefined,
      records: recordsOf(isBad, i).map((over, at) =>
        aRecord({ timeNanos: i * 1e9 + at * 1000, ...over }),
      ),
    };
    comparison.add(request);
  }
  return comparison.rank();
}

describe("each kind of difference", () => {
  const start = { text: "started" };
  const end = { text: "ended" };
  const twenty = `request_id:(${Array.from({ length: 20 }, (_, i) => `r${i}`).join(" OR ")})`;
  test.each<[string, (isBad: boolean, i: number) => Partial<FlatRecord>[], string, string]>([
    [
      "a field",
      (bad) => [{ ...start, attributes: { zone: bad ? "a" : "b" } }, end],
      "zone = a",
      "zone:a",
    ],
    [
      "a field of the resource",
      (bad) => [{ ...start, resource: { "host.name": bad ? "h1" : "h2" } }, end],
      "host.name = h1",
      "host.name:h1",
    ],
    [
      "a flag",
      (bad) => [{ ...start, attributes: { cached: bad } }, end],
      "cached = true",
      "cached:true",
    ],
    [
      "a field that is not always there",
      (bad, i) => [{ ...start, attributes: bad ? { coupon: `c${i % 7}` } : {} }, end],
      "coupon is there",
      "_exists_:coupon",
    ],
    [
      "a number above a cut",
      (bad, i) => [
        { ...start, attributes: { size: bad ? 20_000 + ((i * 7) % 20) : 1000 + ((i * 37) % 900) } },
        end,
      ],
      "size > 10000",
      "size:>10000",
    ],
    [
      "a number below a cut",
      (bad, i) => [{ ...start, attributes: { left: bad ? i % 5 : 100 + ((i * 7) % 50) } }, end],
      "left < 100",
      "left:<100",
    ],
    [
      "a number in a band",
      (bad, i) => [
        {
          ...start,
          attributes: {
            age: bad ? 40 + (i % 5) : i % 2 === 0 ? (i * 7) % 30 : 70 + ((i * 7) % 30),
          },
        },
        end,
      ],
      "age from 30 to 50",
      "age:{30 TO 50}",
    ],
    [
      "a template",
      (bad) => [start, ...(bad ? [{ text: "cache 12 missed" }] : []), end],
      "“cache <num> missed”",
      'message:"cache" AND message:"missed" AND service:shop',
    ],
    [
      "a missing template",
      (bad) => [start, ...(bad ? [] : [{ text: "checked" }]), end],
      "missing: “checked”",
      twenty,
    ],
    [
      "an order",
      (bad) => {
        const pair = [{ text: "locked" }, { text: "read" }];
        return [start, ...(bad ? pair.reverse() : pair), end];
      },
      "“read” before “locked”",
      `((message:read AND service:shop) OR (message:locked AND service:shop)) AND ${twenty}`,
    ],
    [
      "a count",
      (bad, i) => [
        start,
        ...Array.from({ length: bad ? 3 + (i % 2) : 1 + (i % 2) }, () => ({ text: "tried" })),
        end,
      ],
      "“tried” at least 3 times",
      `message:tried AND service:shop AND ${twenty}`,
    ],
    [
      "a duration",
      (bad, i) => [
        start,
        { signal: "spans", text: "query", durationNanos: (bad ? 2e9 : 2e6) + ((i * 7) % 50) * 1e4 },
        end,
      ],
      "“query” took more than 1s",
      "name:query AND service:shop AND duration:>1s",
    ],
    [
      "a service",
      (bad) => [start, ...(bad ? [{ text: "x", service: "legacy" }] : []), end],
      "went through legacy",
      "service:legacy",
    ],
    [
      "a value in a message",
      (bad, i) => [
        start,
        {
          text: `taken by worker=w${bad ? 9 : i % 4} at once`,
          pattern: { id: "0123456789ab", text: "taken by worker=<str> at once" },
        },
        end,
      ],
      "worker = w9",
      'message:"taken by worker=w9 at once" AND pattern:0123456789ab AND service:shop',
    ],
    [
      "a pattern",
      (bad) => [
        start,
        ...(bad ? [{ text: "x", pattern: { id: "0123456789ab", text: "cache miss" } }] : []),
        end,
      ],
      "“cache miss”",
      "pattern:0123456789ab AND service:shop",
    ],
  ])("%s", (_, recordsOf, title, query) => {
    const [first] = rank(recordsOf).differences;

    expect(first === undefined ? "nothing" : titleOf(first)).toBe(title);
    expect(first?.query).toBe(query);
    expect(first).toMatchObject({ badShare: 1, goodShare: 0, badCount: 20, goodCount: 0 });
  });

  const startAt = { ...start, file: "shop.ts", line: 1 };
  const endAt = { ...end, file: "shop.ts", line: 9 };
  const step = (text: string, line: number) => ({ text, file: "shop.ts", line });
  const aSpan = (durationNanos: number) => ({
    ...{ signal: "spans" as const, text: "charge", service: "pay", durationNanos },
    ...{ file: "pay.ts", line: 4 },
  });
  test.each<[DifferenceKind, string, (isBad: boolean, i: number) => Partial<FlatRecord>[]]>([
    ["field", "shop.ts:1", (bad) => [{ ...startAt, attributes: { zone: bad ? "a" : "b" } }, endAt]],
    [
      "range",
      "shop.ts:1",
      (bad, i) => [{ ...startAt, attributes: { size: (bad ? 9000 : 10) + ((i * 7) % 50) } }, endAt],
    ],
    ["template", "shop.ts:5", (bad) => [startAt, ...(bad ? [step("odd", 5)] : []), endAt]],
    [
      "missing-template",
      "shop.ts:5",
      (bad) => [startAt, ...(bad ? [] : [step("usual", 5)]), endAt],
    ],
    [
      "order",
      "shop.ts:3",
      (bad) => {
        const steps = [step("locked", 2), step("read", 3)];
        return [startAt, ...(bad ? steps.reverse() : steps), endAt];
      },
    ],
    [
      "count",
      "shop.ts:5",
      (bad) => [startAt, ...Array.from({ length: bad ? 4 : 1 }, () => step("tried", 5)), endAt],
    ],
    [
      "duration",
      "pay.ts:4",
      (bad, i) => [startAt, aSpan((bad ? 900 : 9) * 1e6 + ((i * 7) % 50) * 1e4), endAt],
    ],
    [
      "service",
      "db.ts:2",
      (bad) => [
        startAt,
        ...(bad ? [{ text: "cold", service: "db", file: "db.ts", line: 2 }] : []),
        endAt,
      ],
    ],
  ])("%s is told as such, and leads to %s", (kind, source, recordsOf) => {
    const all = rank(recordsOf).differences.flatMap((one) => [one, ...one.related]);
    const found = all.find((one) => one.kind === kind);

    expect(all.map((one) => one.kind)).toContain(kind);
    expect(found?.source && `${found.source.file}:${found.source.line}`).toBe(source);
  });

  test("a duration in a message, in one unit", () => {
    const [first] = rank((bad, i) => [
      start,
      {
        text: `page came in ${bad ? `${2 + (i % 3)}s` : `${90 + (i % 9)} ms`}`,
        pattern: { id: "0123456789ab", text: "page came in <duration>" },
      },
      end,
    ]).differences;

    expect(first === undefined ? "nothing" : titleOf(first)).toBe(
      "page came in <duration> > 1000 ms",
    );
    expect(first?.medians).toEqual({ bad: 3000, good: 94 });
  });
});

test("a difference has its share in each group and the number of requests behind it", () => {
  const [first] = rank((isBad, i) => [
    {
      text: "started",
      attributes: { worker: (isBad ? i < 15 : i < 26) ? "w7" : "w1" },
    },
  ]).differences;

  expect(first).toMatchObject({
    ...{ field: "worker", value: "w7" },
    ...{ badShare: 0.75, goodShare: 0.1, badCount: 15, goodCount: 6 },
  });
});

describe("requests that a query names by their ids", () => {
  const ranked = (id: (i: number) => string) => {
    const comparison = new Comparison();
    for (let i = 0; i < 1500; i++) {
      const isBad = i % 2 === 0;
      const texts = ["started", ...(isBad ? [] : ["checked"]), "ended"];
      const records = texts.map((text, at) => aRecord({ text, timeNanos: i * 1e9 + at }));
      comparison.add({ id: id(i), field: "request_id", isBad, matchedSeq: undefined, records });
    }
    const ranking = comparison.rank();
    const [first] = ranking.differences;
    return { first, ranking, matches: compilePredicate(parseQuery(first?.query ?? ""), "logs") };
  };

  test("are as many as the query holds, and it is said how many", () => {
    const { first, ranking } = ranked((i) => `r${i}`);

    expect(first).toMatchObject({ kind: "missing-template", badCount: 750, named: 400 });
    expect(first?.rows).toEqual({ query: first?.query, named: 400 });
    expect(first?.query.match(/r\d+/g)).toHaveLength(400);
    expect(rankingText(ranking)).toMatch(
      /\n {4}request_id:\(r0 OR r2 OR .{100,200}… \(it names 400 of 750 failed requests\)\n/,
    );
  });

  test("are fewer where they are long: the query can be asked", () => {
    const { first, matches } = ranked((i) => `${"long-".repeat(20)}${i}`);

    const named = first?.named ?? 0;
    expect(named).toBeGreaterThan(50);
    expect(named).toBeLessThan(100);
    const ofRequest = (i: number) => aLog({ requestId: `${"long-".repeat(20)}${i}` });
    expect(matches(ofRequest(0))).toBe(true);
    expect(matches(ofRequest(2 * named))).toBe(false);
  });
});

test("a metric that was high when bad requests began, and one that only a burst of them saw", () => {
  const comparison = new Comparison();
  const times = Array.from({ length: 200 }, (_, i) => i * 1e9);
  for (let i = 0; i < 200; i++) {
    const record = aRecord({ timeNanos: i * 1e9 + 5e8 });
    comparison.add({
      id: `r${i}`,
      field: "request_id",
      isBad: i % 5 === 0,
      matchedSeq: undefined,
      records: [record],
    });
  }
  const values = times.map((_, i) => (i % 5 === 0 ? 60 : 5) + (i % 3));
  const coarse = { times: [0, 100e9], values: [1, 2] };
  const metric = { service: "shop", attributes: { pool: "db" } };

  const ranking = comparison.rank({
    metrics: [
      { ...metric, name: "open", times, values },
      { ...metric, name: "coarse", ...coarse },
    ],
  });

  expect(ranking.differences.map(titleOf)).toEqual(["open {pool=db} > 50"]);
  expect(ranking.differences[0]).toMatchObject({
    signal: "metrics",
    query: "name:open AND service:shop AND pool:db AND value:>50",
    service: "shop",
  });
});

test("what a request was given as its metric says comes before what happened in some of them", () => {
  const comparison = new Comparison();
  const all = Array.from({ length: 200 }, (_, i) => i);
  const isBad = (i: number) => i % 4 === 0;
  for (const i of all) {
    const texts = ["started", ...(isBad(i) && i % 5 < 3 ? [] : ["cached"]), "ended"];
    comparison.add({
      ...{ id: `r${i}`, field: "request_id", isBad: isBad(i), matchedSeq: undefined },
      records: texts.map((text, at) => aRecord({ text, timeNanos: i * 1e9 + at })),
    });
  }

  const { differences } = comparison.rank({
    carried: [
      {
        ...{ name: "cart.items", type: "gauge", unit: "", service: "shop", attributes: {} },
        ...{ idLabels: ["request_id"], isExample: false, requests: all },
        times: all.map((i) => i * 1e9),
        values: all.map((i) => (isBad(i) ? 60 : 10) + (i % 7)),
      },
    ],
  });

  expect(differences.map(titleOf)).toEqual(["cart.items > 50"]);
  expect(differences[0]?.related.map(titleOf)).toContain("missing: “cached”");
});

test("what a metric said before the first passed request tells the time alone", () => {
  const comparison = new Comparison();
  const times = Array.from({ length: 200 }, (_, i) => i * 1e9);
  for (let i = 0; i < 200; i++) {
    comparison.add({
      id: `r${i}`,
      field: "request_id",
      isBad: i < 100,
      matchedSeq: undefined,
      records: [aRecord({ timeNanos: i * 1e9 + 5e8 })],
    });
  }
  const values = times.map((_, i) => Math.min(100, i) + (i % 3));

  const ranking = comparison.rank({
    metrics: [{ service: "shop", attributes: {}, name: "rows", times, values }],
  });

  expect(ranking.differences).toEqual([]);
});

test("an id of each request explains nothing, and is named as one that does not", () => {
  const ranking = rank(
    (isBad, i) => [
      { text: "started", attributes: { order: `o-${i}`, number: i, kind: isBad ? "odd" : "even" } },
    ],
    60,
    200,
  );

  expect(ranking.differences.map(titleOf)).toEqual(["kind = odd"]);
  expect(ranking.identifying).toContain("order");
});

test("a value of few requests does not outrank one of most", () => {
  const [first] = rank((isBad, i) => [
    {
      text: "started",
      attributes: {
        worker: isBad && i > 2 ? "w7" : `w${i % 5}`,
        customer: isBad && i < 4 ? "c1" : `c${i % 9}`,
      },
    },
  ]).differences;

  expect(first === undefined ? "" : titleOf(first)).toBe("worker = w7");
});

test("the error and what is missing after it are grouped under what came first", () => {
  const ranking = rank((isBad) => [
    { text: "started", attributes: { worker: isBad ? "w7" : "w1" } },
    ...(isBad ? [{ text: "timed out", severityNumber: 17 }] : [{ text: "stored" }]),
  ]);

  expect(ranking.differences.map(titleOf)).toEqual(["worker = w7"]);
  expect(ranking.differences[0]?.related.map(titleOf).sort()).toEqual([
    "missing: “stored”",
    "“timed out”",
  ]);
});

test("of services that are missing the first is the cause, also where another has a rare place past those whose order is looked at", () => {
  const letter = (n: number) => String.fromCharCode(97 + n);
  const before = Array.from({ length: 62 }, (_, n) => ({
    text: `${letter(n % 26)} ${letter(n / 26)}`,
  }));
  const ranking = rank((isBad, i) => [
    ...before,
    ...(isBad
      ? []
      : [
          { text: "kept", service: "cart" },
          { text: "took", service: "stock" },
          ...(i === 70 ? [{ text: "took the last", service: "stock" }] : []),
        ]),
  ]);

  expect(ranking.differences.map(titleOf)).toEqual(["never came to cart"]);
});

test("of requests that are one record each the cause comes before what tells their end", () => {
  const ranking = rank(
    (isBad, i) => [
      {
        text: "request",
        severityNumber: isBad ? 17 : 9,
        attributes: {
          worker: isBad || i % 30 === 0 ? "w7" : `w${i % 6}`,
          status: isBad ? 500 : 200,
          "error.type": isBad ? "Timeout" : "",
        },
      },
    ],
    60,
    400,
  );

  expect(ranking.differences.map(titleOf)).toEqual(["worker = w7"]);
  expect(ranking.differences[0]?.related.map(titleOf)).toContain("status = 500");
});

test("what only the failing record says is a symptom", () => {
  const ranking = rank((isBad, i) => [
    { text: "started" },
    ...(isBad
      ? [{ text: "failed", severityNumber: 17, attributes: { shard: i % 2 } }]
      : [{ text: "ended" }]),
  ]);

  expect(ranking.differences.map(({ isOutcome }) => isOutcome)).not.toContain(false);
});

test("the number of a try follows from what the request was given before it", () => {
  const ranking = rank(
    (isBad, i) => [
      { text: "started", attributes: { worker: isBad || i % 8 === 0 ? "w7" : `w${i % 5}` } },
      ...(isBad || i % 40 === 0
        ? [1, 2].map((attempt) => ({ text: "trying again", attributes: { attempt } }))
        : []),
      ...(isBad ? [{ text: "failed", severityNumber: 17 }] : [{ text: "ended" }]),
    ],
    60,
    400,
  );

  expect(ranking.differences.map(titleOf)).toEqual(["worker = w7"]);
  expect(ranking.differences[0]?.related.map(({ field }) => field)).toContain("attempt");
});

test("a word of a message that only errors have is a symptom", () => {
  const pattern = { id: "0123456789ab", text: "job <str>" };
  const ranking = rank((isBad, i) => [
    { text: "job taken", pattern },
    { text: `job ${isBad ? "failed" : "made"}`, pattern, severityNumber: isBad ? 17 : 9 },
    { text: "ended", attributes: { i } },
  ]);

  const all = ranking.differences.flatMap((one) => [one, ...one.related]);
  expect(all.find(({ value }) => value === "failed")).toMatchObject({ isOutcome: true });
});

test("of a field only the strongest value is told beside a cause, in one line", () => {
  const stack = (isBad: boolean, i: number) => `Error: no\n  at line ${isBad ? i % 2 : 9}`;
  const [first] = rank((isBad, i) => [
    { text: "started", attributes: { worker: isBad ? "w7" : `w${i % 3}` } },
    {
      text: isBad ? "failed" : "ended",
      severityNumber: isBad ? 17 : 9,
      attributes: { trail: stack(isBad, i) },
    },
  ]).differences;

  expect(first?.field).toBe("worker");
  const trails = first?.related.filter(({ field }) => field === "trail") ?? [];
  expect(trails.map(titleOf)).toEqual(["trail = Error: no…"]);
});

describe("clocks that are coarser than others", () => {
  const second = 1e9;
  test.each([
    ["seconds", second, 300e6],
    ["milliseconds", 1e6, 300e3],
  ])("%s: what came before an error arrived before it", (_, stepNanos, afterNanos) => {
    const comparison = new Comparison();
    for (let i = 0; i < 80; i++) {
      const isBad = i < 20;
      const startNanos = i * second + afterNanos;
      const given = { worker: isBad || i % 20 === 0 ? "w7" : `w${i % 3}` };
      const coarse = Math.floor(startNanos / stepNanos) * stepNanos;
      const records = [
        aRecord({ text: "received", timeNanos: startNanos, attributes: given }),
        aRecord({ text: "taken", timeNanos: coarse }),
        isBad
          ? aRecord({ text: "failed", timeNanos: coarse, severityNumber: 17 })
          : aRecord({ text: "ended", timeNanos: coarse }),
      ].sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq);
      comparison.add({ id: `r${i}`, field: "request_id", isBad, matchedSeq: undefined, records });
    }

    const { differences } = comparison.rank();

    expect(differences.map(titleOf)).toEqual(["worker = w7"]);
    expect(differences[0]?.isOutcome).toBe(false);
  });

  test("a log of a whole millisecond lies behind the start of a span in it", () => {
    const comparison = new Comparison();
    for (let i = 0; i < 80; i++) {
      const isBad = i < 20;
      const timeNanos = i * second + 300e3;
      const attributes = { worker: isBad || i % 20 === 0 ? "w7" : `w${i % 3}` };
      const log = aRecord({ text: "done", severityNumber: isBad ? 17 : 9, timeNanos: i * second });
      const span = { text: "work", signal: "spans", durationNanos: 500e3 } as const;
      const records = [log, aRecord({ ...span, timeNanos, attributes })];
      comparison.add({ id: `r${i}`, field: "request_id", isBad, matchedSeq: undefined, records });
    }

    expect(comparison.rank().differences.map(titleOf)[0]).toBe("worker = w7");
  });
});

test("two halves of one reason are two differences", () => {
  const ranking = rank(
    (isBad, i) => [
      {
        text: "started",
        attributes: {
          worker: isBad || i % 8 === 0 ? "w7" : `w${i % 5}`,
          size: isBad ? 50 + (i % 9) : i % 8 === 0 ? i % 30 : (i * 7) % 90,
        },
      },
    ],
    60,
    400,
  );

  const fields = ranking.differences.map(({ field }) => field);
  expect(fields.slice(0, 2).sort()).toEqual(["size", "worker"]);
});

test("too few requests are said to be too few", () => {
  const ranking = rank(
    (isBad) => [{ text: "started", attributes: { worker: isBad ? "w7" : "w1" } }],
    1,
    3,
  );

  expect(ranking.differences).toEqual([]);
  expect(ranking.tooLittle).toBe(
    "1 failed against 3 passed requests are too few: any difference could be chance.",
  );
});

test("enough requests in which nothing differs are not said to be too few", () => {
  expect(rank(() => [{ text: "started" }]).tooLittle).toBeUndefined();
});

test("a few more are too few, too, and it is said beside what was compared", () => {
  const ranking = rank(() => [{ text: "started" }, { text: "ended" }], 2, 3);

  const says = "2 failed against 3 passed requests are too few: any difference could be chance.";
  expect(ranking.tooLittle).toBe(says);
  expect(rankingText(ranking)).toContain(says);
});

test.each([
  [0, 3, "No request is in the bad group."],
  [3, 0, "No request is in the good group."],
])("of %i failed and %i passed requests it is said which group is empty", (bad, good, says) => {
  const ranking = rank(() => [{ text: "started" }], bad, good);

  expect(ranking).toMatchObject({ tooLittle: says, badRequests: bad, goodRequests: good });
});

test("what goes with a cause comes before what follows from it, the strongest first, and not the cause again", () => {
  const [first] = rank((isBad, i) => [
    {
      text: "started",
      attributes: {
        worker: isBad ? "w7" : `w${i % 3}`,
        host: isBad && i > 1 ? "h1" : `h${i % 4}`,
        zone: isBad && i > 4 ? "a" : `b${i % 4}`,
      },
    },
    { text: "tried", attributes: { worker: isBad ? "w7" : `w${i % 3}` } },
    ...(isBad ? [{ text: "gave up", severityNumber: 17 }] : [{ text: "stored" }]),
  ]).differences;

  expect(first === undefined ? "" : titleOf(first)).toBe("worker = w7");
  expect(first?.related.filter(({ isOutcome }) => !isOutcome).map(titleOf)).toEqual([
    "zone = a",
    "host = h1",
  ]);
  const outcomes = first?.related.map(({ isOutcome }) => isOutcome) ?? [];
  expect(outcomes).toContain(true);
  expect(outcomes).toEqual([...outcomes].sort((a, b) => Number(a) - Number(b)));
});

test("a difference without a call site of its own leads to the one of the record in which it showed", () => {
  const [first] = rank((isBad) => [
    { text: "received", file: "in.ts", line: 1 },
    {
      text: "taken",
      attributes: { worker: isBad ? "w7" : "w1" },
      file: "work.ts",
      line: 8,
    },
    { text: "over", file: "out.ts", line: 9 },
  ]).differences.filter(({ field }) => field === "worker");

  expect(first?.source).toEqual({ file: "work.ts", line: 8 });
});

test("requests that do not differ give no difference", () => {
  const ranking = rank((_, i) => [{ text: "started", attributes: { worker: `w${i % 3}` } }]);

  expect(ranking.differences).toEqual([]);
  expect(rankingText(ranking)).toContain("none differs beyond chance");
});

test("hostile names and values are nothing but text", () => {
  const [first] = rank((isBad) => [
    { text: "started", attributes: { 'a"b:c d': isBad ? 'x" OR *:*' : "y", __proto__x: 1 } },
  ]).differences;

  expect(first?.query).toBe(String.raw`a\"b\:c\ d:"x\" OR *:*"`);
});

test("a line of --json has the fields that scripts go by, and no others", () => {
  const [first] = rank((isBad) => [
    { text: "started", file: "shop.ts", line: 3, attributes: { worker: isBad ? "w7" : "w1" } },
  ]).differences;

  expect(first === undefined ? {} : differenceJson(first, first.rank)).toEqual({
    rank: 1,
    kind: "field",
    field: "worker",
    value: "w7",
    badShare: 1,
    goodShare: 0,
    badCount: 20,
    goodCount: 0,
    score: expect.any(Number) as number,
    query: "worker:w7",
    source: { file: "shop.ts", line: 3 },
  });
});

test("a line of --json says what its query is asked of, where it is not logs", () => {
  const [first] = rank((isBad) => [
    { text: "call", signal: "spans", attributes: { shard: isBad ? "s9" : "s1" } },
  ]).differences;

  expect(first === undefined ? {} : differenceJson(first, first.rank)).toMatchObject({
    query: "shard:s9",
    signal: "spans",
  });
});

test.each([
  [15_000, 20_010, 20_000],
  [2, 3, 2],
  [0.31, 0.34, 0.32],
  [-7, 12, 0],
  [99, 100, 99],
])("the roundest number from %d to below %d is %d", (low, high, round) => {
  expect(roundBetween(low, high)).toBe(round);
});
