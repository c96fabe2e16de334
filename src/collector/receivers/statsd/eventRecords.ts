// DogStatsD events and service checks are log records with an event name.

import type { LogRecord } from "../../../shared/record";
import type { Intake } from "../../pipeline/intake";
import { readEvent } from "./event";
import { readServiceCheck } from "./serviceCheck";
import type { Tags } from "./tags";

const eventSeverity = { error: 17, warning: 13, info: 9, success: 9 } as const;
const checkSeverity = { ok: 9, warning: 13, critical: 17, unknown: 9 } as const;

/** From a line `_e{…}:…` in latin1; undefined when it is none. */
export function eventRecord(line: string, intake: Intake, now: bigint): LogRecord | undefined {
  const event = readEvent(line);
  if (event === undefined) return undefined;
  return {
    ...aRecord(intake, event.tags, event.timeSeconds, now),
    severityNumber: eventSeverity[event.alertType],
    severityText: event.alertType === "success" ? "success" : "",
    eventName: "dogstatsd.event",
    body: event.text === "" ? event.title : `${event.title}\n${event.text}`,
  };
}

/** From a line `_sc|…` in latin1; undefined when it is none. */
export function checkRecord(line: string, intake: Intake, now: bigint): LogRecord | undefined {
  const check = readServiceCheck(line);
  if (check === undefined) return undefined;
  const { name, status, message } = check;
  return {
    ...aRecord(intake, check.tags, check.timeSeconds, now),
    severityNumber: checkSeverity[status],
    severityText: status,
    eventName: "dogstatsd.service_check",
    body: message === "" ? `${name}: ${status}` : `${name}: ${message}`,
  };
}

function aRecord(intake: Intake, tags: Tags, timeSeconds: number, now: bigint): LogRecord {
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
    traceId: "",
    spanId: "",
    requestId: "",
    file: "",
    line: 0,
    function: "",
    attributes,
    resource: intake.resource({
      service,
      attributes: service === "" ? "{}" : JSON.stringify({ "service.name": service }),
      run,
    }),
    receiver: "statsd",
    run,
  };
}
