// Records for the tests of the store.

import type {
  LogRecord,
  MetricPoint,
  Resource,
  Series,
  SpanRecord,
} from "../../../src/shared/record";

const noResource: Resource = { id: 0, service: "", attributes: "{}", run: "" };

export function aLog(fields: Partial<LogRecord> = {}): LogRecord {
  const resource = fields.resource ?? noResource;
  return {
    seq: 1,
    timeUnixNano: 1_700_000_000_000_000_000n,
    observedTimeUnixNano: 1_700_000_000_000_000_000n,
    severityNumber: 9,
    severityText: "",
    service: resource.service,
    logger: "",
    body: "hello",
    display: "",
    eventName: "",
    traceId: "",
    spanId: "",
    requestId: "",
    file: "",
    line: 0,
    function: "",
    attributes: "{}",
    resource,
    receiver: "test",
    run: "",
    ...fields,
  };
}

export function aSpan(fields: Partial<SpanRecord> = {}): SpanRecord {
  const resource = fields.resource ?? noResource;
  return {
    seq: 1,
    timeUnixNano: 1_700_000_000_000_000_000n,
    observedTimeUnixNano: 1_700_000_000_000_000_000n,
    durationNanos: 1_000_000n,
    name: "GET /",
    kind: "",
    status: "",
    statusMessage: "",
    service: resource.service,
    logger: "",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    parentSpanId: "",
    requestId: "",
    file: "",
    line: 0,
    function: "",
    events: "[]",
    links: "[]",
    attributes: "{}",
    resource,
    receiver: "test",
    run: "",
    ...fields,
  };
}

export function aSeries(fields: Partial<Series> = {}): Series {
  return {
    id: 1,
    name: "requests",
    type: "counter",
    unit: "",
    description: "",
    service: "",
    attributes: "{}",
    resource: noResource,
    receiver: "test",
    run: "",
    ...fields,
  };
}

export function aPoint(series: Series, fields: Partial<MetricPoint> = {}): MetricPoint {
  return {
    seq: 1,
    timeUnixNano: 1_700_000_000_000_000_000n,
    startTimeUnixNano: 0n,
    series,
    value: 1,
    total: 0,
    count: 0,
    sum: 0,
    min: NaN,
    max: NaN,
    distribution: undefined,
    quantiles: [],
    exemplars: "[]",
    ...fields,
  };
}
