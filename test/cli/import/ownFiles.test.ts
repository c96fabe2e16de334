// The way out and back, each format: records that have every field there is. A new one does not compile before it
// is among them.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatOf, readItems } from "../../../src/cli/import/readFile";
import { createEncoder } from "../../../src/collector/export/createEncoder";
import { createImport } from "../../../src/collector/receivers/import/import";
import { logToJson, pointToJson, spanToJson } from "../../../src/collector/store/toJson";
import { exportFiles, exportFormats } from "../../../src/shared/contract/exports";
import { importPath } from "../../../src/shared/contract/imports";
import type {
  AnyRecordJson,
  ExemplarJson,
  LogJson,
  MetricPointJson,
  SpanJson,
} from "../../../src/shared/contract/json";
import { TestContext } from "../../collector/receivers/aContext";
import { ask } from "../../collector/receivers/httpHarness";

/** "isCut" and "pattern" are of rows of a list. */
type Whole<Row> = Required<Omit<Row, "isCut" | "pattern">>;

const common = {
  time: "2026-01-02T03:04:05.000000006Z",
  service: "till",
  attributes: {
    text: 'a "quoted",\r\nand more',
    big: "9223372036854775807",
    float: 0.1 + 0.2,
    "=formula": "=1+1",
    list: [1, null, "x"],
    none: null,
    yes: true,
  },
  resource: { "service.name": "shop", "host.name": "n-1" },
  receiver: "gelf",
  run: "run-1",
};
const traced = {
  ...common,
  logger: "app.http",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  requestId: "req-1",
  source: { file: "src/a.ts", line: 7, function: "pay" },
};
const log = {
  ...traced,
  observedTime: "2026-01-02T03:04:06.000000007Z",
  severity: "ERROR",
  severityNumber: 18,
  severityText: "fatal-ish",
  body: "-5 failed",
  display: "\u001b[31m-5\u001b[0m failed",
  eventName: "an.event",
  seq: 1,
} satisfies Whole<LogJson>;
const span = {
  ...traced,
  durationNanos: "9007199254740993",
  name: "GET /a",
  kind: "server",
  status: "error",
  statusMessage: "no",
  parentSpanId: "00f067aa0ba902b7",
  events: [{ time: "2026-01-02T03:04:05.000000009Z", name: "exception", attributes: { k: "v" } }],
  links: [{ traceId: traced.traceId, spanId: traced.spanId, attributes: { a: 1 } }],
  seq: 2,
} satisfies Whole<SpanJson>;
const exemplar = {
  time: "2026-01-02T03:04:05.000000001Z",
  value: 7.5,
  traceId: traced.traceId,
  spanId: traced.spanId,
  attributes: { k: 1 },
} satisfies Whole<ExemplarJson>;
const point = {
  ...common,
  startTime: "2026-01-02T03:03:05.000000001Z",
  name: "took",
  unit: "ms",
  value: 2.5,
  exemplars: [exemplar],
};
const samples = { count: 3, sum: 7.5, min: 0.5, max: 9 };
const histogram = {
  ...{ ...point, ...samples, type: "histogram", quantiles: { "0.5": 2, "0.95": 8.5 }, seq: 3 },
  distribution: { lower: [null, 5], upper: [5, null], counts: [1, 2] },
};
const points = [
  histogram,
  { ...point, ...samples, type: "summary", quantiles: { "0.5": 2, "0.999": 8 }, seq: 4 },
  { ...point, type: "counter", total: 70, seq: 5 },
  { ...point, type: "gauge", seq: 6 },
  { ...point, type: "set", seq: 7 },
];
/** What some kind of point has, all together. */
({ ...histogram, type: "counter", total: 70 }) satisfies Whole<MetricPointJson>;

const folder = mkdtempSync(join(tmpdir(), "sidelight-own-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const threadPath = join(import.meta.dirname, "../../../dist/parquet.js");

describe.each(exportFormats)("a file of the format %s", (format) => {
  it.each([
    ["logs", [log]],
    ["spans", [span]],
    ["metrics", points],
  ] as const)("gives back every field of %s", async (signal, rows) => {
    const encoder = createEncoder(format, signal, undefined);
    const path = join(folder, `${signal}.${exportFiles[format].extension}`);
    const parts = [encoder.rows(rows as readonly AnyRecordJson[]), encoder.end()];
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));

    const lines: string[] = [];
    for await (const { kind, object } of readItems(path, await formatOf(path), threadPath)) {
      expect(kind).toBe("record");
      lines.push(JSON.stringify(object));
    }
    const context = new TestContext();
    await ask(createImport(context), importPath, { body: lines.join("\n") });

    const back = [
      ...context.logs.map(logToJson),
      ...context.spans.map(spanToJson),
      ...context.points.map((each) => ({
        ...pointToJson(each),
        ...(each.distribution === undefined ? {} : { distribution: each.distribution }),
      })),
    ];
    expect(plain(back)).toEqual(plain(rows));
  });
});

/** As JSON has it, without the number of a store. */
const plain = (rows: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(rows.map((row) => ({ ...row, seq: undefined }))));
