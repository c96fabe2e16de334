// Records of an app without request ids, grouped by something else: a trace, a field, each alone.

import { afterAll, beforeAll, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "../../../src/collector/store/store";
import type { CompareQuery, CompareResult } from "../../../src/shared/contract/compare";
import { aLog, aSpan, writerPath } from "./builders";

const base = 1_700_000_000_000_000_000n;
const signal = new AbortController().signal;
const sessions = 60;

let folder: string;
let store: Store;

/** Each fourth session is of the plan "free", uses an old client and fails; a trace has two spans of it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-compare-by-"));
  store = await openStore({ path: join(folder, "store.duckdb"), writerPath });
  const resource = store.resource({ service: "shop", run: "", attributes: "{}" });
  const logs: ReturnType<typeof aLog>[] = [];
  const spans: ReturnType<typeof aSpan>[] = [];
  let seq = 0;
  for (let i = 0; i < sessions; i++) {
    const isBad = i % 4 === 0;
    const timeUnixNano = base + BigInt(i) * 1_000_000_000n;
    const log = (body: string, own: object, severityNumber = 9) =>
      logs.push(
        aLog({
          seq: ++seq,
          timeUnixNano: timeUnixNano + BigInt(seq),
          body,
          severityNumber,
          resource,
          attributes: JSON.stringify({ "session.id": `session-${i}`, ...own }),
        }),
      );
    log(`session ${i} opened`, { plan: isBad ? "free" : `paid-${i % 3}` });
    const client = isBad ? "v1" : `v${2 + (i % 3)}`;
    log("page shown", { client, ...(isBad ? {} : { cached: true }) }, isBad ? 17 : 9);
    if (!isBad) log("plan paid", {});
    log("session closed", {});
    const traceId = (i + 1).toString(16).padStart(32, "0");
    const span = (name: string, attributes: object, status: "" | "error") =>
      spans.push(
        aSpan({
          seq: ++seq,
          name,
          traceId,
          timeUnixNano,
          status,
          resource,
          attributes: JSON.stringify(attributes),
        }),
      );
    span("call", { shard: isBad ? "s9" : `s${i % 5}` }, "");
    span("GET /page", {}, isBad ? "error" : "");
  }
  await store.commit({ logs, spans, points: [] });
});
afterAll(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const compare = (query: CompareQuery) => store.reads.compare(query, signal);
const all = ({ differences }: CompareResult) => differences.flatMap((one) => [one, ...one.related]);

test("by a field: its values are the groups, and what isolates them names it", async () => {
  const result = await compare({ bad: "level:error", good: "*", by: "session.id" });

  expect(result).toMatchObject({ by: "session.id", badRequests: 15, goodRequests: 45 });
  expect(all(result).find(({ field }) => field === "plan")).toMatchObject({
    value: "free",
    badCount: 15,
    goodCount: 0,
    query: "plan:free",
  });
  expect(all(result).find(({ value }) => value === "plan paid")).toMatchObject({
    kind: "missing-template",
    query: expect.stringMatching(/^session\.id:\(session-56 OR session-52 /) as unknown,
    named: 15,
  });
});

test("by record: each stands for itself, and is compared where no id is at all", async () => {
  const result = await compare({
    bad: 'message:"page shown" AND level:error',
    good: 'message:"page shown"',
    by: "record",
  });

  expect(result).toMatchObject({ by: "record", badRequests: 15, goodRequests: 45, records: 60 });
  expect(result.differences[0]).toMatchObject({
    field: "client",
    value: "v1",
    badCount: 15,
    goodCount: 0,
    isOutcome: false,
  });
  expect(all(result).find(({ value }) => value === "(none)")).toMatchObject({
    field: "cached",
    query: expect.stringMatching(/^seq:\(/) as unknown,
    named: 15,
  });
});

test("by trace: spans belong together, logs without a trace to nothing", async () => {
  const result = await compare({ bad: "status:error", good: "*", by: "trace" });

  expect(result).toMatchObject({ by: "trace", badRequests: 15, goodRequests: 45, records: 120 });
  expect(result.differences[0]).toMatchObject({ field: "shard", value: "s9", signal: "spans" });
});

test("by request nothing is found in logs that carry no id", async () => {
  expect(await compare({ bad: "level:error", good: "*" })).toMatchObject({
    by: "request",
    badRequests: 0,
  });
});

test("a field of one signal may be a fixed field of the other", async () => {
  const byPattern = await compare({ bad: "level:error", good: "*", by: "pattern" });
  const byName = await compare({ bad: "status:error", good: "*", by: "name" });

  expect(byPattern.badRequests).toBe(1);
  expect(byName).toMatchObject({ badRequests: 1, goodRequests: 1 });
});

test("a pattern that differs is told by its id, merged ones included, and its query finds its rows", async () => {
  const result = await compare({ bad: "level:error", good: "*", by: "session.id" });
  const list = await store.reads.patterns({ query: "*" }, signal);
  const shown = list.patterns.find(({ text }) => text === "session <num> opened");

  const opened = all(
    await compare({ bad: `pattern:${shown?.id ?? ""}`, good: "*", by: "record" }),
  ).find(({ pattern }) => pattern === shown?.id);

  expect(result.differences.length).toBeGreaterThan(0);
  expect(opened).toMatchObject({
    kind: "template",
    value: "session <num> opened",
    badCount: 60,
    goodCount: 0,
  });
  const { rows } = await store.reads.rows(
    { signal: "logs", query: opened?.query ?? "", order: "newest", limit: 100 },
    signal,
  );
  expect(rows).toHaveLength(60);
});
