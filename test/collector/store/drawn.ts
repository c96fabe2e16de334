// Random records and random queries, made so that many of them match.

import fc from "fast-check";

export const nowNanos = 1_700_000_000_000_000_000n;

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
/** Names of attributes. */
export const keys = [
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
export const drawnLog = fc.record({
  ...fields,
  severityNumber: fc.integer({ min: 0, max: 24 }),
  severityText: fc.constantFrom("", "NOTICE", "Critical", "audit"),
  body: sentence,
  eventName: fc.constantFrom("", "exception"),
});
export const drawnSpan = fc.record({
  ...fields,
  name: sentence,
  kind: fc.constantFrom("" as const, "server" as const),
  status: fc.constantFrom("" as const, "error" as const),
  statusMessage: sentence,
  durationNanos: fc.constantFrom(0n, 1n, 300_000_000n, 1_500_000_000n),
});
export const drawnPoint = fc.record({
  ...{ timeUnixNano: fields.timeUnixNano, service: fields.service, run: fields.run },
  ...{ attributes, resourceAttributes: attributes },
  name: sentence,
  type: fc.constantFrom("counter" as const, "gauge" as const, "histogram" as const),
  unit: fc.constantFrom("", "ms", "By", "200"),
  value: fc.oneof(
    fc.constantFrom(0, -0, 200, -5, 3.14, 1e21, 0.1, 404, 2 ** 53),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
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
  "seq",
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
  ...["type", "unit", "value"],
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
  fc.constantFrom("200", "3.14", "-5", "300ms", "1.5s", "42", "2", "7"),
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
      .array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 24 })
      .map((seqs) => `seq:(${seqs.join(" OR ")})`),
  },
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
export const drawnQueries = fc.array(query, { minLength: 12, maxLength: 12 });
