// The value of any field of a record in its JSON form, by the name that the query language has for it.

import type { AnyRecordJson, AttributeValue, LogJson, SpanJson } from "../contract/json";

/** Undefined when the record has none. */
export function fieldOfRecord(record: AnyRecordJson, field: string): AttributeValue | undefined {
  const own =
    "body" in record
      ? ofLog(record, field)
      : "durationNanos" in record
        ? ofSpan(record, field)
        : ofPoint(record, field);
  if (own !== notOwn) return own;
  switch (field) {
    case "seq":
      return record.seq;
    case "time":
      return record.time;
    case "service":
      return record.service;
    case "receiver":
      return record.receiver;
    case "run":
      return record.run;
    default:
      return record.attributes[field] ?? record.resource?.[field];
  }
}

const notOwn = Symbol("no field of this kind of record");
type Found = AttributeValue | undefined | typeof notOwn;

function ofTraced(record: LogJson | SpanJson, field: string): Found {
  switch (field) {
    case "logger":
      return record.logger;
    case "trace_id":
      return record.traceId;
    case "span_id":
      return record.spanId;
    case "request_id":
      return record.requestId;
    case "file":
      return record.source?.file;
    case "line":
      return record.source?.line;
    case "function":
      return record.source?.function;
    default:
      return notOwn;
  }
}

function ofLog(record: LogJson, field: string): Found {
  switch (field) {
    case "level":
      return record.severity;
    case "message":
      return record.body;
    case "event":
      return record.eventName;
    case "pattern":
      return record.pattern;
    default:
      return ofTraced(record, field);
  }
}

function ofSpan(record: SpanJson, field: string): Found {
  switch (field) {
    case "name":
    case "message":
      return record.name;
    case "kind":
      return record.kind;
    case "status":
      return record.status;
    case "status_message":
      return record.statusMessage;
    case "duration":
      return Number(record.durationNanos);
    case "parent_span_id":
      return record.parentSpanId;
    default:
      return ofTraced(record, field);
  }
}

function ofPoint(record: Exclude<AnyRecordJson, LogJson | SpanJson>, field: string): Found {
  switch (field) {
    case "name":
    case "message":
      return record.name;
    case "type":
      return record.type;
    case "unit":
      return record.unit;
    case "value":
      return record.value;
    default:
      return notOwn;
  }
}
