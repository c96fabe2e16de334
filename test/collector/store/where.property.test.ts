// The store and the live tail must never disagree: random records, random queries, both asked.

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ResourceIndex } from "../../../src/collector/store/resourceIndex";
import { compileWhere } from "../../../src/collector/store/where";
import { parseQuery } from "../../../src/shared/query/parser";
import { compilePredicate } from "../../../src/shared/query/predicate";
import { QueryError } from "../../../src/shared/query/queryError";
import { resolveQuery } from "../../../src/shared/query/resolve";
import type { LogRecord, SpanRecord } from "../../../src/shared/record";
import { aLog, aSpan } from "./builders";
import { MemoryStore } from "./memoryStore";

const nowNanos = 1_700_000_000_000_000_000n;
const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 40);

const words = [
  "error",
  "Error",
  "timeout",
  "ÄRGER",
  "ärger",
  "İstanbul",
  "ΣΊΣΥΦΟΣ",
  "σίσυφος",
  "日本",
  "😀",
  "a",
  "ab",
  "ba",
  "200",
  "200.0",
  "2e2",
  "-5",
  "0",
  "404",
  "3.14",
  "1e21",
  "12345678901234567890",
  "true",
  "null",
  "2023-11-14T22:13:20Z",
  "a b",
  "x/y",
  "user.name",
  'say "hi"',
  "back\\slash",
  "new\nline",
  "tab\t",
  "100%",
  "under_score",
  "[list]",
  "{obj}",
  "",
  "k8s-node",
  "ſ",
  "K",
];
const keys = [
  "user",
  "status",
  "took.ms",
  "tags",
  "Ünï",
  "a b",
  'q"k',
  "b\\s",
  "x/y",
  "x~y",
  "*",
  "level",
];
const word = fc.oneof(
  fc.constantFrom(...words),
  fc
    .string({ unit: "binary", maxLength: 4 })
    .map((s) => s.replaceAll("\0", "").replaceAll("\ufeff", "")),
);
const scalar = fc.oneof(
  word,
  fc.constantFrom<unknown>(0, 200, -5, 3.14, 1e21, 1e-7, 0.1, 404, 2 ** 53, true, false, null),
  fc.integer({ min: -10, max: 500 }),
);
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.record({ k: scalar }), { maxLength: 2 }) },
);
const attributes = fc
  .dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 })
  .map((o) => JSON.stringify(o));
const sentence = fc.array(word, { minLength: 0, maxLength: 5 }).map((w) => w.join(" "));
const ids = ["", "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];

const fields = {
  timeUnixNano: fc.constantFrom(
    nowNanos,
    nowNanos - 60_000_000_000n,
    nowNanos - 3_600_000_000_000n,
    0n,
    nowNanos + 1n,
  ),
  service: fc.constantFrom("", "Checkout", "checkout", "200"),
  logger: word,
  file: fc.constantFrom("", "src/App.ts"),
  line: fc.constantFrom(0, 1, 42, 200),
  function: fc.constantFrom("", "main"),
  traceId: fc.constantFrom(...ids),
  spanId: fc.constantFrom("", "b7ad6b7169203331"),
  requestId: fc.oneof(fc.constant(""), word),
  attributes,
  resourceAttributes: attributes,
  run: fc.constantFrom("", "r1"),
};
const log = fc.record({
  ...fields,
  severityNumber: fc.integer({ min: 0, max: 24 }),
  severityText: fc.constantFrom("", "NOTICE", "Critical", "audit"),
  body: sentence,
  eventName: fc.constantFrom("", "exception"),
});
const span = fc.record({
  ...fields,
  name: sentence,
  kind: fc.constantFrom("" as const, "server" as const),
  status: fc.constantFrom("" as const, "error" as const),
  statusMessage: sentence,
  durationNanos: fc.constantFrom(0n, 1n, 300_000_000n, 1_500_000_000n),
});

const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
const escape = (text: string) => text.replace(/[\s\\()[\]{}"':^~*?/<>=!+&|-]/g, "\\$&");
const bare = word
  .filter((w) => w !== "")
  .map((w) => (/[\ud800-\udfff]/.test(w) ? quote(w) : escape(w)));
const fieldName = fc.constantFrom(
  ...keys.map((k) => escape(k)),
  "service",
  "logger",
  "message",
  "trace_id",
  "span_id",
  "request_id",
  "file",
  "line",
  "function",
  "receiver",
  "run",
  "event",
  "level",
  "time",
  "name",
  "kind",
  "status",
  "status_message",
  "duration",
  "missing",
);
const regexPart = fc.constantFrom(
  "a",
  "b",
  "\\d",
  "\\w+",
  ".",
  ".*",
  "[a-z]",
  "[^a]",
  "(a|b)",
  "e{1,3}",
  "\\b",
  "Ä",
  "o?",
  "err",
  "^",
  "$",
  "\\s",
  "[À-Ü]",
  "[^\\W]",
  "K",
);
const levelText = fc.constantFrom("warn", "ERROR", "critical", "notice", "9", "audit");
const timeText = fc.constantFrom(
  "now",
  "now-1m",
  "now-1h",
  "now/d",
  "2023-11-14",
  "2023-11-14T22:13",
  "1700000000000000000",
  "2023",
  "2023-11-14||+1M/d",
);
const operand = fc.oneof(
  word.map(quote),
  fc.constantFrom("200", "3.14", "-5", "300ms", "1.5s", "42"),
  levelText,
  timeText,
);
const bound = fc.oneof(operand, fc.constant("*"));
const fieldValue = fc.oneof(
  { weight: 5, arbitrary: word.map(quote) },
  { weight: 3, arbitrary: bare },
  { weight: 2, arbitrary: operand },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(">", ">=", "<", "<="), operand).map(([o, v]) => o + v),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("[", "{"), bound, bound, fc.constantFrom("]", "}"))
      .map(([a, l, u, b]) => `${a}${l} TO ${u}${b}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(bare, fc.constantFrom("*", "?")), { minLength: 1, maxLength: 4 })
      .map((p) => p.join("")),
  },
  {
    weight: 2,
    arbitrary: fc.array(regexPart, { minLength: 1, maxLength: 4 }).map((p) => `/${p.join("")}/`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(bare, fc.constantFrom("~", "~1", "~2", "~0")).map((p) => p.join("")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.nat(3))
      .map(([w, n]) => `${quote(w.join(" "))}~${n}`),
  },
);
const leaf = fc.oneof(
  { weight: 3, arbitrary: fieldValue.filter((v) => !/^[[{<>]/.test(v)) },
  { weight: 5, arbitrary: fc.tuple(fieldName, fieldValue).map(([f, v]) => `${f}:${v}`) },
  { weight: 1, arbitrary: fieldName.map((f) => `_exists_:${f}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fieldName, fieldValue, fieldValue)
      .map(([f, a, b]) => `${f}:(${a} OR NOT ${b})`),
  },
);
const query = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf,
  node: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: tie("leaf") },
    { weight: 1, arbitrary: fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${a} AND ${b})`) },
    { weight: 1, arbitrary: fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${a} OR ${b})`) },
    { weight: 1, arbitrary: tie("node").map((a) => `NOT ${a}`) },
  ),
})).node;
const queries = fc.array(query, { minLength: 12, maxLength: 12 });

describe("the store and the live tail", () => {
  let store: MemoryStore;
  const resources = new ResourceIndex();
  beforeAll(async () => {
    store = await MemoryStore.open();
  });
  beforeEach(() => store.clear());
  afterAll(() => store.dispose());

  /** How often a query found some records and not others: a property that is never tried proves nothing. */
  let telling = 0;
  const agree = async (
    target: "logs" | "spans",
    texts: readonly string[],
    records: readonly LogRecord[] | readonly SpanRecord[],
  ) => {
    await store.clear();
    await store.commit({ [target]: records });
    await resources.refresh(store.reader);
    for (const text of texts) {
      const compiled = compileBoth(target, text);
      if (compiled === undefined) continue;
      const where = compileWhere(compiled.condition, target, resources);

      const rows = await store.reader.all<{ seq: bigint }>(
        `select seq from ${target} where ${where.sql} order by seq`,
        where.params,
      );

      const stored = rows.map(({ seq }) => records[Number(seq) - 1]);
      expect(stored, text).toEqual(records.filter(compiled.predicate));
      if (rows.length > 0 && rows.length < records.length) telling++;
    }
  };

  it("give the same logs for any query", async () => {
    telling = 0;
    await fc.assert(
      fc.asyncProperty(queries, fc.array(log, { minLength: 1, maxLength: 12 }), (texts, drawn) =>
        agree(
          "logs",
          texts,
          drawn.map(({ resourceAttributes, ...rest }, i) =>
            aLog({ ...rest, seq: i + 1, resource: aResource(resourceAttributes) }),
          ),
        ),
      ),
      { numRuns: runs },
    );
    expect(telling).toBeGreaterThan(runs);
  }, 600_000);

  const aResource = (attributes: string) =>
    store.interner.resource({ service: "", run: "", attributes });

  it("give the same spans for any query", async () => {
    telling = 0;
    await fc.assert(
      fc.asyncProperty(queries, fc.array(span, { minLength: 1, maxLength: 12 }), (texts, drawn) =>
        agree(
          "spans",
          texts,
          drawn.map(({ resourceAttributes, ...rest }, i) =>
            aSpan({ ...rest, seq: i + 1, resource: aResource(resourceAttributes) }),
          ),
        ),
      ),
      { numRuns: runs },
    );
    expect(telling).toBeGreaterThan(runs);
  }, 600_000);
});

function compileBoth(target: "logs" | "spans", text: string) {
  try {
    const query = parseQuery(text);
    const nowMs = () => Number(nowNanos / 1_000_000n);
    return {
      condition: resolveQuery(query, target, nowNanos),
      predicate: compilePredicate(query, target, target, nowMs),
    };
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
