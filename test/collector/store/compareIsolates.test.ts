// The query of each difference, of whatever kind: run, it gives the records of just the requests that have it.

import { expect, test } from "vitest";
import type { Difference } from "../../../src/shared/compare/model";
import { titleOf } from "../../../src/shared/compare/text";
import { aLog, aSpan, storesOfTest } from "./builders";

const stores = storesOfTest();
const base = 1_700_000_000_000_000_000n;
const signal = new AbortController().signal;
const requests = 120;
const isBad = (i: number) => i % 4 === 0;

interface Step {
  readonly body?: string;
  /** A span of this name, with these events. */
  readonly span?: string;
  readonly events?: readonly { readonly name: string; readonly attributes?: object }[];
  readonly durationNanos?: bigint;
  readonly status?: "" | "error";
  readonly statusMessage?: string;
  readonly eventName?: string;
  readonly severityNumber?: number;
  readonly attributes?: object;
  readonly service?: string;
  readonly resource?: object;
}

/** Each fourth request fails; steps are of a bad or a good one. */
async function ranked(stepsOf: (isBad: boolean, i: number) => readonly Step[]) {
  const store = await stores.open(stores.newPath());
  const logs: ReturnType<typeof aLog>[] = [];
  const spans: ReturnType<typeof aSpan>[] = [];
  let seq = 0;
  for (let i = 0; i < requests; i++) {
    const at = base + BigInt(i) * 1_000_000_000n;
    const end = { body: "over", severityNumber: isBad(i) ? 17 : 9 };
    [{ body: "received" }, ...stepsOf(isBad(i), i), end].forEach((step: Step, n) => {
      const {
        body = "",
        span,
        events = [],
        attributes = {},
        service = "shop",
        resource = {},
      } = step;
      const common = {
        seq: ++seq,
        requestId: `a-request-number-${i}`,
        timeUnixNano: at + BigInt(n) * 1_000_000n,
        attributes: JSON.stringify(attributes),
        resource: store.resource({ service, run: "", attributes: JSON.stringify(resource) }),
      };
      const { severityNumber = 9, eventName = "", durationNanos = 500_000n } = step;
      const { status = "", statusMessage = "" } = step;
      if (span === undefined) logs.push(aLog({ ...common, body, severityNumber, eventName }));
      else {
        const own = { name: span, durationNanos, status, statusMessage };
        const spanId = seq.toString(16).padStart(16, "0");
        const traceId = (i + 1).toString(16).padStart(32, "0");
        spans.push(aSpan({ ...common, ...own, spanId, traceId, events: JSON.stringify(events) }));
      }
    });
  }
  await store.commit({ logs, spans, points: [] });
  const result = await store.reads.compare({ bad: "level:error", good: "*" }, signal);
  const all = result.differences.flatMap((one) => [one, ...one.related]);
  const requestsOf = async ({ signal: of, query }: Pick<Difference, "signal" | "query">) => {
    const by = ["request_id"];
    const asked = { signal: of, query, by, aggregate: "count()", limit: 1000 } as const;
    const groups = await store.reads.groups(asked, signal);
    const ids = groups.map(({ group }) => Number(String(group["request_id"]).split("-").at(-1)));
    return { badCount: ids.filter(isBad).length, goodCount: ids.filter((i) => !isBad(i)).length };
  };
  return { all, requestsOf };
}

const rest = (i: number) => (i * 37) % 50;
const step = (attributes: object, over: Partial<Step> = {}): Step => ({
  body: "step",
  attributes,
  ...over,
});
const call = (over: Partial<Step> = {}): Step => ({ span: "call", ...over });
const w = (isBad: boolean, i: number) => (isBad ? "s9" : `s${i % 3}`);

test.each<[title: string, stepsOf: (isBad: boolean, i: number) => readonly Step[]]>([
  // Signs and forms of values.
  ['q = say "hi" \\ *', (bad, i) => [step({ q: bad ? 'say "hi" \\ *' : `say ${i % 3}` })]],
  ["a b:c = x", (bad, i) => [step({ "a b:c": bad ? "x" : `y${i % 3}` })]],
  ["tags = x", (bad, i) => [step({ tags: bad ? ["x", "y"] : ["y", `z${i % 3}`] })]],
  ["n > 500", (bad, i) => [step({ n: String((bad ? 900 : 10) + rest(i)) })]],
  ["n > 500", (bad, i) => [step({ n: bad ? 900 + rest(i) : i % 20 === 1 ? "1e5" : rest(i) })]],
  ["zone = eu", (bad) => [step({ zone: bad ? "eu" : "EU" })]],
  ["code = 007", (bad, i) => [step({ code: bad ? "007" : i % 3 === 0 ? "a" : "7" })]],
  [`q = ${"long ".repeat(24).trim()}…`, (bad) => [step({ q: bad ? "long ".repeat(2300) : "y" })]],
  [
    "path > 50 characters",
    (bad, i) => [step({ path: `${"x".repeat(bad ? 90 : 10 + (i % 7))}${i}` })],
  ],
  ["due has characters beyond ASCII", (bad, i) => [step({ due: `${bad ? "Zoë" : "Joe"} ${i}` })]],
  // A name that all records have, or that something else has, too.
  ["line = zz", (bad, i) => [step({ line: bad ? "zz" : `y${i % 3}` })]],
  ["logger = zz", (bad, i) => [step({ logger: bad ? "zz" : `y${i % 3}` })]],
  ["line > 500", (bad, i) => [step({ line: (bad ? 900 : 10) + rest(i) })]],
  ["name = zz", (bad, i) => [step({ name: bad ? "zz" : `y${i % 3}` })]],
  ["name = zz", (bad, i) => [call({ attributes: { name: bad ? "zz" : `y${i % 3}` } })]],
  ["shard = s9", (bad, i) => [step({ shard: w(bad, i) }), step({ shard: "s9" }, { service: "b" })]],
  [
    "n > 5",
    (bad, i) => [
      step({ n: bad ? 9 : i % 3 }),
      { ...step({ n: bad ? 9 : i % 3 }), body: "done" },
      step({ n: 9 }, { service: "b" }),
    ],
  ],
  ["zone = s9", (bad, i) => [step({ zone: "q" }, { resource: { zone: w(bad, i) } })]],
  [
    "zone = s9",
    (bad, i) => [
      step({}, { resource: { zone: w(bad, i) } }),
      step({}, { service: "b", resource: { zone: "s9" } }),
    ],
  ],
  ["zone = s9", (bad, i) => [step({ zone: w(bad, i) }), step({}, { resource: { zone: "s9" } })]],
  // What logs, spans and events of spans say.
  ["shard = s9", (bad, i) => [call({ attributes: { shard: w(bad, i) } })]],
  [
    "shard = s9",
    (bad, i) =>
      i % 8 < 4 ? [step({ shard: w(bad, i) })] : [call({ attributes: { shard: w(bad, i) } })],
  ],
  [
    "shard = s9",
    (bad, i) => [
      call({ events: [{ name: "evicted", attributes: { shard: w(bad, i) } }] }),
      ...(i % 8 < 4 ? [step({ shard: w(bad, i) })] : []),
    ],
  ],
  ["zone = s9", (bad, i) => [call({ service: "db", resource: { zone: w(bad, i) } })]],
  [
    "status_message = no row",
    (bad, i) => [call({ status: "error", statusMessage: bad ? "no row" : `no row ${i % 3}` })],
  ],
  ["coupon is there", (bad, i) => [step(bad ? { coupon: `c${i % 60}` } : {})]],
  [
    "coupon is there",
    (bad, i) => [call({ events: [{ name: "e", attributes: bad ? { coupon: `c${i}` } : {} }] })],
  ],
  ["no session", (bad, i) => [step(bad ? {} : { session: `c${i % 60}` })]],
  ["event = late", (bad, i) => [step({}, { eventName: bad ? "late" : `soon${i % 3}` })]],
  // Messages, names, and what stands in them.
  ["worker = w1", (bad, i) => [{ body: `job of worker=w${bad ? 1 : [10, 12, 13, 4][i % 4]}` }]],
  [
    "basket of <num> items > 500",
    (bad, i) => [{ body: `basket of ${(bad ? 900 : 0) + rest(i)} items` }],
  ],
  ["“”", (bad) => (bad ? [{ body: "", attributes: { x: 1 } }] : [])],
  ["“evicted”", (bad) => [call({ events: bad ? [{ name: "evicted" }] : [] })]],
  ["“GET /orders/<num>”", (bad, i) => [{ span: `GET /orders/${i}${bad ? "" : "/items"}` }]],
  ["missing: “GET /orders/<num>”", (bad, i) => (bad ? [] : [{ span: `GET /orders/${i}` }])],
  // A name that holds the other's.
  [
    "GET /cart/<num> = /cart/7",
    (bad, i) => [
      { span: `GET /cart/${bad ? 7 : [10, 11, 12][i % 3]}` },
      { span: "GET /cart/7/items" },
    ],
  ],
  [
    "shard = s9",
    (bad, i) => [
      { span: `GET /cart/${i}`, attributes: { shard: w(bad, i) } },
      { span: `GET /cart/${i}/items`, attributes: { shard: "s9" } },
    ],
  ],
  ["“GET /cart”", (bad) => [{ span: "get /cart" }, ...(bad ? [{ span: "GET /cart" }] : [])]],
  // Services that are passed, or not.
  ["went through legacy", (bad) => (bad ? [{ body: "asked", service: "legacy" }] : [])],
  ["went through legacy", (bad) => [call(), ...(bad ? [call({ service: "legacy" })] : [])]],
  [
    "went through legacy",
    (bad, i) => [
      call(),
      ...(bad ? [i % 8 === 0 ? call({ service: "legacy" }) : step({}, { service: "legacy" })] : []),
    ],
  ],
  [
    "never came to stock",
    (bad, i) => (bad ? [] : [{ body: `took ${["a", "b", "c"][i % 3] ?? ""}`, service: "stock" }]),
  ],
  // Records without a service, of a statement that those of a service have, too.
  ["“asked”", (bad) => [{ body: "asked" }, ...(bad ? [{ body: "asked", service: "" }] : [])]],
  ["“call”", (bad) => [call(), ...(bad ? [call({ service: "" })] : [])]],
  ["“”", (bad) => [{ body: "" }, ...(bad ? [{ body: "", service: "" }] : [])]],
  ["shard = s9", (bad, i) => [step({ shard: w(bad, i) }, { service: "" }), step({ shard: "s9" })]],
  [
    "shard = s9",
    (bad, i) => [
      call({ service: "", attributes: { shard: w(bad, i) } }),
      call({ attributes: { shard: "s9" } }),
    ],
  ],
  [
    "worker = w1",
    (bad, i) => [
      { body: `job of worker=w${bad ? 1 : [22, 23, 4][i % 3]}`, service: "" },
      { body: "job of worker=w1" },
    ],
  ],
  [
    "zone = s9",
    (bad, i) => [
      step({}, { service: "", resource: { zone: w(bad, i) } }),
      step({}, { resource: { zone: "s9" } }),
    ],
  ],
  [
    "shard = s9",
    (bad, i) => [
      step({ shard: w(bad, i) }, { service: "" }),
      step({}, { resource: { shard: "s9" } }),
    ],
  ],
  // How often, in what order, how long.
  [
    "“query” at least 3 times",
    (bad) => Array.from({ length: bad ? 4 : 1 }, () => ({ span: "query" })),
  ],
  [
    "“was read” before “lock”",
    (bad) => {
      const two = [{ span: "lock" }, { body: "was read" }];
      return bad ? two.reverse() : two;
    },
  ],
  [
    "“GET /<num>” took more than 500us",
    (bad, i) => [
      { span: `GET /${i}`, durationNanos: BigInt((bad ? 600_000 : 20_000) + rest(i) * 100) },
      { span: `GET /${i}/items`, durationNanos: 900_000n },
    ],
  ],
])("%s", async (title, stepsOf) => {
  const { all, requestsOf } = await ranked(stepsOf);

  expect(all.map(titleOf)).toContain(title);
  for (const one of all) {
    const { badCount, goodCount, named, query } = one;
    const those = named === undefined ? { badCount, goodCount } : { badCount: named, goodCount: 0 };
    expect(await requestsOf(one), `${titleOf(one)}: ${query}`).toEqual(those);
  }
});
