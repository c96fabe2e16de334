// DogStatsD events and service checks are log records with an event name.

import type { LogRecord } from "../../../shared/record";
import { normaliseRequestId, normaliseSpanId, normaliseTraceId } from "../../../shared/ids";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { Roles } from "../../pipeline/roles";
import type { ReceiverContext } from "../../pipeline/receiver";
import { readEvent } from "./event";
import { readServiceCheck } from "./serviceCheck";
import type { Tags } from "./tags";

const eventSeverity = { error: 17, warning: 13, info: 9, success: 9 } as const;
const checkSeverity = { ok: 9, warning: 13, critical: 17, unknown: 9 } as const;

/** From a line `_e{…}:…` in latin1; undefined when it is none. */
export function eventRecord(line: string, context: ReceiverContext): LogRecord | undefined {
  const event = readEvent(line);
  if (event === undefined) return undefined;
  return {
    ...aRecord(context, event.tags, event.timeSeconds),
    severityNumber: eventSeverity[event.alertType],
    severityText: event.alertType === "success" ? "success" : "",
    eventName: "dogstatsd.event",
    body: event.text === "" ? event.title : `${event.title}\n${event.text}`,
  };
}

/** From a line `_sc|…` in latin1; undefined when it is none. */
export function checkRecord(line: string, context: ReceiverContext): LogRecord | undefined {
  const check = readServiceCheck(line);
  if (check === undefined) return undefined;
  const { name, status, message } = check;
  return {
    ...aRecord(context, check.tags, check.timeSeconds),
    severityNumber: checkSeverity[status],
    severityText: status,
    eventName: "dogstatsd.service_check",
    body: message === "" ? `${name}: ${status}` : `${name}: ${message}`,
  };
}

function aRecord(context: ReceiverContext, tags: Tags, timeSeconds: number): LogRecord {
  const now = context.now();
  const { service, run, attributes } = tags;
  return {
    seq: 0,
    timeUnixNano: timeSeconds > 0 ? BigInt(timeSeconds) * 1_000_000_000n : now,
    observedTimeUnixNano: now,
    severityNumber: 0,
    severityText: "",
    service,
    logger: "",
    body: "",
    display: "",
    eventName: "",
    ...idsOf(attributes, context.roles),
    file: "",
    line: 0,
    function: "",
    attributes,
    resource: context.intake.resource({
      service,
      attributes: service === "" ? "{}" : JSON.stringify({ "service.name": service }),
      run,
    }),
    receiver: "statsd",
    run,
  };
}

/** Tags such as `trace_id:…` and `request_id:…` join an event to its request. */
function idsOf(attributes: string, roles: Roles) {
  const ids = { traceId: "", spanId: "", requestId: "" };
  const tags = parseJson(attributes);
  if (!isPlainObject(tags)) return ids;
  for (const [key, value] of Object.entries(tags)) {
    const role = roles.of(key);
    if (role === undefined || typeof value !== "string") continue;
    if (role.kind === "traceId") ids.traceId ||= normaliseTraceId(value, role.idForm);
    else if (role.kind === "spanId") ids.spanId ||= normaliseSpanId(value, role.idForm);
    else if (role.kind === "requestId") ids.requestId ||= normaliseRequestId(value);
  }
  return ids;
}
