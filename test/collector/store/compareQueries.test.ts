// Where the query of a difference leads: to the records of just those requests that have it.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "../../../src/collector/store/store";
import type { Difference, DifferenceKind } from "../../../src/shared/compare/model";
import { aLog, aSpan, writerPath } from "./builders";

const base = 1_700_000_000_000_000_000n;
const signal = new AbortController().signal;
const requests = 300;
const failed = requests / 3;

let folder: string;
let store: Store;
let differences: readonly Difference[];

interface Step {
  readonly body: string;
  readonly attributes?: object;
}

/** Each third request fails, and differs from the others in every way there is. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-compare-queries-"));
  store = await openStore({ path: join(folder, "store.duckdb"), writerPath });
  const shop = store.resource({ service: "shop", run: "", attributes: "{}" });
  const legacy = store.resource({ service: "legacy", run: "", attributes: "{}" });
  const logs: ReturnType<typeof aLog>[] = [];
  const spans: ReturnType<typeof aSpan>[] = [];
  let seq = 0;
  for (let i = 0; i < requests; i++) {
    const isBad = i % 3 === 0;
    const ids = {
      requestId: `a-request-number-${i}`,
      traceId: (i + 1).toString(16).padStart(32, "0"),
    };
    const at = base + BigInt(i) * 1_000_000_000n;
    const tries = isBad ? 3 + (i % 2) : 1 + (i % 2);
    const pair: Step[] = [{ body: "row locked" }, { body: "row read" }];
    const steps: Step[] = [
      { body: `order ${4000 + i} accepted`, attributes: { zone: isBad ? "a" : `b${i % 4}` } },
      { body: "sized", attributes: { size: (isBad ? 20_000 : 1000) + ((i * 37) % 900) } },
      ...(isBad ? pair.reverse() : pair),
      ...Array.from({ length: tries }, () => ({ body: "tried" })),
      ...(isBad ? [{ body: `cache ${i} missed` }] : [{ body: "checked" }]),
    ];
    steps.forEach(({ body, attributes = {} }, step) =>
      logs.push(
        aLog({
          seq: ++seq,
          body,
          requestId: ids.requestId, // by a span alone it is known that the trace is of this request
          timeUnixNano: at + BigInt(step) * 1000n,
          resource: shop,
          attributes: JSON.stringify(attributes),
        }),
      ),
    );
    const own = { ...ids, timeUnixNano: at };
    if (isBad) logs.push(aLog({ ...own, seq: ++seq, body: "looked up", resource: legacy }));
    const end = { ...own, timeUnixNano: at + 1_000_000n, resource: shop };
    logs.push(aLog({ ...end, seq: ++seq, body: "over", severityNumber: isBad ? 17 : 9 }));
    spans.push(
      aSpan({
        ...own,
        seq: ++seq,
        spanId: (i + 1).toString(16).padStart(16, "0"),
        name: "query",
        durationNanos: BigInt((isBad ? 600_000 : 20_000) + ((i * 37) % 50) * 100),
        resource: shop,
      }),
    );
  }
  await store.commit({ logs, spans, points: [] });
  const result = await store.reads.compare({ bad: "level:error", good: "*" }, signal);
  differences = result.differences.flatMap((one) => [one, ...one.related]);
});
afterAll(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** The requests of all records that match. */
async function requestsOf(of: "logs" | "spans", query: string) {
  const groups = await store.reads.groups(
    { signal: of, query, by: ["request_id"], aggregate: "count()", limit: 1000 },
    signal,
  );
  const ids = groups.map(({ group }) => Number(String(group["request_id"]).split("-").at(-1)));
  return { bad: ids.filter((i) => i % 3 === 0).length, good: ids.filter((i) => i % 3 > 0).length };
}

const find = (kind: DifferenceKind, about: string) => {
  const found = differences.find(
    (one) => one.kind === kind && `${one.field} ${one.value}` === about,
  );
  if (found === undefined) {
    throw new Error(
      differences.map(({ kind, field, value }) => `${kind} ${field} ${value}`).join("\n"),
    );
  }
  return found;
};

describe("finds just the requests that have it", () => {
  test.each<[DifferenceKind, string]>([
    ["field", "zone a"],
    ["range", "size > 10000"],
    ["template", "message cache <num> missed"],
    ["duration", "query > 500us"],
    ["service", "service legacy"],
  ])("%s", async (kind, about) => {
    const { query, signal, badCount, goodCount, named } = find(kind, about);

    expect({ badCount, goodCount, named }).toEqual({ badCount: failed, goodCount: 0 });
    expect(await requestsOf(signal === "spans" ? "spans" : "logs", query)).toEqual({
      bad: badCount,
      good: goodCount,
    });
  });
});

describe("names the requests where no record alone shows it", () => {
  test.each<[DifferenceKind, string]>([
    ["missing-template", "message checked"],
    ["order", "row read before row locked"],
    ["count", "tried >= 3"],
  ])("%s", async (kind, about) => {
    const { query, badCount, goodCount, named } = find(kind, about);

    expect({ badCount, goodCount, named }).toEqual({
      badCount: failed,
      goodCount: 0,
      named: failed,
    });
    expect(await requestsOf("logs", query)).toEqual({ bad: failed, good: 0 });
  });
});
