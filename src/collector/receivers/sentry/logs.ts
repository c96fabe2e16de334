// A structured log of Sentry's SDKs ("Logs", "Log Envelope Item Payload") → a log record.

import type { LogRecord } from "../../../shared/record";
import { EnvelopeFields } from "../../pipeline/envelopeFields";
import type { RecordMaker } from "./recordMaker";
import { takeResource } from "./resource";
import { type Json, textOf } from "../../pipeline/jsonShapes";
import { attributesOf, idsOf, severityOf, timeOf } from "./values";

export function logRecord(log: Json, make: RecordMaker): LogRecord {
  const { context, reader } = make;
  const attributes = attributesOf(log.attributes);
  const span = textOf(log.span_id) || textOf(attributes["sentry.trace.parent_span_id"]);
  const resource = takeResource(attributes, make);
  const fields = new EnvelopeFields(context.roles);
  fields.addOwn("attributes", attributes);
  const { severity_number: number } = log;
  const isNumber = typeof number === "number" && number >= 1 && number <= 24;
  return reader.read(fields.fields, {
    receiver: "sentry",
    resource,
    observedTimeUnixNano: context.now(),
    around: {
      timeUnixNano: timeOf(log.timestamp),
      ...severityOf(log.level, 9),
      ...(isNumber ? { severityNumber: Math.floor(number) } : {}),
      body: typeof log.body === "string" ? log.body : JSON.stringify(log.body ?? ""),
      ...idsOf({ trace_id: log.trace_id, span_id: span }),
      attributes: fields.asides,
    },
  });
}
