// What an export and a column of the list show of a record, by each name that a query has for a field.

import { expect, it } from "vitest";
import { logToJson, pointToJson, spanToJson } from "../../../src/collector/store/toJson";
import type { AnyRecordJson } from "../../../src/shared/contract/json";
import { fieldOfRecord } from "../../../src/shared/files/recordField";
import { fieldsOf, type Target } from "../../../src/shared/query/fields";
import { aLog, aPoint, aResource, aSeries, aSpan } from "../../builders";

const traced = {
  seq: 9,
  service: "till",
  logger: "app.http",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  requestId: "req-1",
  file: "src/a.ts",
  line: 7,
  function: "pay",
  receiver: "gelf",
  run: "run-1",
};
const ofTraced = {
  time: "2023-11-14T22:13:20.000000000Z",
  seq: 9,
  service: "till",
  logger: "app.http",
  trace_id: traced.traceId,
  span_id: traced.spanId,
  request_id: "req-1",
  file: "src/a.ts",
  line: 7,
  function: "pay",
  receiver: "gelf",
  run: "run-1",
};
const log = { ...traced, severityNumber: 18, body: "no cart", eventName: "an.event" };
const span = {
  ...traced,
  ...({ name: "GET /", kind: "client", status: "error", statusMessage: "no" } as const),
  ...{ durationNanos: 1_500n, parentSpanId: "00f067aa0ba902b7" },
};
const { seq, service, receiver, run } = traced;
const series = { name: "took", type: "gauge", unit: "ms", service, receiver, run } as const;

it.each<[Target, AnyRecordJson, object]>([
  [
    "logs",
    { ...logToJson(aLog(log)), pattern: "00000000000a" },
    {
      ...ofTraced,
      ...{ level: "ERROR", message: "no cart", event: "an.event", pattern: "00000000000a" },
    },
  ],
  [
    "spans",
    spanToJson(aSpan(span)),
    {
      ...ofTraced,
      ...{ name: "GET /", message: "GET /", kind: "client", status: "error" },
      ...{ status_message: "no", duration: 1_500, parent_span_id: "00f067aa0ba902b7" },
    },
  ],
  [
    "points",
    pointToJson(aPoint({ seq, value: 2.5, series: aSeries(series) })),
    {
      ...{ name: "took", message: "took", type: "gauge", unit: "ms", value: 2.5 },
      ...{ time: ofTraced.time, seq, service, receiver, run },
    },
  ],
])("each field of %s", (target, record, values) => {
  const names = [...fieldsOf(target).keys()];

  expect(Object.fromEntries(names.map((name) => [name, fieldOfRecord(record, name)]))).toEqual(
    values,
  );
});

it("any other name is an attribute, else one of the resource", () => {
  const resource = aResource({ attributes: '{"host":"n-1","zone":"a"}' });
  const record = logToJson(aLog({ attributes: '{"host":"own"}', resource }));

  expect(["host", "zone", "none"].map((name) => fieldOfRecord(record, name))).toEqual([
    ...["own", "a"],
    undefined,
  ]);
});
