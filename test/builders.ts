// Records for tests: whole ones, of which a test names what it is about.

import type { LogRecord, MetricPoint, Resource, Series, SpanRecord } from "../src/shared/record";

export function aResource(over: Partial<Resource> = {}): Resource {
  return { id: 1, service: "shop", attributes: "{}", run: "", ...over };
}

export function aLog(over: Partial<LogRecord> = {}): LogRecord {
  return {
    seq: 0,
    timeUnixNano: 1_700_000_000_000_000_000n,
    observedTimeUnixNano: 1_700_000_000_000_000_000n,
    severityNumber: 9,
    severityText: "",
    service: "shop",
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
    resource: aResource(),
    receiver: "test",
    run: "",
    ...over,
  };
}

export function aSpan(over: Partial<SpanRecord> = {}): SpanRecord {
  return {
    seq: 0,
    timeUnixNano: 1_700_000_000_000_000_000n,
    observedTimeUnixNano: 1_700_000_000_000_000_000n,
    durationNanos: 1_000_000n,
    name: "GET /",
    kind: "server",
    status: "",
    statusMessage: "",
    service: "shop",
    logger: "",
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    parentSpanId: "",
    requestId: "",
    file: "",
    line: 0,
    function: "",
    events: "[]",
    links: "[]",
    attributes: "{}",
    resource: aResource(),
    receiver: "test",
    run: "",
    ...over,
  };
}

export function aSeries(over: Partial<Series> = {}): Series {
  return {
    id: 1,
    name: "requests",
    type: "counter",
    unit: "",
    description: "",
    service: "shop",
    attributes: "{}",
    resource: aResource(),
    receiver: "test",
    run: "",
    ...over,
  };
}

export function aPoint(over: Partial<MetricPoint> = {}): MetricPoint {
  return {
    seq: 0,
    timeUnixNano: 1_700_000_000_000_000_000n,
    startTimeUnixNano: 0n,
    series: aSeries(),
    value: 1,
    total: 0,
    count: 0,
    sum: 0,
    min: Number.NaN,
    max: Number.NaN,
    distribution: undefined,
    quantiles: [],
    exemplars: "[]",
    ...over,
  };
}
