// Log records that an agent made of lines which it did not understand (the OpenTelemetry Collector's filelog
// receiver, Fluent Bit): no severity, no scope, the line as body. They are read as the line is.

import type { LogRecord } from "../../../shared/record";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { Roles } from "../../pipeline/roles";
import { WrappedText } from "../../pipeline/text/wrappedText";

export class AgentLines {
  private readonly texts: WrappedText;

  constructor(roles: Roles) {
    this.texts = new WrappedText(roles);
  }

  /** Adds what the record is: itself, or what its body says. */
  add(record: LogRecord, into: LogRecord[]): void {
    if (!isLine(record)) {
      into.push(record);
      return;
    }
    const { resource, observedTimeUnixNano, receiver, timeUnixNano, traceId, spanId } = record;
    const origin = { receiver, resource, observedTimeUnixNano };
    const attributes = parseJson(record.attributes);
    const around = this.texts.envelope(isPlainObject(attributes) ? attributes : {}, origin);
    const ids = traceId === "" ? {} : { traceId, spanId };
    const envelope = { ...around, service: record.service, requestId: record.requestId, ...ids };
    const isTimed = timeUnixNano !== observedTimeUnixNano;
    this.texts.read(record.body, envelope, origin, into, isTimed ? timeUnixNano : 0n);
  }
}

/** Instrumented code has a scope, and nearly all of it a severity. */
const isLine = (record: LogRecord): boolean =>
  record.severityNumber === 0 &&
  record.severityText === "" &&
  record.logger === "" &&
  record.eventName === "" &&
  record.body !== "";
