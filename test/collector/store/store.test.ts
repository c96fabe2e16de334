// The store's write side through its thread: what goes in comes out, after a reopen as well.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogRecord } from "../../../src/shared/record";
import { defaultDatabaseLimits } from "../../../src/collector/store/limits";
import { aLog, aPoint, aSpan, storesOfTest } from "./builders";

const { newPath, open } = storesOfTest();
const only = (logs: LogRecord[]) => ({ logs, spans: [], points: [] });

/** A lone surrogate becomes U+FFFD, as in every UTF-8 encoder. */
const wellFormed = (text: string) => Buffer.from(text).toString();

describe("commit", () => {
  test("every field of a log is stored as it was, absent ones as null", async () => {
    const store = await open(newPath());
    const resource = store.resource({ service: "shop", attributes: '{"a":1}', run: "r1" });
    const full = aLog({
      seq: 7,
      timeUnixNano: 1_700_000_000_123_456_789n,
      severityNumber: 17,
      severityText: "Fehler",
      logger: "http.server.connection",
      body: "Grüße, 世界 🌍 und mehr",
      display: "\u001b[31mrot\u001b[0m",
      eventName: "app.started",
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      requestId: "req-1",
      file: "src/a.ts",
      line: 12,
      function: "main",
      attributes: '{"k":"v"}',
      resource,
      run: "r1",
    });

    await store.commit(only([full, aLog({ seq: 8, body: "" })]));

    const rows = await store.all<Record<string, unknown>>("select * from logs order by seq");
    expect(rows).toEqual([
      {
        seq: 7n,
        time_unix_nano: 1_700_000_000_123_456_789n,
        observed_time_unix_nano: 1_700_000_000_000_000_000n,
        severity_number: 17,
        severity_text: "Fehler",
        service: "shop",
        logger: "http.server.connection",
        body: "Grüße, 世界 🌍 und mehr",
        display: "\u001b[31mrot\u001b[0m",
        event_name: "app.started",
        trace_id: "0af7651916cd43dd8448eb211c80319c",
        span_id: "b7ad6b7169203331",
        request_id: "req-1",
        file: "src/a.ts",
        line: 12,
        function: "main",
        attributes: '{"k":"v"}',
        resource_id: resource.id,
        receiver: "test",
        run: "r1",
        pattern_id: 1,
      },
      {
        seq: 8n,
        time_unix_nano: 1_700_000_000_000_000_000n,
        observed_time_unix_nano: 1_700_000_000_000_000_000n,
        severity_number: 9,
        severity_text: null,
        service: null,
        logger: null,
        body: "",
        display: null,
        event_name: null,
        trace_id: null,
        span_id: null,
        request_id: null,
        file: null,
        line: null,
        function: null,
        attributes: "{}",
        resource_id: 0,
        receiver: "test",
        run: null,
        pattern_id: 2,
      },
    ]);
  });

  test("any text comes back: lengths around the inline limit, NUL, emoji, lone surrogates replaced", async () => {
    const store = await open(newPath());
    let seq = 0;
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constant("x".repeat(12)),
      fc.constant("x".repeat(13)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 50 }),
        async (texts) => {
          const first = seq + 1;
          await store.commit(
            only(texts.map(([body, logger]) => aLog({ seq: ++seq, body, logger }))),
          );

          const rows = await store.all(
            "select body, logger from logs where seq >= $first order by seq",
            {
              first,
            },
          );

          expect(rows).toEqual(
            texts.map(([body, logger]) => ({
              body: wellFormed(body),
              logger: logger === "" ? null : wellFormed(logger),
            })),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a batch of more than one DuckDB vector and one packed table keeps its order and nulls", async () => {
    const store = await open(newPath());
    const count = 20_000;
    const logs = Array.from({ length: count }, (_, i) =>
      aLog({
        seq: i + 1,
        body: `message number ${i}`,
        requestId: i % 3 === 0 ? "" : `r${i}`,
        line: i % 5,
      }),
    );

    await store.commit(only(logs));

    const [row] = await store.all<{ wrong: bigint; count: bigint }>(
      `select count(*) as count, count(*) filter (
         where body <> 'message number ' || (seq - 1)
            or coalesce(request_id, '') <> if((seq - 1) % 3 = 0, '', 'r' || (seq - 1))
            or coalesce(line, 0) <> (seq - 1) % 5
            or line = 0) as wrong from logs`,
    );
    expect(row).toEqual({ count: BigInt(count), wrong: 0n });
  });

  test("logs, spans and points of one batch come together with their resource and series", async () => {
    const path = newPath();
    const store = await open(path);
    const resource = store.resource({ service: "shop", attributes: "{}", run: "" });
    const key = {
      name: "orders",
      type: "counter" as const,
      unit: "1",
      description: "",
      service: "shop",
      attributes: '{"a":"b"}',
      resource,
      receiver: "test",
      run: "",
    };
    const series = store.series(key)!;
    const distribution = { lower: [0], upper: [5], counts: [2] };

    await store.commit({
      logs: [aLog({ seq: 1, resource })],
      spans: [aSpan({ seq: 2, resource, durationNanos: 5n })],
      points: [aPoint(series, { seq: 3, value: 2.5, max: 4, distribution })],
    });
    await store.dispose();

    const reopened = await open(path);
    expect(reopened.lastSeq).toBe(3);
    expect(reopened.series({ ...key, resource: reopened.resource(resource) })?.id).toBe(series.id);
    expect(
      await reopened.all(
        "select p.value, p.min, p.max, p.start_time_unix_nano, p.distribution, s.name from points p join series s on s.id = p.series_id",
      ),
    ).toEqual([
      {
        value: 2.5,
        min: null,
        max: 4,
        start_time_unix_nano: null,
        distribution: JSON.stringify(distribution),
        name: "orders",
      },
    ]);
  });

  test("what was packed before is stored as it would be loose, under the numbers it is given", async () => {
    const store = await open(newPath());
    const resource = store.resource({ service: "shop", attributes: "{}", run: "" });
    const logs = Array.from({ length: 10_000 }, (_, i) =>
      aLog({ resource, body: `order ${i} was placed by ${i % 2 === 0 ? "ann" : "Jörg"}` }),
    );
    const first = 2 ** 33 - 5000;

    const packed = store.pack({ logs, spans: [aSpan({ resource, name: "packed" })] });
    packed.number(1); // as for a commit that failed
    packed.number(first);
    const loose = { ...aLog({ resource, body: "loose" }), seq: first + 10_001 };
    await store.commit(only([loose]), [packed]);

    const [row] = await store.all<Record<string, unknown>>(
      `select count(*)::integer as count, min(seq) as first, max(seq) as last,
         count(*) filter (where seq < ${first + 10_000} and body <> 'order ' || (seq - ${first})
           || ' was placed by ' || if(seq % 2 = ${first % 2}, 'ann', 'Jörg'))::integer as wrong,
         count(*) filter (where seq > ${first + 10_000} and body = 'loose')::integer as loose,
         count(pattern_id)::integer as patterned from logs`,
    );
    expect(row).toEqual({
      count: 10_001,
      first: BigInt(first),
      last: BigInt(first + 10_001),
      wrong: 0,
      loose: 1,
      patterned: 10_001,
    });
    expect(await store.all("select seq, name from spans")).toEqual([
      { seq: BigInt(first + 10_000), name: "packed" },
    ]);
    expect(await store.all("select service from resources")).toEqual([{ service: "shop" }]);
    expect(store.status()).toMatchObject({
      firstSeq: first,
      lastSeq: first + 10_001,
      rows: { logs: 10_001, spans: 1, metrics: 0 },
    });
  });

  test("commits that are not awaited one by one are stored in order", async () => {
    const store = await open(newPath());

    await Promise.all(
      Array.from({ length: 20 }, (_, i) => store.commit(only([aLog({ seq: i + 1 })]))),
    );

    const [row] = await store.all<{ n: bigint }>("select count(*) as n from logs");
    expect(row?.n).toBe(20n);
  });
});

describe("reads", () => {
  test("a cancelled read rejects and frees its connection", async () => {
    const store = await open(newPath());
    const controller = new AbortController();
    const query = store.all(
      "select count(*) from range(1000000000) a(x), range(1000000000) b(y) where x % 7 = y",
      {},
      controller.signal,
    );

    controller.abort();

    await expect(query).rejects.toThrow("cancelled");
    expect(await store.all("select 1 as one")).toEqual([{ one: 1 }]);
  });
});

test("a question that does not fit in memory is answered with more of it", async () => {
  const database = { ...defaultDatabaseLimits, memory: "20MB" };
  const store = await open(newPath(), { database });

  const [row] = await store.all("select len(list(range))::integer as n from range(2000000)");

  expect(row).toEqual({ n: 2_000_000 });
});

test("a closed store says so", async () => {
  const store = await open(newPath());
  await store.dispose();

  await expect(store.commit(only([aLog()]))).rejects.toThrow("is closed");
});
