// Two groups of requests out of a store: which are compared, and what of them.

import { afterAll, beforeAll, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "../../../src/collector/store/store";
import type { CompareQuery } from "../../../src/shared/contract/compare";
import { aLog, aPoint, aSpan, writerPath } from "./builders";

const base = 1_700_000_000_000_000_000n;
const hex = (n: number, digits = 32) => n.toString(16).padStart(digits, "0");
const signal = new AbortController().signal;

let folder: string;
let store: Store;

/** Every fifth request meets worker w3 and fails. The error is told by a span alone in odd ones. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-compare-"));
  store = await openStore({ path: join(folder, "store.duckdb"), writerPath });
  let seq = 0;
  const resource = store.resource({ service: "shop", run: "", attributes: '{"host.name":"h1"}' });
  const logs: ReturnType<typeof aLog>[] = [];
  const spans: ReturnType<typeof aSpan>[] = [];
  for (let i = 0; i < 100; i++) {
    const isBad = i % 5 === 0;
    const requestId = `request-number-${i}`;
    const traceId = hex(i + 1);
    const at = base + BigInt(i) * 1_000_000_000n;
    const log = (body: string, offset: number, over: Partial<ReturnType<typeof aLog>> = {}) =>
      logs.push(
        aLog({ seq: ++seq, body, requestId, timeUnixNano: at + BigInt(offset), resource, ...over }),
      );
    log("accepted", 0, { attributes: `{"user":"u${i}","tenant":"t${i % 3}"}` });
    log("taken up", 10, {
      attributes: `{"worker":"${isBad ? "w3" : `w${i % 2}`}"}`,
      file: "work.ts",
      line: 7,
    });
    if (isBad && i % 2 === 0) log("it failed", 20, { severityNumber: 17 });
    if (!isBad) log("stored", 20);
    spans.push(
      aSpan({
        seq: ++seq,
        name: i < 50 ? "GET /orders" : "GET /carts",
        traceId,
        requestId,
        timeUnixNano: at,
        durationNanos: 1000n,
        status: isBad ? "error" : "",
        resource,
      }),
    );
  }
  const other = store.resource({ service: "mailer", run: "", attributes: "{}" });
  const seriesOf = (of: typeof resource) =>
    store.series({
      name: "pool.open",
      type: "gauge",
      unit: "",
      description: "",
      service: of.service,
      attributes: "{}",
      resource: of,
      receiver: "test",
      run: "",
    });
  const points = [resource, other].flatMap((of) => {
    const series = seriesOf(of);
    if (series === undefined) return [];
    return Array.from({ length: 100 }, (_, i) =>
      aPoint(series, {
        seq: ++seq,
        timeUnixNano: base + BigInt(i) * 1_000_000_000n - 1000n,
        value: of === resource && i % 5 === 0 ? 90 : (of === resource ? 10 : 70) + (i % 7),
      }),
    );
  });
  await store.commit({ logs, spans, points });
});
afterAll(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const compare = (query: CompareQuery) => store.reads.compare(query, signal);

test("of the records that match only those that are named make a request bad", async () => {
  const { rows } = await store.reads.rows(
    { signal: "logs", query: "worker:w3", order: "oldest", limit: 100 },
    signal,
  );
  const named = rows.slice(0, 7).map(({ seq }) => seq);

  const result = await compare({ bad: "*", badSeqs: [1, ...named], good: "*" });

  expect(result).toMatchObject({ badRequests: 7, goodRequests: 93 });
});

test("requests are bad by a log or by a span of theirs, and named once however many ids they have", async () => {
  const result = await compare({ bad: "level:>=error OR status:error", good: "*" });

  expect(result).toMatchObject({ badRequests: 20, goodRequests: 80, isCut: false });
  expect(result.differences[0]).toMatchObject({
    rank: 1,
    kind: "field",
    field: "worker",
    value: "w3",
    badShare: 1,
    goodShare: 0,
    badCount: 20,
    goodCount: 0,
    query: "worker:w3",
    signal: "logs",
    source: { file: "work.ts", line: 7 },
  });
  expect(result.identifying).toContain("user");
});

test("what a metric said when requests began is compared", async () => {
  const { differences } = await compare({ bad: "status:error", good: "*" });

  const all = differences.flatMap((one) => [one, ...one.related]);
  expect(all.find(({ field }) => field === "pool.open")).toMatchObject({
    kind: "range",
    signal: "metrics",
    // All but the first one, which failed before any passed: what was said then only tells the time, so that it
    // is not among those that the shares are of.
    badCount: 19,
    badShare: 1,
    goodShare: 0,
    among: { of: "metrics", bad: 19 },
    query: "name:pool.open AND service:shop AND value:>50",
  });
});

test("the query of what a metric said finds the samples before failed requests", async () => {
  const { differences } = await compare({ bad: "status:error", good: "*" });
  const all = differences.flatMap((one) => [one, ...one.related]);
  const query = all.find(({ field }) => field === "pool.open")?.query ?? "";

  const { rows } = await store.reads.rows(
    { signal: "metrics", query, order: "oldest", limit: 200 },
    signal,
  );

  const seconds = rows.map(({ time }) => Math.ceil(Date.parse(time) / 1000) - 1_700_000_000);
  expect(seconds).toEqual(Array.from({ length: 20 }, (_, i) => i * 5));
});

test("only requests within a third query are compared", async () => {
  const within = 'name:"GET /orders"';

  const result = await compare({ bad: "status:error", good: "*", within });

  expect(result).toMatchObject({ badRequests: 10, goodRequests: 40 });
});

test("a field that the question goes by is no answer to it", async () => {
  const result = await compare({ bad: "worker:w3", good: "NOT worker:w3" });

  const fields = result.differences.flatMap((one) =>
    [one, ...one.related].map(({ field }) => field),
  );
  expect(fields).not.toContain("worker");
  expect(fields).toContain("message");
});

test("a group without requests is said to be one", async () => {
  const result = await compare({ bad: "nothing-like-this", good: "*" });

  expect(result).toMatchObject({ badRequests: 0, differences: [] });
  expect(result.tooLittle).toBe("No request is in the bad group.");
});

test.each(["request", "trace", "record", "worker"])(
  "where neither group has anything, by %s, that is said",
  async (by) => {
    const result = await compare({ bad: "nothing-like-this", good: "nor-this", by });

    expect(result).toMatchObject({ badRequests: 0, goodRequests: 0, differences: [] });
    expect(result.tooLittle).toMatch(/^No .+ is in the bad group\.$/);
  },
);

test("a wrong query is refused with its place", async () => {
  await expect(compare({ bad: "level:>=soon", good: "*" })).rejects.toMatchObject({
    failure: { kind: "query", position: 8 },
  });
});

test("a comparison that nobody waits for is given up", async () => {
  const controller = new AbortController();
  controller.abort();

  await expect(
    store.reads.compare({ bad: "status:error", good: "*" }, controller.signal),
  ).rejects.toThrow();
});

test("of more failed requests than are compared none is counted as passed", async () => {
  const other = await openStore({ path: join(folder, "many.duckdb"), writerPath });
  const logs = Array.from({ length: 4200 }, (_, i) =>
    aLog({ seq: i + 1, requestId: `r${i}`, body: "done", severityNumber: i % 2 === 0 ? 9 : 17 }),
  );
  await other.commit({ logs, spans: [], points: [] });

  const result = await other.reads.compare({ bad: "level:error", good: "*" }, signal);
  await other.dispose();

  expect(result).toMatchObject({ badRequests: 2000, goodRequests: 2000, isCut: true });
});
